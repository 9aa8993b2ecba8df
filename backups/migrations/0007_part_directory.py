"""What a part holds moves out of its row: every page that told of a part read megabytes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("backups", "0006_part_checks")]

    operations = [
        migrations.CreateModel(
            name="PartDirectory",
            fields=[
                (
                    "part",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="directory",
                        serialize=False,
                        to="backups.backuppart",
                        verbose_name="parte",
                    ),
                ),
                ("record", models.JSONField(verbose_name="entradas")),
                ("texts", models.JSONField(verbose_name="textos generados")),
            ],
            options={"verbose_name": "directorio de una parte", "verbose_name_plural": "directorios de partes"},
        ),
        migrations.RunSQL(
            "INSERT INTO backups_partdirectory (part_id, record, texts) "
            "SELECT id, record->'part', record->'texts' FROM backups_backuppart WHERE record IS NOT NULL",
            "UPDATE backups_backuppart p SET record = jsonb_build_object('part', d.record, 'texts', d.texts) "
            "FROM backups_partdirectory d WHERE d.part_id = p.id",
        ),
        # Only forgotten: processes of the previous release still write the column, which may be null. A later
        # release drops it.
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField(model_name="backuppart", name="record")]
        ),
    ]
