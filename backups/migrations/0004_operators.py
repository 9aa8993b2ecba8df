"""The right of SGE operators; staff without it only read."""

from django.db import migrations

LABEL = "Operar los respaldos: calendarizar, detener, eliminar, responder"


class Migration(migrations.Migration):
    dependencies = [("backups", "0003_requests_complete")]

    operations = [
        migrations.AlterModelOptions(
            name="backuprequest",
            options={
                "permissions": [("operate_backups", LABEL)],
                "verbose_name": "solicitud de respaldo",
                "verbose_name_plural": "solicitudes de respaldo",
            },
        ),
    ]
