"""The number people quote: a sequence of its own, so that it never depends on a row's key."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("backups", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE backups_request_number START 1",
            "DROP SEQUENCE backups_request_number",
        )
    ]
