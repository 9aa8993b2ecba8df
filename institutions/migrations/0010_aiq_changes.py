"""The change of the AIQ of an institution in production."""

import uuid

import django.db.models.deletion
import django_fsm
from django.db import migrations, models

import quipux.statefield


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("institutions", "0009_departures"),
    ]

    operations = [
        migrations.CreateModel(
            name="AiqChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "state",
                    quipux.statefield.StateField(
                        choices=[
                            ("requested", "Cambio solicitado"),
                            ("in_training", "En capacitación"),
                            ("enabled", "Habilitado"),
                            ("effective", "Efectivo"),
                            ("rejected", "Rechazado"),
                            ("cancelled", "Anulado"),
                        ],
                        default="requested",
                        max_length=50,
                        protected=True,
                        verbose_name="estado",
                    ),
                ),
                ("given_names", models.CharField(max_length=100, verbose_name="nombres")),
                ("surnames", models.CharField(max_length=100, verbose_name="apellidos")),
                ("identity_number", models.CharField(max_length=10, verbose_name="cédula")),
                ("title", models.CharField(max_length=200, verbose_name="cargo")),
                ("email", models.EmailField(max_length=254, verbose_name="correo electrónico")),
                ("phone", models.CharField(max_length=30, verbose_name="teléfono y extensión")),
                ("mobile", models.CharField(max_length=20, verbose_name="número celular")),
                ("reason", models.TextField(max_length=1000, verbose_name="motivo")),
                ("effective_at", models.DateTimeField(verbose_name="efectivo desde")),
                ("created_at", models.DateTimeField(verbose_name="solicitado el")),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aiq_changes",
                        to="institutions.institution",
                        verbose_name="institución",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="oficio",
                    ),
                ),
                (
                    "outgoing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institutions.appointment",
                        verbose_name="AIQ saliente",
                    ),
                ),
            ],
            options={
                "verbose_name": "cambio de AIQ",
                "verbose_name_plural": "cambios de AIQ",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "enabled")), fields=["effective_at"], name="aiq_change_due"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["requested", "in_training", "enabled", "effective", "rejected", "cancelled"])
                        ),
                        name="aiq_change_known_state",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("requested", "in_training", "enabled"))),
                        fields=("institution",),
                        name="aiq_change_one_open",
                        violation_error_message="La institución ya tiene un cambio de AIQ en curso.",
                    ),
                ],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
    ]
