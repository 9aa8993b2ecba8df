"""The whole app in one step, for installations that begin here; older ones walk the migrations it replaces."""

import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import quipux.statefield
from quipux.migrating import AtOnce


class Migration(migrations.Migration):
    replaces = [
        ("backups", "0001_initial"),
        ("backups", "0002_request_number"),
        ("backups", "0003_requests_complete"),
        ("backups", "0004_operators"),
        ("backups", "0005_repair"),
        ("backups", "0006_part_checks"),
        ("backups", "0007_part_directory"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("documents", "0022_whole"),
        ("files", "0001_initial"),
        ("institutions", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE backups_request_number START 1", "DROP SEQUENCE backups_request_number"),
        AtOnce(
            [
                migrations.CreateModel(
                    name="Night",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("date", models.DateField(unique=True, verbose_name="fecha")),
                        ("requests", models.PositiveIntegerField(verbose_name="solicitudes")),
                        ("documents", models.PositiveBigIntegerField(verbose_name="documentos")),
                        ("bytes", models.BigIntegerField(verbose_name="bytes")),
                        ("is_paused", models.BooleanField(default=False, verbose_name="pausada")),
                        ("reason", models.CharField(blank=True, max_length=250, verbose_name="motivo")),
                        ("day_from", models.TimeField(blank=True, null=True, verbose_name="ventana diurna desde")),
                        ("day_to", models.TimeField(blank=True, null=True, verbose_name="ventana diurna hasta")),
                        (
                            "first_claim_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="primera generación"),
                        ),
                        ("notice", models.CharField(blank=True, max_length=250, verbose_name="aviso al público")),
                    ],
                    options={
                        "verbose_name": "noche",
                        "verbose_name_plural": "noches",
                    },
                ),
                migrations.CreateModel(
                    name="BackupRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("number", models.BigIntegerField(unique=True, verbose_name="número")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("personal", "Personal"), ("institutional", "De la Institución")],
                                default="personal",
                                max_length=14,
                                verbose_name="clase",
                            ),
                        ),
                        ("date_from", models.DateField(verbose_name="fecha inicio")),
                        ("date_to", models.DateField(verbose_name="fecha fin")),
                        (
                            "comment",
                            models.TextField(
                                blank=True,
                                validators=[django.core.validators.MaxLengthValidator(1000)],
                                verbose_name="comentario",
                            ),
                        ),
                        ("requested_at", models.DateTimeField(verbose_name="fecha de solicitud")),
                        ("sent_at", models.DateTimeField(null=True, verbose_name="enviada el")),
                        ("approved_at", models.DateTimeField(null=True, verbose_name="aprobada el")),
                        (
                            "leaving_declared_at",
                            models.DateTimeField(null=True, verbose_name="desvinculación declarada el"),
                        ),
                        (
                            "state",
                            quipux.statefield.StateField(
                                choices=[
                                    ("draft", "En Edición"),
                                    ("submitted", "Enviada"),
                                    ("approved", "Aprobada"),
                                    ("rejected", "Rechazada"),
                                    ("fulfilled", "Atendida"),
                                    ("deleted", "Eliminada"),
                                ],
                                default="draft",
                                max_length=50,
                                protected=True,
                                verbose_name="estado",
                            ),
                        ),
                        (
                            "delete_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("discarded", "Borrador descartado"),
                                    ("withdrawn", "Retirada por quien la solicitó"),
                                    ("petition_mismatch", "El documento no corresponde a la persona"),
                                    ("operator", "Eliminada por la Subsecretaría de Gobierno Electrónico"),
                                    ("empty", "No quedaron documentos en el período solicitado"),
                                    ("expired", "Concluyó la vigencia del respaldo"),
                                ],
                                max_length=20,
                                verbose_name="observación",
                            ),
                        ),
                        ("idempotency_key", models.UUIDField(editable=False, null=True, unique=True)),
                        (
                            "preflight_documents",
                            models.PositiveIntegerField(null=True, verbose_name="documentos calculados"),
                        ),
                        ("preflight_bytes", models.BigIntegerField(null=True, verbose_name="bytes calculados")),
                        (
                            "preflight_withheld",
                            models.PositiveIntegerField(null=True, verbose_name="retenidos calculados"),
                        ),
                        ("preflight_parts", models.PositiveIntegerField(null=True, verbose_name="partes calculadas")),
                        (
                            "appointment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="backup_requests",
                                to="institutions.appointment",
                                verbose_name="puesto",
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.area",
                                verbose_name="área",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="creada por",
                            ),
                        ),
                        (
                            "institution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.institution",
                                verbose_name="institución",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="backup_requests",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="persona",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="enviada por",
                            ),
                        ),
                        (
                            "petition",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.copy",
                                verbose_name="documento de la petición",
                            ),
                        ),
                        (
                            "petition_match",
                            models.CharField(
                                choices=[
                                    ("match", "Coincide con la cédula"),
                                    ("mismatch", "Documento no coincide"),
                                    ("none", "Sin documento"),
                                ],
                                default="none",
                                max_length=8,
                                verbose_name="cédula del remitente",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "solicitud de respaldo",
                        "verbose_name_plural": "solicitudes de respaldo",
                        "permissions": [
                            ("operate_backups", "Operar los respaldos: calendarizar, detener, eliminar, responder")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["draft", "submitted", "approved", "rejected", "fulfilled", "deleted"],
                                    )
                                ),
                                name="request_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("date_from__lte", models.F("date_to"))),
                                name="request_period_in_order",
                                violation_error_message="La Fecha Inicio debe ser menor o igual que la Fecha Fin.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("submitted", "approved"))),
                                fields=("appointment",),
                                name="request_one_active",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("kind", "personal"), ("state__in", ("draft", "submitted", "approved"))
                                ),
                                fields=("appointment",),
                                name="request_one_open_personal",
                            ),
                        ],
                        "indexes": [models.Index(fields=["appointment", "-number"], name="request_own_list")],
                    },
                ),
                migrations.CreateModel(
                    name="Backup",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            quipux.statefield.StateField(
                                choices=[
                                    ("pending", "Por Generar"),
                                    ("running", "En Ejecución"),
                                    ("paused", "Detenido"),
                                    ("failed", "Con error"),
                                    ("generated", "Generado"),
                                    ("deleted", "Eliminado"),
                                    ("rejected", "Rechazado"),
                                ],
                                default="pending",
                                max_length=50,
                                protected=True,
                                verbose_name="estado",
                            ),
                        ),
                        ("scheduled_for", models.DateField(null=True, verbose_name="noche")),
                        ("run_now", models.BooleanField(default=False, verbose_name="ejecutar ahora")),
                        ("frozen_at", models.DateTimeField(null=True, verbose_name="lista congelada el")),
                        ("started_at", models.DateTimeField(null=True, verbose_name="inicio de ejecución")),
                        ("finished_at", models.DateTimeField(null=True, verbose_name="fin de ejecución")),
                        ("lease_token", models.UUIDField(null=True)),
                        ("lease_until", models.DateTimeField(null=True)),
                        ("attempts", models.PositiveIntegerField(default=0, verbose_name="intentos sin avance")),
                        ("retry_nights", models.PositiveIntegerField(default=0, verbose_name="noches de reintento")),
                        ("failure", models.TextField(blank=True, verbose_name="motivo del error")),
                        (
                            "documents_planned",
                            models.PositiveIntegerField(null=True, verbose_name="documentos previstos"),
                        ),
                        (
                            "documents_packed",
                            models.PositiveIntegerField(null=True, verbose_name="documentos incluidos"),
                        ),
                        (
                            "documents_omitted",
                            models.PositiveIntegerField(null=True, verbose_name="documentos omitidos"),
                        ),
                        (
                            "documents_withheld",
                            models.PositiveIntegerField(null=True, verbose_name="documentos retenidos"),
                        ),
                        ("bytes_total", models.BigIntegerField(null=True, verbose_name="bytes")),
                        ("parts_count", models.PositiveIntegerField(null=True, verbose_name="partes")),
                        ("expires_at", models.DateTimeField(null=True, verbose_name="vence")),
                        ("deleted_at", models.DateTimeField(null=True, verbose_name="eliminado el")),
                        ("purged_at", models.DateTimeField(null=True, verbose_name="borrado del almacenamiento el")),
                        (
                            "manifest_sha256",
                            models.CharField(blank=True, max_length=64, verbose_name="SHA-256 del manifiesto"),
                        ),
                        (
                            "builder_version",
                            models.CharField(blank=True, max_length=20, verbose_name="versión del constructor"),
                        ),
                        (
                            "request",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="backup",
                                to="backups.backuprequest",
                                verbose_name="solicitud",
                            ),
                        ),
                        (
                            "acta",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                                verbose_name="acta de generación",
                            ),
                        ),
                        ("frozen_facts", models.JSONField(null=True, verbose_name="datos congelados")),
                    ],
                    options={
                        "verbose_name": "respaldo",
                        "verbose_name_plural": "respaldos",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["pending", "running", "paused", "failed", "generated", "deleted", "rejected"],
                                    )
                                ),
                                name="backup_known_state",
                            )
                        ],
                        "indexes": [models.Index(fields=["state", "scheduled_for"], name="backup_queue")],
                    },
                ),
                migrations.CreateModel(
                    name="HandOver",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("receiver_name", models.CharField(max_length=150, verbose_name="recibió")),
                        ("handed_on", models.DateField(verbose_name="fecha de entrega")),
                        ("recorded_at", models.DateTimeField(verbose_name="registrada el")),
                        (
                            "receipt",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                                verbose_name="acta firmada",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="registrada por",
                            ),
                        ),
                        (
                            "request",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hand_over",
                                to="backups.backuprequest",
                                verbose_name="solicitud",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "entrega al ciudadano",
                        "verbose_name_plural": "entregas al ciudadano",
                    },
                ),
                migrations.CreateModel(
                    name="SupportQuestion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("asked_at", models.DateTimeField(verbose_name="pedida el")),
                        ("reason", models.CharField(max_length=600, verbose_name="motivo")),
                        ("answer", models.TextField(blank=True, verbose_name="respuesta")),
                        ("answered_at", models.DateTimeField(null=True, verbose_name="respondida el")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="respondida por",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="persona",
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="support_questions",
                                to="backups.backuprequest",
                                verbose_name="solicitud",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "solicitud de descarga",
                        "verbose_name_plural": "solicitudes de descarga",
                        "ordering": ["asked_at"],
                    },
                ),
                migrations.CreateModel(
                    name="PendingAct",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("removal", "Eliminar un respaldo disponible"),
                                    ("capacity", "Capacidad mayor a 150 %"),
                                ],
                                max_length=10,
                                verbose_name="acto",
                            ),
                        ),
                        ("values", models.JSONField(default=dict, verbose_name="datos")),
                        ("reason", models.CharField(max_length=1000, verbose_name="motivo")),
                        ("asked_at", models.DateTimeField(verbose_name="pedido el")),
                        ("answered_at", models.DateTimeField(null=True, verbose_name="respondido el")),
                        ("is_confirmed", models.BooleanField(default=False, verbose_name="confirmado")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="respondido por",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="pedido por",
                            ),
                        ),
                        (
                            "night",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pending_acts",
                                to="backups.night",
                                verbose_name="noche",
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pending_acts",
                                to="backups.backuprequest",
                                verbose_name="solicitud",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "acto por confirmar",
                        "verbose_name_plural": "actos por confirmar",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_confirmed", False),
                                    models.Q(("answered_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="pending_act_two_people",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("answered_at", None), ("request__isnull", False)),
                                fields=("kind", "request"),
                                name="pending_act_one_per_request",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BackupPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="parte")),
                        (
                            "role",
                            models.CharField(
                                choices=[("documents", "Documentos"), ("index", "Índice"), ("single", "Única")],
                                max_length=10,
                                verbose_name="clase",
                            ),
                        ),
                        ("planned_bytes", models.BigIntegerField(verbose_name="bytes previstos")),
                        ("first_position", models.PositiveIntegerField(null=True, verbose_name="primer documento")),
                        ("last_position", models.PositiveIntegerField(null=True, verbose_name="último documento")),
                        ("lease_token", models.UUIDField(null=True)),
                        ("lease_until", models.DateTimeField(null=True)),
                        ("documents_done", models.PositiveIntegerField(default=0, verbose_name="documentos hechos")),
                        ("bytes_done", models.BigIntegerField(default=0, verbose_name="bytes hechos")),
                        ("progress_at", models.DateTimeField(null=True, verbose_name="avance anotado el")),
                        ("finished_at", models.DateTimeField(null=True, verbose_name="terminada el")),
                        ("bytes", models.BigIntegerField(null=True, verbose_name="bytes")),
                        ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                        ("storage_key", models.CharField(blank=True, max_length=200)),
                        (
                            "alternative_bytes",
                            models.BigIntegerField(null=True, verbose_name="bytes como .zip independiente"),
                        ),
                        (
                            "alternative_sha256",
                            models.CharField(blank=True, max_length=64, verbose_name="SHA-256 como .zip independiente"),
                        ),
                        ("alternative_key", models.CharField(blank=True, max_length=200)),
                        (
                            "backup",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="backups.backup",
                                verbose_name="respaldo",
                            ),
                        ),
                        ("checked_at", models.DateTimeField(null=True, verbose_name="comprobada el")),
                        ("damaged_at", models.DateTimeField(null=True, verbose_name="daño encontrado el")),
                        ("lost_at", models.DateTimeField(null=True, verbose_name="dada por perdida el")),
                        (
                            "repair_tries",
                            models.PositiveSmallIntegerField(
                                db_default=0, default=0, verbose_name="intentos de reparación"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "parte",
                        "verbose_name_plural": "partes",
                        "ordering": ["number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("backup", "number"), name="part_unique_number")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ManifestEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                        ("bytes", models.BigIntegerField(verbose_name="bytes")),
                        (
                            "backup",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="manifest",
                                to="backups.backup",
                                verbose_name="respaldo",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "huella del manifiesto",
                        "verbose_name_plural": "huellas del manifiesto",
                        "constraints": [models.UniqueConstraint(fields=("sha256", "backup"), name="manifest_unique")],
                    },
                ),
                migrations.CreateModel(
                    name="DownloadTicket",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "token_hash",
                            models.CharField(
                                editable=False, max_length=64, unique=True, verbose_name="huella del enlace"
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="emitido el")),
                        ("expires_at", models.DateTimeField(verbose_name="vence")),
                        ("revoked_at", models.DateTimeField(null=True, verbose_name="anulado el")),
                        ("last_used_at", models.DateTimeField(null=True, verbose_name="último uso")),
                        (
                            "appointment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="puesto",
                            ),
                        ),
                        (
                            "backup",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tickets",
                                to="backups.backup",
                                verbose_name="respaldo",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="persona",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "enlace de descarga",
                        "verbose_name_plural": "enlaces de descarga",
                        "indexes": [models.Index(fields=["backup", "person"], name="ticket_by_person")],
                    },
                ),
                migrations.CreateModel(
                    name="BackupItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveIntegerField(verbose_name="orden")),
                        (
                            "lists",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12), size=None, verbose_name="listas"
                            ),
                        ),
                        ("folder", models.CharField(max_length=60, verbose_name="carpeta")),
                        ("metadata", models.JSONField(verbose_name="datos congelados")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("pending", "Pendiente"),
                                    ("packed", "Incluido"),
                                    ("partial", "Incluido en parte"),
                                    ("omitted", "Omitido"),
                                ],
                                default="pending",
                                max_length=8,
                                verbose_name="resultado",
                            ),
                        ),
                        ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="intentos")),
                        (
                            "backup",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="backups.backup",
                                verbose_name="respaldo",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.document",
                                verbose_name="documento",
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="backups.backuppart",
                                verbose_name="parte",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "documento del respaldo",
                        "verbose_name_plural": "documentos del respaldo",
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("backup", "position"), name="item_unique_position"),
                            models.UniqueConstraint(fields=("backup", "document"), name="item_unique_document"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartDownload",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("alternative", models.BooleanField(default=False, verbose_name="como .zip independiente")),
                        ("started_at", models.DateTimeField(verbose_name="inicio")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="fin")),
                        ("first_byte", models.BigIntegerField(verbose_name="primer byte")),
                        ("bytes_sent", models.BigIntegerField(default=0, verbose_name="bytes enviados")),
                        ("is_observed", models.BooleanField(default=True, verbose_name="medida por este servidor")),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="downloads",
                                to="backups.backuppart",
                                verbose_name="parte",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="persona",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "descarga",
                        "verbose_name_plural": "descargas",
                        "indexes": [models.Index(fields=["part", "person", "started_at"], name="download_by_person")],
                    },
                ),
                migrations.CreateModel(
                    name="Worker",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, unique=True, verbose_name="proceso")),
                        ("started_at", models.DateTimeField(verbose_name="inicio")),
                        ("seen_at", models.DateTimeField(verbose_name="visto")),
                        ("documents", models.PositiveBigIntegerField(default=0, verbose_name="documentos")),
                        ("bytes", models.PositiveBigIntegerField(default=0, verbose_name="bytes")),
                        ("memory", models.PositiveBigIntegerField(default=0, verbose_name="memoria")),
                        ("stop_asked_at", models.DateTimeField(null=True, verbose_name="fin pedido")),
                        (
                            "part",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="backups.backuppart",
                                verbose_name="parte",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "trabajador",
                        "verbose_name_plural": "trabajadores",
                    },
                ),
                migrations.CreateModel(
                    name="PartCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("alternative", models.BooleanField(default=False, verbose_name="como .zip independiente")),
                        ("checked_at", models.DateTimeField(verbose_name="comprobada el")),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="backups.backuppart",
                                verbose_name="parte",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="persona",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "comprobación de una descarga",
                        "verbose_name_plural": "comprobaciones de descargas",
                        "constraints": [
                            models.UniqueConstraint(fields=("part", "person", "alternative"), name="part_check_unique")
                        ],
                    },
                ),
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
                    options={
                        "verbose_name": "directorio de una parte",
                        "verbose_name_plural": "directorios de partes",
                    },
                ),
                migrations.CreateModel(
                    name="Omission",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=80, verbose_name="No. Documento")),
                        (
                            "scope",
                            models.CharField(
                                choices=[("document", "Documento"), ("file", "Archivo")],
                                max_length=8,
                                verbose_name="alcance",
                            ),
                        ),
                        ("path", models.CharField(blank=True, max_length=120, verbose_name="ruta en el archivo")),
                        ("file_name", models.CharField(blank=True, max_length=300, verbose_name="archivo")),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("archivo_no_encontrado", "El archivo no se encontró en el almacenamiento"),
                                    ("huella_no_coincide", "El archivo no corresponde a su huella guardada"),
                                    ("ilegible", "El archivo no se pudo leer"),
                                    ("pdf_no_generado", "No se pudo generar el PDF del documento"),
                                    ("en_cuarentena", "El archivo fue retirado por seguridad"),
                                    ("en_revision", "El archivo todavía está en revisión"),
                                    ("tiempo_agotado", "Se agotó el tiempo para leerlo"),
                                    ("retenido_confidencial", "Retenido: documento confidencial"),
                                ],
                                max_length=30,
                                verbose_name="razón",
                            ),
                        ),
                        ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="intentos")),
                        (
                            "backup",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="omissions",
                                to="backups.backup",
                                verbose_name="respaldo",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="omissions",
                                to="backups.backupitem",
                                verbose_name="documento",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "omisión",
                        "verbose_name_plural": "omisiones",
                        "ordering": ["item__position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("backup", "item", "scope", "path"), name="omission_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BackupFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="orden")),
                        (
                            "role",
                            models.CharField(
                                choices=[("main", "Documento"), ("signature", "Firma"), ("annex", "Anexo")],
                                max_length=10,
                                verbose_name="clase",
                            ),
                        ),
                        ("name", models.CharField(max_length=300, verbose_name="nombre real")),
                        ("path", models.CharField(max_length=120, verbose_name="ruta en el archivo")),
                        (
                            "excluded",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("archivo_no_encontrado", "El archivo no se encontró en el almacenamiento"),
                                    ("huella_no_coincide", "El archivo no corresponde a su huella guardada"),
                                    ("ilegible", "El archivo no se pudo leer"),
                                    ("pdf_no_generado", "No se pudo generar el PDF del documento"),
                                    ("en_cuarentena", "El archivo fue retirado por seguridad"),
                                    ("en_revision", "El archivo todavía está en revisión"),
                                    ("tiempo_agotado", "Se agotó el tiempo para leerlo"),
                                    ("retenido_confidencial", "Retenido: documento confidencial"),
                                ],
                                max_length=30,
                                verbose_name="excluido por",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                                verbose_name="archivo",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="backups.backupitem",
                                verbose_name="documento",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "archivo del respaldo",
                        "verbose_name_plural": "archivos del respaldo",
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("item", "position"), name="backup_file_unique_position"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("file__isnull", False), models.Q(("excluded", ""), _negated=True), _connector="OR"
                                ),
                                name="backup_file_or_reason",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="backuprequest",
                    trigger=pgtrigger.compiler.Trigger(
                        name="allowed_pair",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            constraint="CONSTRAINT",
                            declare="DECLARE pair_request text; pair_backup text;",
                            func="\n        SELECT r.state, b.state INTO pair_request, pair_backup\n          FROM backups_backuprequest r JOIN backups_backup b ON b.request_id = r.id\n         WHERE r.id = NEW.id;\n        IF FOUND AND (pair_request, pair_backup) NOT IN (('approved','failed'), ('approved','paused'), ('approved','pending'), ('approved','running'), ('deleted','deleted'), ('draft','pending'), ('fulfilled','generated'), ('rejected','rejected'), ('submitted','pending')) THEN\n            RAISE EXCEPTION 'par de estados imposible: % / %', pair_request, pair_backup USING ERRCODE = '23514';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="3b1b8228770713873be561abf597e7b7e4f424cd",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_allowed_pair_808fc",
                            table="backups_backuprequest",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="backup",
                    trigger=pgtrigger.compiler.Trigger(
                        name="allowed_pair",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            constraint="CONSTRAINT",
                            declare="DECLARE pair_request text; pair_backup text;",
                            func="\n        SELECT r.state, b.state INTO pair_request, pair_backup\n          FROM backups_backuprequest r JOIN backups_backup b ON b.request_id = r.id\n         WHERE b.id = NEW.id;\n        IF FOUND AND (pair_request, pair_backup) NOT IN (('approved','failed'), ('approved','paused'), ('approved','pending'), ('approved','running'), ('deleted','deleted'), ('draft','pending'), ('fulfilled','generated'), ('rejected','rejected'), ('submitted','pending')) THEN\n            RAISE EXCEPTION 'par de estados imposible: % / %', pair_request, pair_backup USING ERRCODE = '23514';\n        END IF;\n        RETURN NULL;\n    ",
                            hash="69b8145a5b2137911aee8323b3ae3c2e8883a441",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_allowed_pair_8f0e6",
                            table="backups_backup",
                            timing="DEFERRABLE INITIALLY DEFERRED",
                            when="AFTER",
                        ),
                    ),
                ),
            ]
        ),
    ]
