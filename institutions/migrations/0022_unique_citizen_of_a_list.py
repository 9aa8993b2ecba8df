"""The column came with the migration before this one, so that no row in use can be refused."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("institutions", "0021_citizens_in_lists")]

    operations = [
        migrations.AddConstraint(
            model_name="listmember",
            constraint=models.UniqueConstraint(fields=("list", "person"), name="list_citizen_unique"),
        ),
    ]
