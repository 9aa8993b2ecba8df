"""Here stood the app in one step; 0022 does it now, with what came since. Installations that walked it go on from here."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("documents", "0014_indexes_at_scale")]
    operations = []
