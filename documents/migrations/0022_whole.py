"""The whole app in one step, for installations that begin here; older ones walk the migrations it replaces.

Each table is made at once with all its columns, which takes a tenth of the time. What is no table comes from the
migrations that wrote it first.
"""

import uuid
from importlib import import_module

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django_fsm
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import documents.models.numbering
import quipux.statefield
from quipux.migrating import AtOnce


def operations_of(name, *kinds):
    """Those operations of an older migration that make no tables."""
    older = import_module(f"documents.migrations.{name}").Migration.operations
    return [one for one in older if isinstance(one, kinds)]


language = import_module("documents.migrations.0002_search_language").Migration.operations
index = [one for name in ("0003_search_index", "0008_attachments_to_read", "0009_search_of_copies")
         for one in operations_of(name, migrations.RunSQL)]  # fmt: skip
statistics = [one for one in operations_of("0014_indexes_at_scale", migrations.RunSQL) if "STATISTICS" in one.sql]
types = operations_of("0010_types", migrations.RunPython)


class Migration(migrations.Migration):
    replaces = [
        ("documents", "0001_initial"),
        ("documents", "0002_search_language"),
        ("documents", "0003_search_index"),
        ("documents", "0004_daily_work"),
        ("documents", "0005_numbering"),
        ("documents", "0006_numbers_already_given"),
        ("documents", "0007_reassignments_as_rows"),
        ("documents", "0008_attachments_to_read"),
        ("documents", "0009_search_of_copies"),
        ("documents", "0010_types"),
        ("documents", "0011_label_of_acts"),
        ("documents", "0012_report_files"),
        ("documents", "0013_unique_online"),
        ("documents", "0014_indexes_at_scale"),
        ("documents", "0015_whole"),
        ("documents", "0016_consult_code"),
        ("documents", "0017_paper_journeys"),
        ("documents", "0018_signatures"),
        ("documents", "0019_physical_archive"),
        ("documents", "0020_delivery_receipts"),
        ("documents", "0021_citizens_letters"),
    ]

    dependencies = [
        ("accounts", "0012_whole"),
        ("files", "0001_initial"),
        ("institutions", "0011_whole"),
    ]

    operations = [
        *language,
        AtOnce(
            [
                migrations.CreateModel(
                    name="SearchMark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("document_id", models.BigIntegerField(verbose_name="documento")),
                        (
                            "marked_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="marcado"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "documento por indexar",
                        "verbose_name_plural": "documentos por indexar",
                    },
                ),
                migrations.CreateModel(
                    name="ActRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "key",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="clave de la acción"
                            ),
                        ),
                        ("act", models.SlugField(max_length=30, verbose_name="acción")),
                        ("data", models.JSONField(default=dict, verbose_name="datos")),
                        ("results", models.JSONField(default=list, verbose_name="resultados")),
                        ("at", models.DateTimeField(verbose_name="fecha")),
                        ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="deshecho el")),
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="persona",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "acción realizada",
                        "verbose_name_plural": "acciones realizadas",
                    },
                ),
                migrations.CreateModel(
                    name="CommentPhrase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(max_length=250, verbose_name="frase")),
                        ("is_active", models.BooleanField(default=True, verbose_name="activa")),
                        (
                            "appointment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="puesto",
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
                    ],
                    options={
                        "verbose_name": "frase de comentario",
                        "verbose_name_plural": "frases de comentario",
                    },
                ),
                migrations.CreateModel(
                    name="Copy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "role",
                            models.CharField(
                                choices=[("original", "Original"), ("to", "Para"), ("cc", "Copia")],
                                max_length=8,
                                verbose_name="calidad",
                            ),
                        ),
                        (
                            "state",
                            quipux.statefield.StateField(
                                choices=[
                                    ("draft", "En Edición"),
                                    ("in_process", "En Trámite"),
                                    ("unsent_original", "No Enviado"),
                                    ("unsent_electronic", "No Enviado (electrónicamente)"),
                                    ("to_print", "Por Imprimir"),
                                    ("sent", "Enviado"),
                                    ("shelved", "Archivado"),
                                    ("deleted", "Eliminado"),
                                    ("annulled", "Anulado"),
                                    ("purged", "Eliminado Total"),
                                    ("citizen_pending", "Pendiente de ciudadano"),
                                ],
                                default="draft",
                                max_length=50,
                                protected=True,
                                verbose_name="estado",
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=80, verbose_name="número")),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("normal", "Normal"),
                                    ("late", "Extemporáneo"),
                                    ("personal", "Personal"),
                                    ("urgent", "Urgente"),
                                ],
                                default="normal",
                                max_length=10,
                                verbose_name="categoría",
                            ),
                        ),
                        (
                            "classification",
                            models.CharField(default="Sin tipificación", max_length=80, verbose_name="tipificación"),
                        ),
                        (
                            "confidentiality",
                            models.CharField(
                                choices=[("public", "Público"), ("confidential", "Confidencial")],
                                default="public",
                                max_length=12,
                                verbose_name="nivel de seguridad",
                            ),
                        ),
                        ("notes", models.TextField(blank=True, max_length=1000, verbose_name="notas")),
                        ("is_read", models.BooleanField(default=False, verbose_name="leído")),
                        ("deadline", models.DateField(blank=True, null=True, verbose_name="fecha máxima")),
                        ("reassigned_at", models.DateTimeField(blank=True, null=True, verbose_name="reasignado el")),
                        (
                            "own_reference",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=100,
                                verbose_name="referencia de esta copia",
                            ),
                        ),
                        ("out_on_task", models.BooleanField(db_default=False, default=False, verbose_name="en tarea")),
                        ("arrived_at", models.DateTimeField(verbose_name="llegada")),
                        ("sort_at", models.DateTimeField(verbose_name="fecha del documento")),
                        ("shelved_at", models.DateTimeField(blank=True, null=True, verbose_name="archivado el")),
                        (
                            "directed_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="dirigido a",
                            ),
                        ),
                        (
                            "holder",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="held_copies",
                                to="institutions.appointment",
                                verbose_name="usuario actual",
                            ),
                        ),
                        (
                            "holder_citizen",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="held_copies",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ciudadano que lo tiene",
                            ),
                        ),
                        (
                            "institution",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="institutions.institution",
                                verbose_name="institución",
                            ),
                        ),
                        (
                            "previous_holder",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="usuario anterior",
                            ),
                        ),
                        (
                            "reassigned_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="reasignado por",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "copia",
                        "verbose_name_plural": "copias",
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Document",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("outgoing", "Salida"),
                                    ("incoming", "Entrada / Externo"),
                                    ("citizen_letter", "Carta Ciudadano"),
                                ],
                                default="outgoing",
                                max_length=20,
                                verbose_name="clase",
                            ),
                        ),
                        ("number", models.CharField(blank=True, max_length=80, verbose_name="número")),
                        (
                            "temporary_number",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=80, verbose_name="número temporal"
                            ),
                        ),
                        ("registered_at", models.DateTimeField(verbose_name="fecha de registro")),
                        ("document_date", models.DateTimeField(null=True, verbose_name="fecha del documento")),
                        ("subject", models.CharField(max_length=350, verbose_name="asunto")),
                        ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="enviado el")),
                        ("body", models.TextField(blank=True, verbose_name="texto")),
                        (
                            "attachments_description",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=250,
                                verbose_name="descripción de anexos",
                            ),
                        ),
                        ("summary", models.TextField(blank=True, max_length=2000, verbose_name="resumen")),
                        ("reference", models.CharField(blank=True, max_length=100, verbose_name="No. Referencia")),
                        ("from_label", models.CharField(blank=True, max_length=400, verbose_name="de")),
                        ("to_label", models.CharField(blank=True, max_length=400, verbose_name="para")),
                        (
                            "verification_code",
                            models.CharField(
                                max_length=19, null=True, unique=True, verbose_name="código de verificación"
                            ),
                        ),
                        (
                            "consult_code",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=14, verbose_name="código de consulta"
                            ),
                        ),
                        (
                            "list_version",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="versión de la lista"),
                        ),
                        (
                            "hide_draft_steps",
                            models.BooleanField(
                                db_default=False, default=False, verbose_name="borrar recorrido luego de la firma"
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(db_default=0, default=0, verbose_name="revisión")),
                        (
                            "previewed_revision",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="revisión vista"),
                        ),
                        ("frozen_at", models.DateTimeField(null=True, verbose_name="congelado")),
                        (
                            "answer_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="documents.copy",
                                verbose_name="responde a",
                            ),
                        ),
                        (
                            "antecedent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consequents",
                                to="documents.document",
                                verbose_name="antecedente",
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, to="institutions.area", verbose_name="área"
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="institutions.appointment",
                                verbose_name="autor",
                            ),
                        ),
                        (
                            "detached_signature",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                                verbose_name="firma",
                            ),
                        ),
                        (
                            "institution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="institutions.institution",
                                verbose_name="institución",
                            ),
                        ),
                        (
                            "list",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.distributionlist",
                                verbose_name="lista de envío",
                            ),
                        ),
                        (
                            "official_pdf",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                                verbose_name="documento",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "documento",
                        "verbose_name_plural": "documentos",
                    },
                ),
                migrations.CreateModel(
                    name="DeliveryReceipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("code", models.CharField(max_length=19, unique=True, verbose_name="código")),
                        ("facts", models.JSONField(verbose_name="hechos")),
                        ("sha256", models.CharField(max_length=64, verbose_name="huella de los hechos")),
                        ("issued_at", models.DateTimeField(verbose_name="emitida el")),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                                verbose_name="PDF",
                            ),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="emitida por",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipts",
                                to="documents.document",
                                verbose_name="documento",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "constancia de entrega",
                        "verbose_name_plural": "constancias de entrega",
                        "ordering": ["-issued_at", "-pk"],
                    },
                ),
                migrations.AddField(
                    model_name="copy",
                    name="document",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="documents.document",
                        verbose_name="documento",
                    ),
                ),
                migrations.CreateModel(
                    name="ComposeSession",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("payload", models.JSONField(default=dict, verbose_name="lo escrito")),
                        ("revision", models.PositiveIntegerField(default=0, verbose_name="revisión")),
                        (
                            "base_revision",
                            models.PositiveIntegerField(default=0, verbose_name="revisión del documento"),
                        ),
                        ("saved_at", models.DateTimeField(verbose_name="guardado el")),
                        ("expires_at", models.DateTimeField(verbose_name="se borra el")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="cerrado el")),
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="persona",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sessions",
                                to="documents.document",
                                verbose_name="documento",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "texto sin guardar",
                        "verbose_name_plural": "textos sin guardar",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=["user", "appointment"],
                                name="compose_open",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BodyVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(verbose_name="versión")),
                        ("html", models.TextField(verbose_name="texto")),
                        ("sanitiser", models.PositiveSmallIntegerField(verbose_name="versión de la limpieza")),
                        ("author_name", models.CharField(max_length=250, verbose_name="autor")),
                        ("saved_at", models.DateTimeField(verbose_name="guardado el")),
                        ("sha256", models.CharField(max_length=64, verbose_name="huella")),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="documents.document",
                                verbose_name="documento",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "versión del texto",
                        "verbose_name_plural": "versiones del texto",
                        "ordering": ["-version"],
                        "constraints": [
                            models.UniqueConstraint(fields=("document", "version"), name="body_version_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attachment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("name", models.CharField(max_length=300, verbose_name="nombre")),
                        ("description", models.CharField(blank=True, max_length=512, verbose_name="descripción")),
                        (
                            "medium",
                            models.CharField(
                                choices=[("electronic", "Electrónico"), ("physical", "Físico")],
                                default="electronic",
                                max_length=10,
                                verbose_name="medio",
                            ),
                        ),
                        ("is_document_image", models.BooleanField(default=False, verbose_name="imagen del documento")),
                        ("added_by", models.CharField(max_length=250, verbose_name="agregado por")),
                        ("added_at", models.DateTimeField(verbose_name="fecha")),
                        ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="borrado el")),
                        (
                            "scan_state",
                            models.CharField(
                                choices=[
                                    ("pending", "En revisión"),
                                    ("clean", "Revisado"),
                                    ("infected", "Retirado por seguridad"),
                                ],
                                default="clean",
                                max_length=10,
                                verbose_name="revisión",
                            ),
                        ),
                        ("text", models.TextField(blank=True, null=True, verbose_name="texto extraído")),
                        (
                            "signatures",
                            models.JSONField(blank=True, db_default=[], default=list, verbose_name="firmas"),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                                verbose_name="archivo",
                            ),
                        ),
                        (
                            "session",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="documents.composesession",
                                verbose_name="texto sin guardar",
                            ),
                        ),
                        (
                            "copy",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="own_attachments",
                                to="documents.copy",
                                verbose_name="copia",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="documents.document",
                                verbose_name="documento",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "anexo",
                        "verbose_name_plural": "anexos",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("scan_state", "pending")),
                                fields=["added_at"],
                                name="attachment_to_scan",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("file__isnull", False), ("scan_state", "clean"), ("text__isnull", True)
                                ),
                                fields=["id"],
                                name="attachment_to_read",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("medium", "physical"), ("file__isnull", False), _connector="OR"),
                                name="attachment_file_unless_physical",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("document__isnull", False), ("session__isnull", False), _connector="OR"
                                ),
                                name="attachment_belongs_somewhere",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DocumentType",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(unique=True)),
                        ("label", models.CharField(max_length=60, verbose_name="tipo")),
                        ("abbreviation", models.CharField(blank=True, max_length=5, verbose_name="abreviatura")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("outgoing", "Salida"),
                                    ("incoming", "Entrada / Externo"),
                                    ("citizen_letter", "Carta Ciudadano"),
                                ],
                                default="outgoing",
                                max_length=20,
                                verbose_name="clase",
                            ),
                        ),
                        ("layout", models.CharField(blank=True, max_length=20, verbose_name="formato")),
                        (
                            "initial_html",
                            models.TextField(blank=True, db_default="", default="", verbose_name="texto inicial"),
                        ),
                        (
                            "internal_only",
                            models.BooleanField(
                                db_default=False, default=False, verbose_name="para destinatarios internos"
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="activo")),
                        (
                            "institution",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.institution",
                                verbose_name="institución",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tipo de documento",
                        "verbose_name_plural": "tipos de documento",
                    },
                ),
                migrations.AddField(
                    model_name="document",
                    name="type",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="documents.documenttype", verbose_name="tipo"
                    ),
                ),
                migrations.AddField(
                    model_name="copy",
                    name="shown_type",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.documenttype",
                        verbose_name="tipo de esta copia",
                    ),
                ),
                migrations.CreateModel(
                    name="FirstOpening",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=250, verbose_name="quien abrió")),
                        ("position", models.CharField(blank=True, max_length=250, verbose_name="puesto")),
                        ("at", models.DateTimeField(verbose_name="fecha")),
                        (
                            "copy",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="first_opening",
                                to="documents.copy",
                                verbose_name="copia",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "primera apertura",
                        "verbose_name_plural": "primeras aperturas",
                    },
                ),
                migrations.CreateModel(
                    name="Folder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(blank=True, max_length=30, verbose_name="código")),
                        ("name", models.CharField(max_length=120, verbose_name="nombre")),
                        ("years_office", models.PositiveSmallIntegerField(default=5, verbose_name="años en gestión")),
                        (
                            "years_central",
                            models.PositiveSmallIntegerField(default=15, verbose_name="años en archivo central"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="activa")),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="folders",
                                to="institutions.area",
                                verbose_name="área",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="documents.folder",
                                verbose_name="carpeta principal",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "carpeta virtual",
                        "verbose_name_plural": "carpetas virtuales",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("area", "parent", "name"),
                                name="folder_unique",
                                nulls_distinct=False,
                                violation_error_message="Ya existe una carpeta con ese nombre.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("parent", models.F("id")), _negated=True),
                                name="folder_not_its_own_parent",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FolderItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("added_at", models.DateTimeField(verbose_name="incluido el")),
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
                            "copy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="folder_items",
                                to="documents.copy",
                                verbose_name="copia",
                            ),
                        ),
                        (
                            "folder",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="documents.folder",
                                verbose_name="carpeta",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "documento en carpeta",
                        "verbose_name_plural": "documentos en carpetas",
                        "constraints": [
                            models.UniqueConstraint(fields=("copy", "area"), name="folder_item_one_per_area")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Informed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("comment", models.TextField(blank=True, verbose_name="comentario")),
                        ("at", models.DateTimeField(verbose_name="fecha")),
                        ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="leído el")),
                        ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="borrado el")),
                        (
                            "copy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="informed",
                                to="documents.copy",
                                verbose_name="copia",
                            ),
                        ),
                        (
                            "informed",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="informado",
                            ),
                        ),
                        (
                            "informer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="informador",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "informado",
                        "verbose_name_plural": "informados",
                        "indexes": [
                            models.Index(
                                models.F("informed"),
                                models.OrderBy(models.F("at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                condition=models.Q(("removed_at__isnull", True)),
                                name="informed_tray",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("copy", "informer", "informed"), name="informed_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InstitutionSettings",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("carriers", models.JSONField(blank=True, default=list, verbose_name="transportes")),
                        ("attachment_types", models.JSONField(blank=True, default=list, verbose_name="tipos de anexo")),
                        ("subject_in_mails", models.BooleanField(default=False, verbose_name="asunto en los correos")),
                        (
                            "allows_server_p12",
                            models.BooleanField(default=False, verbose_name="firma con archivo en el servidor"),
                        ),
                        (
                            "institution",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="document_settings",
                                to="institutions.institution",
                                verbose_name="institución",
                            ),
                        ),
                        (
                            "reception_area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.area",
                                verbose_name="área de recepción",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "ajustes de documentos",
                        "verbose_name_plural": "ajustes de documentos",
                    },
                ),
                migrations.CreateModel(
                    name="InstitutionType",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="activo")),
                        ("abbreviation", models.CharField(blank=True, max_length=10, verbose_name="abreviatura")),
                        (
                            "makers",
                            models.CharField(
                                choices=[
                                    ("anyone_with_permission", "Quien tenga el permiso"),
                                    ("chiefs", "Solo los Jefes de Área"),
                                    ("listed", "Solo las personas señaladas"),
                                ],
                                default="anyone_with_permission",
                                max_length=24,
                                verbose_name="quién lo elabora",
                            ),
                        ),
                        ("initial_html", models.TextField(blank=True, verbose_name="texto inicial")),
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
                            "listed",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="personas señaladas",
                            ),
                        ),
                        (
                            "type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.documenttype",
                                verbose_name="tipo",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tipo en la institución",
                        "verbose_name_plural": "tipos en la institución",
                        "constraints": [
                            models.UniqueConstraint(fields=("institution", "type"), name="institution_type_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MetadataLabel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="nombre")),
                        ("is_active", models.BooleanField(default=True, verbose_name="activo")),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.area",
                                verbose_name="área",
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
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="documents.metadatalabel",
                                verbose_name="grupo",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "metadato",
                        "verbose_name_plural": "metadatos",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("institution", "area", "parent", "name"),
                                name="metadata_label_unique",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MetadataValue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(max_length=250, verbose_name="texto")),
                        (
                            "copy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="metadata",
                                to="documents.copy",
                                verbose_name="copia",
                            ),
                        ),
                        (
                            "label",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.metadatalabel",
                                verbose_name="metadato",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "valor de metadato",
                        "verbose_name_plural": "valores de metadatos",
                        "constraints": [
                            models.UniqueConstraint(fields=("copy", "label"), name="metadata_value_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NumberCounter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="año")),
                        ("last", models.PositiveIntegerField(default=0, verbose_name="último número")),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="institutions.area",
                                verbose_name="área",
                            ),
                        ),
                        (
                            "type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="documents.documenttype",
                                verbose_name="tipo",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "secuencia de numeración",
                        "verbose_name_plural": "secuencias de numeración",
                        "constraints": [
                            models.UniqueConstraint(fields=("area", "type", "year"), name="counter_unique"),
                            models.UniqueConstraint(
                                condition=models.Q(("area__isnull", True)),
                                fields=("type", "year"),
                                name="counter_of_citizens_unique",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IssuedNumber",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("value", models.PositiveIntegerField(verbose_name="valor")),
                        ("text", models.CharField(max_length=80, verbose_name="número")),
                        (
                            "status",
                            models.CharField(
                                choices=[("used", "Usado"), ("annulled", "Anulado")],
                                default="used",
                                max_length=8,
                                verbose_name="estado",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="motivo")),
                        ("annulled_by", models.CharField(blank=True, max_length=250, verbose_name="anulado por")),
                        ("issued_at", models.DateTimeField(verbose_name="fecha de emisión")),
                        ("issued_by", models.CharField(max_length=250, verbose_name="emitido por")),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="numbers",
                                to="documents.document",
                                verbose_name="documento",
                            ),
                        ),
                        (
                            "institution",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.institution",
                                verbose_name="institución",
                            ),
                        ),
                        (
                            "counter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="issued",
                                to="documents.numbercounter",
                                verbose_name="secuencia",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "número emitido",
                        "verbose_name_plural": "números emitidos",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("institution", "text"),
                                name="issued_number_text_unique",
                                nulls_distinct=False,
                                violation_error_message="Ese número de documento ya existe.",
                            ),
                            models.UniqueConstraint(fields=("counter", "value"), name="issued_number_value_unique"),
                            models.UniqueConstraint(
                                fields=("document", "institution"),
                                name="issued_number_once_per_institution",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("value__gte", 1)), name="issued_number_from_one"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status", "used"),
                                    models.Q(("status", "annulled"), models.Q(("reason", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="issued_number_annulled_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NumberFormat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "tokens",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("institution", "Institución"),
                                        ("area", "Área"),
                                        ("year", "Año"),
                                        ("sequence", "Secuencial"),
                                        ("type", "Ab. Documento"),
                                    ],
                                    max_length=12,
                                ),
                                default=documents.models.numbering.default_tokens,
                                size=None,
                                verbose_name="formato",
                            ),
                        ),
                        (
                            "separator",
                            models.CharField(
                                choices=[("-", "-"), ("/", "/"), (".", "."), ("_", "_")],
                                default="-",
                                max_length=1,
                                verbose_name="separador",
                            ),
                        ),
                        (
                            "abbreviation",
                            models.CharField(
                                blank=True,
                                max_length=10,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Z0-9]*\\Z", "La abreviación sólo admite letras mayúsculas y números."
                                    )
                                ],
                                verbose_name="abreviación",
                            ),
                        ),
                        (
                            "year_digits",
                            models.PositiveSmallIntegerField(
                                choices=[(2, "2"), (4, "4")], default=4, verbose_name="Nº dígitos año"
                            ),
                        ),
                        (
                            "sequence_digits",
                            models.PositiveSmallIntegerField(
                                default=4,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(9),
                                ],
                                verbose_name="Nº dígitos secuencial",
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="number_formats",
                                to="institutions.area",
                                verbose_name="área",
                            ),
                        ),
                        (
                            "copies_from",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.area",
                                verbose_name="copiar formato del área",
                            ),
                        ),
                        (
                            "type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.documenttype",
                                verbose_name="tipo",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "formato de numeración",
                        "verbose_name_plural": "formatos de numeración",
                        "constraints": [
                            models.UniqueConstraint(fields=("area", "type"), name="number_format_unique"),
                            models.CheckConstraint(
                                condition=models.Q(("tokens__contains", ["year", "sequence"])),
                                name="number_format_obligatory_tokens",
                                violation_error_message="El formato debe incluir Año y Secuencial.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sequence_digits__range", (1, 9)), ("year_digits__in", [2, 4])),
                                name="number_format_digits",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("copies_from__isnull", True),
                                    models.Q(("copies_from", models.F("area")), _negated=True),
                                    _connector="OR",
                                ),
                                name="number_format_not_its_own_copy",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NumberSkip",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("first", models.PositiveIntegerField(verbose_name="desde")),
                        ("last", models.PositiveIntegerField(verbose_name="hasta")),
                        ("reason", models.CharField(max_length=500, verbose_name="motivo")),
                        ("actor", models.CharField(max_length=250, verbose_name="responsable")),
                        ("at", models.DateTimeField(verbose_name="fecha")),
                        (
                            "counter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="skips",
                                to="documents.numbercounter",
                                verbose_name="secuencia",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "salto de numeración",
                        "verbose_name_plural": "saltos de numeración",
                        "constraints": [
                            models.UniqueConstraint(fields=("counter", "first"), name="number_skip_unique"),
                            models.CheckConstraint(
                                condition=models.Q(("first__gte", 1), ("last__gte", models.F("first"))),
                                name="number_skip_goes_forward",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="number_skip_has_reason"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PaperDispatch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("is_current", models.BooleanField(default=True, verbose_name="el más reciente")),
                        ("carrier", models.CharField(blank=True, max_length=80, verbose_name="transporte")),
                        ("guide", models.CharField(blank=True, max_length=60, verbose_name="número de guía")),
                        ("sent_on", models.DateField(verbose_name="enviado el")),
                        (
                            "state",
                            quipux.statefield.StateField(
                                choices=[("sent", "Enviado"), ("delivered", "Entregado"), ("returned", "Devuelto")],
                                default="sent",
                                max_length=50,
                                protected=True,
                                verbose_name="estado",
                            ),
                        ),
                        ("delivered_on", models.DateField(blank=True, null=True, verbose_name="entregado el")),
                        ("received_by", models.CharField(blank=True, max_length=150, verbose_name="recibió")),
                        ("returned_on", models.DateField(blank=True, null=True, verbose_name="devuelto el")),
                        (
                            "return_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("address", "Dirección incorrecta"),
                                    ("absent", "Destinatario ausente"),
                                    ("refused", "Rehusado"),
                                    ("other", "Otro"),
                                ],
                                max_length=10,
                                verbose_name="motivo de la devolución",
                            ),
                        ),
                        (
                            "return_note",
                            models.CharField(blank=True, max_length=250, verbose_name="detalle de la devolución"),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="registrado el")),
                        (
                            "copy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="dispatches",
                                to="documents.copy",
                                verbose_name="copia",
                            ),
                        ),
                        (
                            "evidence",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.attachment",
                                verbose_name="constancia",
                            ),
                        ),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="enviado por",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "despacho",
                        "verbose_name_plural": "despachos",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("is_current", True)),
                                fields=["-sent_on", "-id"],
                                include=("copy", "state"),
                                name="dispatch_newest",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["sent", "delivered", "returned"])),
                                name="dispatch_known_state",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_current", True)), fields=("copy",), name="dispatch_one_current"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "delivered"), _negated=True),
                                    ("delivered_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="dispatch_delivered_has_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(
                                        ("returned_on__isnull", False), models.Q(("return_reason", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="dispatch_returned_has_reason",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Participation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("sent", "Enviado"),
                                    ("received", "Recibido"),
                                    ("copied", "Copia"),
                                    ("reassigned_to", "Reasignado a"),
                                    ("reassigned_by", "Reasignado por"),
                                    ("informed_to", "Informado a"),
                                    ("informed_by", "Informó"),
                                    ("registered", "Registró"),
                                    ("task_to", "Tarea para"),
                                    ("task_by", "Tarea de"),
                                ],
                                max_length=14,
                                verbose_name="modo",
                            ),
                        ),
                        ("document_date", models.DateTimeField(verbose_name="fecha del documento")),
                        ("at", models.DateTimeField(verbose_name="fecha de la acción")),
                        ("comment", models.TextField(blank=True, db_default="", default="", verbose_name="comentario")),
                        ("deadline", models.DateField(blank=True, null=True, verbose_name="fecha máxima")),
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
                            "copy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="participations",
                                to="documents.copy",
                                verbose_name="copia",
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
                            "other",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="otra persona",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "participación",
                        "verbose_name_plural": "participaciones",
                        "indexes": [
                            models.Index(
                                fields=["appointment", "document_date", "document"], name="participation_period"
                            ),
                            models.Index(
                                models.F("appointment"),
                                models.OrderBy(models.F("at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                condition=models.Q(("how", "reassigned_by")),
                                name="participation_reassigned",
                            ),
                            models.Index(
                                condition=models.Q(
                                    (
                                        "how__in",
                                        (
                                            "reassigned_to",
                                            "reassigned_by",
                                            "informed_to",
                                            "informed_by",
                                            "registered",
                                            "task_to",
                                            "task_by",
                                        ),
                                    )
                                ),
                                fields=["appointment", "copy"],
                                name="participation_sight",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Party",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[("from", "De"), ("to", "Para"), ("cc", "Con copia a")],
                                max_length=4,
                                verbose_name="calidad",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1, verbose_name="orden")),
                        (
                            "override_academic_title",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=60, verbose_name="título impreso"
                            ),
                        ),
                        (
                            "override_title",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=200, verbose_name="puesto impreso"
                            ),
                        ),
                        (
                            "override_institution",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=200,
                                verbose_name="institución impresa",
                            ),
                        ),
                        (
                            "override_place",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=80, verbose_name="lugar impreso"
                            ),
                        ),
                        (
                            "acting_note",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=12,
                                verbose_name="calidad en que actúa",
                            ),
                        ),
                        (
                            "identity_number",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=20,
                                verbose_name="documento de identidad",
                            ),
                        ),
                        ("academic_title", models.CharField(blank=True, max_length=60, verbose_name="título")),
                        ("name", models.CharField(blank=True, max_length=250, verbose_name="nombre")),
                        ("title", models.CharField(blank=True, max_length=200, verbose_name="puesto")),
                        ("area_name", models.CharField(blank=True, max_length=200, verbose_name="área")),
                        ("institution_name", models.CharField(blank=True, max_length=200, verbose_name="institución")),
                        ("city", models.CharField(blank=True, max_length=80, verbose_name="ciudad")),
                        (
                            "appointment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="institutions.appointment",
                                verbose_name="puesto",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parties",
                                to="documents.document",
                                verbose_name="documento",
                            ),
                        ),
                        (
                            "list",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.distributionlist",
                                verbose_name="lista de la que vino",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ciudadano",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "parte",
                        "verbose_name_plural": "partes",
                        "ordering": ["role", "position", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("role", "from")),
                                fields=["appointment", "document"],
                                name="party_sender",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("appointment__isnull", True), ("person__isnull", True), _connector="XOR"
                                ),
                                name="party_appointment_or_person",
                            ),
                            models.UniqueConstraint(fields=("document", "appointment"), name="party_appointment_once"),
                            models.UniqueConstraint(fields=("document", "person"), name="party_person_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EnvelopeAddress",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=250, verbose_name="dirección")),
                        ("city", models.CharField(blank=True, max_length=80, verbose_name="ciudad")),
                        ("phone", models.CharField(blank=True, max_length=30, verbose_name="teléfono")),
                        ("edited_at", models.DateTimeField(verbose_name="corregida el")),
                        (
                            "edited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="corregida por",
                            ),
                        ),
                        (
                            "party",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="envelope",
                                to="documents.party",
                                verbose_name="destinatario",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "dirección de sobre",
                        "verbose_name_plural": "direcciones de sobres",
                    },
                ),
                migrations.AddField(
                    model_name="copy",
                    name="party",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="documents.party",
                        verbose_name="destinatario",
                    ),
                ),
                migrations.CreateModel(
                    name="PersonalLabel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="nombre")),
                        (
                            "colour",
                            models.CharField(
                                choices=[
                                    ("grey", "Gris"),
                                    ("blue", "Azul"),
                                    ("green", "Verde"),
                                    ("yellow", "Amarillo"),
                                    ("orange", "Naranja"),
                                    ("purple", "Morado"),
                                ],
                                default="grey",
                                max_length=10,
                                verbose_name="color",
                            ),
                        ),
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
                            "copies",
                            models.ManyToManyField(
                                blank=True, related_name="personal_labels", to="documents.copy", verbose_name="copias"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "etiqueta personal",
                        "verbose_name_plural": "etiquetas personales",
                        "constraints": [
                            models.UniqueConstraint(fields=("appointment", "name"), name="personal_label_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PhysicalLocation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(blank=True, max_length=30, verbose_name="código")),
                        ("name", models.CharField(max_length=120, verbose_name="nombre")),
                        ("is_active", models.BooleanField(default=True, verbose_name="activa")),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="locations",
                                to="institutions.area",
                                verbose_name="área",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="documents.physicallocation",
                                verbose_name="dentro de",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "ubicación física",
                        "verbose_name_plural": "ubicaciones físicas",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("area", "parent", "name"),
                                name="location_unique",
                                nulls_distinct=False,
                                violation_error_message="Ya existe una ubicación con ese nombre.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("parent", models.F("id")), _negated=True),
                                name="location_not_inside_itself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PhysicalPlacement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("placed_at", models.DateTimeField(verbose_name="colocado el")),
                        ("lent_at", models.DateTimeField(blank=True, null=True, verbose_name="prestado el")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="devolver hasta")),
                        ("returned_at", models.DateTimeField(blank=True, null=True, verbose_name="devuelto el")),
                        (
                            "attachment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.attachment",
                                verbose_name="anexo",
                            ),
                        ),
                        (
                            "copy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="documents.copy",
                                verbose_name="copia",
                            ),
                        ),
                        (
                            "lent_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="prestado a",
                            ),
                        ),
                        (
                            "location",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="placements",
                                to="documents.physicallocation",
                                verbose_name="ubicación",
                            ),
                        ),
                        (
                            "placed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="colocado por",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "documento en el archivo físico",
                        "verbose_name_plural": "documentos en el archivo físico",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("lent_to__isnull", False), ("returned_at__isnull", True)),
                                fields=["due_on"],
                                name="placement_on_loan",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("copy", "attachment"), name="placement_one_place", nulls_distinct=False
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("due_on", None), ("lent_at", None), ("lent_to", None)),
                                    models.Q(
                                        ("due_on__isnull", False),
                                        ("lent_at__isnull", False),
                                        ("lent_to__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="placement_loan_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PhysicalTransfer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("sheet", models.UUIDField(db_index=True, verbose_name="hoja de traspaso")),
                        ("giver_label", models.CharField(max_length=500, verbose_name="quien entrega")),
                        ("receiver_label", models.CharField(max_length=500, verbose_name="quien recibe")),
                        ("responsible", models.CharField(max_length=150, verbose_name="responsable de traslado")),
                        (
                            "condition",
                            models.CharField(
                                choices=[("good", "Bueno"), ("fair", "Regular"), ("bad", "Malo")],
                                max_length=4,
                                verbose_name="estado de los documentos",
                            ),
                        ),
                        ("comment", models.CharField(blank=True, max_length=110, verbose_name="comentario")),
                        ("at", models.DateTimeField(verbose_name="fecha")),
                        (
                            "copy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transfers",
                                to="documents.copy",
                                verbose_name="copia",
                            ),
                        ),
                        (
                            "giver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="entrega",
                            ),
                        ),
                        (
                            "receiver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="recibe",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "traspaso de documentos físicos",
                        "verbose_name_plural": "traspasos de documentos físicos",
                        "constraints": [
                            models.UniqueConstraint(fields=("sheet", "copy"), name="transfer_copy_once"),
                            models.CheckConstraint(
                                condition=models.Q(("condition__in", ["good", "fair", "bad"])),
                                name="transfer_known_condition",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PrintOptions",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "addressing",
                            models.CharField(
                                choices=[
                                    ("whole", "Título, nombre, puesto e institución"),
                                    ("no_institution", "Sin institución"),
                                    ("no_post", "Sin puesto"),
                                    ("no_name", "Sin nombre"),
                                    ("post_only", "Solo puesto e institución"),
                                    ("list_name", "Nombre de la lista"),
                                    ("one_each", "Un documento por destinatario"),
                                ],
                                default="whole",
                                max_length=16,
                                verbose_name="tipo de impresión",
                            ),
                        ),
                        ("uses_background", models.BooleanField(default=True, verbose_name="usar plantilla")),
                        ("scale", models.PositiveSmallIntegerField(default=100, verbose_name="ajustar texto")),
                        ("hides_number", models.BooleanField(default=False, verbose_name="ocultar número")),
                        ("hides_subject", models.BooleanField(default=False, verbose_name="ocultar asunto")),
                        ("hides_reference", models.BooleanField(default=False, verbose_name="ocultar referencia")),
                        ("hides_attachments", models.BooleanField(default=False, verbose_name="ocultar anexos")),
                        ("hides_initials", models.BooleanField(default=False, verbose_name="ocultar sumilla")),
                        ("hides_farewell", models.BooleanField(default=False, verbose_name="ocultar despedida")),
                        ("hides_phrase", models.BooleanField(default=False, verbose_name="ocultar frase de despedida")),
                        ("is_italic", models.BooleanField(default=False, verbose_name="cursiva")),
                        (
                            "addressee_at",
                            models.CharField(
                                choices=[("head", "Cabecera"), ("foot", "Pie")],
                                default="head",
                                max_length=4,
                                verbose_name="destinatario en",
                            ),
                        ),
                        (
                            "signature_at",
                            models.CharField(
                                choices=[("left", "Izquierda"), ("centre", "Centro")],
                                default="left",
                                max_length=6,
                                verbose_name="firma",
                            ),
                        ),
                        ("adds_signers", models.BooleanField(default=False, verbose_name="y más firmantes")),
                        ("greeting", models.CharField(blank=True, max_length=120, verbose_name="saludo o lugar")),
                        ("farewell", models.CharField(blank=True, max_length=120, verbose_name="despedida")),
                        ("phrase", models.CharField(blank=True, max_length=120, verbose_name="frase de despedida")),
                        ("note_kind", models.CharField(blank=True, max_length=20, verbose_name="clase de nota")),
                        ("given_in", models.CharField(blank=True, max_length=80, verbose_name="dado en")),
                        (
                            "document",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="print_options",
                                to="documents.document",
                                verbose_name="documento",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "opciones de impresión",
                        "verbose_name_plural": "opciones de impresión",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("scale__gte", 80), ("scale__lte", 120)), name="print_scale_range"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("report", models.SlugField(max_length=60, verbose_name="reporte")),
                        ("query", models.TextField(blank=True, verbose_name="criterios")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("csv", "CSV"), ("xlsx", "XLSX"), ("pdf", "PDF")],
                                max_length=4,
                                verbose_name="formato",
                            ),
                        ),
                        ("total", models.PositiveIntegerField(verbose_name="filas")),
                        ("asked_at", models.DateTimeField(verbose_name="pedido el")),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="intentos")),
                        ("lease_token", models.UUIDField(blank=True, null=True, verbose_name="reserva")),
                        ("lease_until", models.DateTimeField(blank=True, null=True, verbose_name="reservado hasta")),
                        ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="terminado el")),
                        ("failure", models.CharField(blank=True, max_length=250, verbose_name="motivo")),
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
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                                verbose_name="archivo",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="persona",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reporte pedido",
                        "verbose_name_plural": "reportes pedidos",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("finished_at", None)),
                                fields=["asked_at"],
                                name="report_file_waiting",
                            ),
                            models.Index(fields=["user", "appointment", "-asked_at"], name="report_file_of_person"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("failure", ""), ("file", None), ("finished_at", None)),
                                    models.Q(("failure", ""), ("file__isnull", False), ("finished_at__isnull", False)),
                                    models.Q(
                                        ("file", None),
                                        ("finished_at__isnull", False),
                                        models.Q(("failure", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="report_file_finished_with_result",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SavedFilter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("tray", models.SlugField(max_length=40, verbose_name="bandeja")),
                        ("name", models.CharField(max_length=60, verbose_name="nombre")),
                        ("query", models.CharField(max_length=1000, verbose_name="consulta")),
                        ("is_shared", models.BooleanField(default=False, verbose_name="compartido en el área")),
                        ("is_default", models.BooleanField(default=False, verbose_name="al abrir la bandeja")),
                        (
                            "appointment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="puesto",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "filtro guardado",
                        "verbose_name_plural": "filtros guardados",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("appointment", "tray", "name"),
                                name="saved_filter_unique",
                                violation_error_message="Ya tiene un filtro con ese nombre.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_default", True)),
                                fields=("appointment", "tray"),
                                name="saved_filter_one_default",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SearchRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "codes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), default=list, size=None, verbose_name="números"
                            ),
                        ),
                        ("code_text", models.TextField(blank=True, verbose_name="números juntos")),
                        (
                            "senders",
                            django.contrib.postgres.search.SearchVectorField(null=True, verbose_name="remitentes"),
                        ),
                        (
                            "receivers",
                            django.contrib.postgres.search.SearchVectorField(null=True, verbose_name="destinatarios"),
                        ),
                        ("head", django.contrib.postgres.search.SearchVectorField(null=True, verbose_name="datos")),
                        (
                            "whole",
                            django.contrib.postgres.search.SearchVectorField(null=True, verbose_name="contenido"),
                        ),
                        (
                            "copy",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="search_row",
                                to="documents.copy",
                                verbose_name="copia",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="search_rows",
                                to="documents.document",
                                verbose_name="documento",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "fila de búsqueda",
                        "verbose_name_plural": "filas de búsqueda",
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(models.F("codes"), name="search_codes"),
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass("code_text", "gin_trgm_ops"),
                                name="search_code_parts",
                            ),
                            django.contrib.postgres.indexes.GinIndex(models.F("senders"), name="search_senders"),
                            django.contrib.postgres.indexes.GinIndex(models.F("receivers"), name="search_receivers"),
                            django.contrib.postgres.indexes.GinIndex(models.F("head"), name="search_head"),
                            django.contrib.postgres.indexes.GinIndex(models.F("whole"), name="search_whole"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("copy__isnull", True)),
                                fields=("document",),
                                name="search_one_row_per_document",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Sending",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "route",
                            models.CharField(
                                choices=[("electronic", "Electrónico"), ("manual", "Manual")],
                                max_length=10,
                                verbose_name="vía",
                            ),
                        ),
                        (
                            "step",
                            models.CharField(
                                choices=[
                                    ("render", "Generando el PDF"),
                                    ("signature", "Esperando la firma"),
                                    ("deliver", "Entregando"),
                                    ("done", "Terminado"),
                                    ("failed", "No se pudo generar el PDF"),
                                ],
                                default="render",
                                max_length=10,
                                verbose_name="paso",
                            ),
                        ),
                        ("total", models.PositiveIntegerField(default=0, verbose_name="copias")),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="intentos fallidos")),
                        ("next_attempt_at", models.DateTimeField(verbose_name="próximo intento")),
                        ("lease_token", models.UUIDField(blank=True, null=True, verbose_name="reserva")),
                        ("lease_until", models.DateTimeField(blank=True, null=True, verbose_name="reservado hasta")),
                        ("failure", models.CharField(blank=True, max_length=250, verbose_name="motivo")),
                        ("created_at", models.DateTimeField(verbose_name="pedido el")),
                        (
                            "document",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sending",
                                to="documents.document",
                                verbose_name="documento",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "envío",
                        "verbose_name_plural": "envíos",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("step__in", ["render", "deliver"])),
                                fields=["next_attempt_at"],
                                name="sending_due",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("step__in", ["render", "signature", "deliver", "done", "failed"])),
                                name="sending_known_step",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Signature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("field_name", models.CharField(max_length=120, verbose_name="campo de la firma")),
                        ("signed_at", models.DateTimeField(verbose_name="firmado el")),
                        (
                            "time_source",
                            models.CharField(
                                choices=[
                                    ("timestamp", "Sello de tiempo"),
                                    ("server", "Hora de recepción en el sistema"),
                                    ("declared", "Hora declarada por el firmante"),
                                ],
                                max_length=10,
                                verbose_name="origen de la hora",
                            ),
                        ),
                        ("signer_name", models.CharField(max_length=250, verbose_name="firmante")),
                        ("identity_document", models.CharField(max_length=40, verbose_name="documento de identidad")),
                        ("issuer", models.CharField(max_length=250, verbose_name="entidad de certificación")),
                        ("serial", models.CharField(max_length=80, verbose_name="serie del certificado")),
                        ("not_before", models.DateTimeField(verbose_name="vigente desde")),
                        ("not_after", models.DateTimeField(verbose_name="vigente hasta")),
                        ("level", models.CharField(max_length=10, verbose_name="nivel PAdES")),
                        (
                            "revocation",
                            models.CharField(
                                choices=[
                                    ("good", "No revocado"),
                                    ("unknown", "Revocación no comprobada"),
                                    ("revoked", "Revocado"),
                                ],
                                max_length=10,
                                verbose_name="revocación",
                            ),
                        ),
                        ("is_test", models.BooleanField(default=False, verbose_name="certificado de prueba")),
                        ("report", models.JSONField(default=dict, verbose_name="informe")),
                        ("checked_at", models.DateTimeField(verbose_name="comprobada el")),
                        (
                            "document",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signature",
                                to="documents.document",
                                verbose_name="documento",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                                verbose_name="PDF firmado",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "firma electrónica",
                        "verbose_name_plural": "firmas electrónicas",
                    },
                ),
                migrations.CreateModel(
                    name="SignatureCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="comprobada el")),
                        (
                            "revocation",
                            models.CharField(
                                choices=[
                                    ("good", "No revocado"),
                                    ("unknown", "Revocación no comprobada"),
                                    ("revoked", "Revocado"),
                                ],
                                max_length=10,
                                verbose_name="revocación",
                            ),
                        ),
                        ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revocado el")),
                        ("report", models.JSONField(default=dict, verbose_name="informe")),
                        (
                            "signature",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="documents.signature",
                                verbose_name="firma",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "comprobación de firma",
                        "verbose_name_plural": "comprobaciones de firma",
                        "indexes": [
                            models.Index(
                                models.F("signature"),
                                models.OrderBy(models.F("id"), descending=True),
                                name="signature_last_check",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("revocation__in", ["good", "unknown", "revoked"])),
                                name="signature_check_revocation",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignatureRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "provider",
                            models.CharField(
                                choices=[
                                    ("desktop", "Programa de firma"),
                                    ("server_p12", "Archivo .p12 en el servidor"),
                                ],
                                default="desktop",
                                max_length=10,
                                verbose_name="vía",
                            ),
                        ),
                        (
                            "state",
                            quipux.statefield.StateField(
                                choices=[
                                    ("preparing", "Preparando el PDF"),
                                    ("open", "Por firmar"),
                                    ("received", "Firma en revisión"),
                                    ("valid", "Firmado"),
                                    ("rejected", "Firma rechazada"),
                                    ("expired", "Terminó el tiempo"),
                                    ("cancelled", "Cancelado"),
                                ],
                                default="preparing",
                                max_length=50,
                                protected=True,
                                verbose_name="estado",
                            ),
                        ),
                        (
                            "given_sha256",
                            models.CharField(blank=True, max_length=64, verbose_name="huella del PDF entregado"),
                        ),
                        ("given_size", models.PositiveIntegerField(default=0, verbose_name="bytes del PDF entregado")),
                        (
                            "received_sha256",
                            models.CharField(blank=True, max_length=64, verbose_name="huella del PDF recibido"),
                        ),
                        ("reason", models.CharField(blank=True, max_length=250, verbose_name="motivo")),
                        ("at", models.DateTimeField(verbose_name="último cambio")),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signature_requests",
                                to="documents.document",
                                verbose_name="documento",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "petición de firma",
                        "verbose_name_plural": "peticiones de firma",
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.AddField(
                    model_name="signature",
                    name="request",
                    field=models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signature",
                        to="documents.signaturerequest",
                        verbose_name="petición",
                    ),
                ),
                migrations.CreateModel(
                    name="SigningSession",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("token_hash", models.CharField(max_length=64, verbose_name="huella de la ficha")),
                        ("opened_at", models.DateTimeField(verbose_name="abierta el")),
                        ("expires_at", models.DateTimeField(verbose_name="vence el")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="cerrada el")),
                        ("network", models.CharField(blank=True, max_length=45, verbose_name="red")),
                        (
                            "appointment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="puesto",
                            ),
                        ),
                        (
                            "run",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="session",
                                to="documents.actrun",
                                verbose_name="acción que la abrió",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="firmante",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sesión de firma",
                        "verbose_name_plural": "sesiones de firma",
                    },
                ),
                migrations.AddField(
                    model_name="signaturerequest",
                    name="session",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="documents.signingsession",
                        verbose_name="sesión",
                    ),
                ),
                migrations.CreateModel(
                    name="Task",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("comment", models.TextField(max_length=550, verbose_name="comentario")),
                        ("assigned_at", models.DateTimeField(verbose_name="fecha de asignación")),
                        ("due", models.DateField(verbose_name="fecha máxima")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="terminada el")),
                        ("progress", models.PositiveSmallIntegerField(default=0, verbose_name="avance")),
                        (
                            "state",
                            quipux.statefield.StateField(
                                choices=[
                                    ("pending", "Pendiente"),
                                    ("finished", "Finalizada"),
                                    ("cancelled", "Cancelada"),
                                ],
                                default="pending",
                                max_length=50,
                                protected=True,
                                verbose_name="estado",
                            ),
                        ),
                        ("is_read", models.BooleanField(default=False, verbose_name="leída")),
                        (
                            "answers",
                            models.ManyToManyField(
                                blank=True,
                                related_name="answered_tasks",
                                to="documents.document",
                                verbose_name="documentos de respuesta",
                            ),
                        ),
                        (
                            "assigned_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks_given",
                                to="institutions.appointment",
                                verbose_name="asignado por",
                            ),
                        ),
                        (
                            "assigned_to",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks_received",
                                to="institutions.appointment",
                                verbose_name="asignado para",
                            ),
                        ),
                        (
                            "copy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="documents.copy",
                                verbose_name="copia",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="subtasks",
                                to="documents.task",
                                verbose_name="tarea principal",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tarea",
                        "verbose_name_plural": "tareas",
                        "indexes": [
                            models.Index(
                                models.F("assigned_to"),
                                models.F("state"),
                                models.OrderBy(models.F("assigned_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="task_received",
                            ),
                            models.Index(
                                models.F("assigned_by"),
                                models.F("state"),
                                models.OrderBy(models.F("assigned_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="task_given",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["pending", "finished", "cancelled"])),
                                name="task_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("progress__lte", 100)), name="task_progress_range"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("assigned_to", models.F("assigned_by")), _negated=True),
                                name="task_not_to_oneself",
                                violation_error_message="No puede asignarse una tarea a usted mismo.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "pending")),
                                fields=("copy", "assigned_to"),
                                name="task_one_pending",
                                violation_error_message="Esa persona ya tiene una tarea pendiente.",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="TemporaryCounter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="año")),
                        ("last", models.PositiveIntegerField(default=0, verbose_name="último número")),
                        (
                            "area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.area",
                                verbose_name="área",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "secuencia de números temporales",
                        "verbose_name_plural": "secuencias de números temporales",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("area", "year"), name="temporary_counter_unique", nulls_distinct=False
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Classification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="nombre")),
                        ("is_active", models.BooleanField(default=True, verbose_name="activa")),
                        (
                            "institution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.institution",
                                verbose_name="institución",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tipificación",
                        "verbose_name_plural": "tipificaciones",
                        "constraints": [
                            models.UniqueConstraint(fields=("institution", "name"), name="classification_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConfidentialGrant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[("inform", "Informar"), ("task", "Tarea")],
                                db_default="inform",
                                default="inform",
                                max_length=6,
                                verbose_name="motivo",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="fecha")),
                        ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="retirado el")),
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
                            "granted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="otorgado por",
                            ),
                        ),
                        (
                            "copy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="grants",
                                to="documents.copy",
                                verbose_name="copia",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "autorización de lectura",
                        "verbose_name_plural": "autorizaciones de lectura",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at__isnull", True)),
                                fields=("copy", "appointment"),
                                name="grant_confidential_unique",
                            )
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deliveryreceipt",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="df5d391babc80b2811d91772e500114976864f70",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_a3cd3",
                            table="documents_deliveryreceipt",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="bodyversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="7ea737fa0d8119229a5d6472d8cee49d5f0c9a49",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_insert_only_c5cd6",
                            table="documents_bodyversion",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="document",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("institution", "number"),
                        name="document_number_unique",
                        violation_error_message="Ese número de documento ya existe.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="document",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("temporary_number", ""), _negated=True),
                        fields=("institution", "temporary_number"),
                        name="document_temporary_unique",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="document",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("subject", ""), _negated=True), name="document_has_subject"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="document",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("antecedent", models.F("id")), _negated=True),
                        name="document_not_own_antecedent",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="document",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."frozen_at" IS NOT NULL AND (OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."type_id" IS DISTINCT FROM (NEW."type_id") OR OLD."institution_id" IS DISTINCT FROM (NEW."institution_id") OR OLD."area_id" IS DISTINCT FROM (NEW."area_id") OR OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."temporary_number" IS DISTINCT FROM (NEW."temporary_number") OR OLD."registered_at" IS DISTINCT FROM (NEW."registered_at") OR OLD."document_date" IS DISTINCT FROM (NEW."document_date") OR OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."attachments_description" IS DISTINCT FROM (NEW."attachments_description") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."to_label" IS DISTINCT FROM (NEW."to_label") OR OLD."verification_code" IS DISTINCT FROM (NEW."verification_code") OR OLD."answer_to_id" IS DISTINCT FROM (NEW."answer_to_id") OR OLD."list_id" IS DISTINCT FROM (NEW."list_id") OR OLD."list_version" IS DISTINCT FROM (NEW."list_version") OR OLD."frozen_at" IS DISTINCT FROM (NEW."frozen_at")))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="5514f282952a65b951b084e728e4096396c46c76",
                            operation="UPDATE",
                            pgid="pgtrigger_frozen_4a8c8",
                            table="documents_document",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="document",
                    trigger=pgtrigger.compiler.Trigger(
                        name="consult_code_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (NOT (OLD."consult_code" = \'\') AND OLD."consult_code" IS DISTINCT FROM (NEW."consult_code"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="7106af226c53742967cd5f3b910db9b0f289972c",
                            operation="UPDATE",
                            pgid="pgtrigger_consult_code_kept_cfb06",
                            table="documents_document",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="document",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen_sender",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."frozen_at" IS NOT NULL AND OLD."from_label" IS DISTINCT FROM (NEW."from_label"))',
                            func="\n    IF  EXISTS (SELECT 1 FROM documents_copy AS original WHERE original.document_id = OLD.id\n            AND original.role = 'original' AND original.state = 'unsent_original')\n        AND NOT EXISTS (SELECT 1 FROM documents_signature AS given WHERE given.document_id = OLD.id) THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;\n",
                            hash="a34bf5c45b6f7ba9c46c70c220833ced40f40eaf",
                            operation="UPDATE",
                            pgid="pgtrigger_frozen_sender_18436",
                            table="documents_document",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="firstopening",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="276e1b65625e9861e298c194befe21723056c4e4",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_39d08",
                            table="documents_firstopening",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="issuednumber",
                    trigger=pgtrigger.compiler.Trigger(
                        name="kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="6951ea8594f60d12700988226f06e0dd41a1e529",
                            operation="DELETE",
                            pgid="pgtrigger_kept_74b9e",
                            table="documents_issuednumber",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="issuednumber",
                    trigger=pgtrigger.compiler.Trigger(
                        name="unchanged",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."institution_id" IS DISTINCT FROM (NEW."institution_id") OR OLD."counter_id" IS DISTINCT FROM (NEW."counter_id") OR OLD."value" IS DISTINCT FROM (NEW."value") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."document_id" IS DISTINCT FROM (NEW."document_id") OR OLD."issued_at" IS DISTINCT FROM (NEW."issued_at") OR OLD."issued_by" IS DISTINCT FROM (NEW."issued_by"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="552ed4bd41bbe7a0bb328d20d659d1646d0b1092",
                            operation="UPDATE",
                            pgid="pgtrigger_unchanged_9c43e",
                            table="documents_issuednumber",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="numberskip",
                    trigger=pgtrigger.compiler.Trigger(
                        name="kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="074fd18d7e30125ba86fea422e45d8cc27378ee7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_kept_e9e64",
                            table="documents_numberskip",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="party",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (NOT (OLD."name" = \'\') AND (OLD."identity_number" IS DISTINCT FROM (NEW."identity_number") OR OLD."academic_title" IS DISTINCT FROM (NEW."academic_title") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."area_name" IS DISTINCT FROM (NEW."area_name") OR OLD."institution_name" IS DISTINCT FROM (NEW."institution_name") OR OLD."city" IS DISTINCT FROM (NEW."city") OR OLD."acting_note" IS DISTINCT FROM (NEW."acting_note")))',
                            func="\n    IF OLD.role = 'from' AND EXISTS (SELECT 1 FROM documents_copy AS original WHERE original.document_id = OLD.document_id\n            AND original.role = 'original' AND original.state = 'unsent_original')\n        AND NOT EXISTS (SELECT 1 FROM documents_signature AS given WHERE given.document_id = OLD.document_id) THEN\n        RETURN NEW;\n    END IF;\n    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;\n",
                            hash="878ea70c0b6a9f1f2200885c7a809bf86a1231ef",
                            operation="UPDATE",
                            pgid="pgtrigger_frozen_b1590",
                            table="documents_party",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="copy",
                    index=models.Index(
                        models.F("holder"),
                        models.F("state"),
                        models.OrderBy(models.F("sort_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        include=("is_read", "out_on_task", "role"),
                        name="copy_desk",
                    ),
                ),
                migrations.AddIndex(
                    model_name="copy",
                    index=models.Index(
                        models.F("holder"),
                        models.F("state"),
                        models.OrderBy(models.F("sort_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("is_read", False)),
                        include=("out_on_task", "role"),
                        name="copy_unread",
                    ),
                ),
                migrations.AddIndex(
                    model_name="copy",
                    index=models.Index(
                        models.F("institution"),
                        models.OrderBy(models.F("sort_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("state", "to_print")),
                        name="copy_to_print",
                    ),
                ),
                migrations.AddIndex(
                    model_name="copy",
                    index=models.Index(
                        models.F("holder"),
                        models.F("deadline"),
                        condition=models.Q(("deadline__isnull", False), ("state", "in_process")),
                        name="copy_overdue",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="copy",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "in_process",
                                    "unsent_original",
                                    "unsent_electronic",
                                    "to_print",
                                    "sent",
                                    "shelved",
                                    "deleted",
                                    "annulled",
                                    "purged",
                                    "citizen_pending",
                                ],
                            )
                        ),
                        name="copy_known_state",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="copy",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("role", "original")), fields=("document",), name="copy_one_original"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="copy",
                    constraint=models.UniqueConstraint(fields=("document", "party"), name="copy_one_per_party"),
                ),
                migrations.AddConstraint(
                    model_name="copy",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("holder__isnull", False), ("holder_citizen__isnull", False), _connector="XOR"
                        ),
                        name="copy_one_holder",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="copy",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("role", "original"), ("party__isnull", False), _connector="XOR"),
                        name="copy_party_unless_original",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="copy",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("role", "original"),
                                (
                                    "state__in",
                                    ("draft", "unsent_original", "sent", "shelved", "deleted", "annulled", "purged"),
                                ),
                            ),
                            models.Q(
                                models.Q(("role", "original"), _negated=True),
                                (
                                    "state__in",
                                    (
                                        "in_process",
                                        "unsent_electronic",
                                        "to_print",
                                        "sent",
                                        "shelved",
                                        "annulled",
                                        "citizen_pending",
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="copy_state_of_role",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="physicaltransfer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="be0a9d19552402f012f5eec590b0303832792a74",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_kept_44413",
                            table="documents_physicaltransfer",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="signaturecheck",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="0ec7686ff13b376695b091ef049c081b54411cdf",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_59efd",
                            table="documents_signaturecheck",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="signaturecheck",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'las comprobaciones de firma no se borran';",
                            hash="998c2692753aca5fd7a490f0f0a0771659780896",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_aa62d",
                            table="documents_signaturecheck",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddIndex(
                    model_name="signature",
                    index=models.Index(
                        condition=models.Q(("revocation", "unknown")), fields=["checked_at"], name="signature_unchecked"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="signature",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("revocation__in", ["good", "unknown", "revoked"])),
                        name="signature_revocation",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="signature",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="46b4d7f99e611afbe1e44cd9c4948e159a0718aa",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_7c233",
                            table="documents_signature",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="signature",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_truncate",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'las firmas no se borran';",
                            hash="8fc0241046be477b486ed68673804f262d179653",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_no_truncate_e1dad",
                            table="documents_signature",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="signaturerequest",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["preparing", "open", "received", "valid", "rejected", "expired", "cancelled"],
                            )
                        ),
                        name="signing_known_state",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="signaturerequest",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state__in", ("preparing", "open", "received"))),
                        fields=("document",),
                        name="signing_one_open",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="signaturerequest",
                    constraint=models.UniqueConstraint(fields=("session", "document"), name="signing_once_in_session"),
                ),
            ]
        ),
        *index,
        *statistics,
        *types,
    ]
