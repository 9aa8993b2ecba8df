"""A permission may reach only some áreas of the institution (institutions §2, R8)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("institutions", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="grant",
            name="areas",
            field=models.ManyToManyField(blank=True, related_name="+", to="institutions.area", verbose_name="áreas"),
        ),
    ]
