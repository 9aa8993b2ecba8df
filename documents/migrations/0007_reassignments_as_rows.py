"""A reassignment is a row of its own in Reasignados: what was asked for, and until when."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_numbers_already_given"),
        ("institutions", "0003_sharing_and_lists"),
    ]

    operations = [
        migrations.AddField(
            model_name="participation",
            name="comment",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="comentario"),
        ),
        migrations.AddField(
            model_name="participation",
            name="deadline",
            field=models.DateField(blank=True, null=True, verbose_name="fecha máxima"),
        ),
        migrations.AddIndex(
            model_name="participation",
            index=models.Index(
                models.F("appointment"),
                models.OrderBy(models.F("at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("how", "reassigned_by")),
                name="participation_reassigned",
            ),
        ),
    ]
