"""Who already enters with a password has an active credential; who was deactivated, a suspended one."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_credentials")]

    operations = [
        migrations.RunSQL(
            """
            UPDATE accounts_user SET credential = CASE WHEN is_active THEN 'active' ELSE 'suspended' END
            WHERE credential = 'pending' AND password <> '' AND password NOT LIKE '!%'
            """,
            migrations.RunSQL.noop,
        )
    ]
