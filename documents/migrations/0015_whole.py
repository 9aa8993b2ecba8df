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


def operations_of(name, *kinds):
    """Those operations of an older migration that make no tables."""
    older = import_module(f"documents.migrations.{name}").Migration.operations
    return [one for one in older if isinstance(one, kinds)]


language = import_module("documents.migrations.0002_search_language").Migration.operations
index = [one for name in ("0003_search_index", "0008_attachments_to_read", "0009_search_of_copies")
         for one in operations_of(name, migrations.RunSQL)]  # fmt: skip
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
    ]

    initial = True

    dependencies = [
        ("accounts", "0002_preferences"),
        ("files", "0001_initial"),
        ("institutions", "0003_sharing_and_lists"),
    ]

    operations = [
        *language,
        migrations.CreateModel(
            name="DocumentType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("is_active", models.BooleanField(default=True, verbose_name="activo")),
                ("initial_html", models.TextField(blank=True, db_default="", default="", verbose_name="texto inicial")),
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
                    "internal_only",
                    models.BooleanField(db_default=False, default=False, verbose_name="para destinatarios internos"),
                ),
            ],
            options={
                "verbose_name": "tipo de documento",
                "verbose_name_plural": "tipos de documento",
            },
        ),
        migrations.CreateModel(
            name="SearchMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document_id", models.BigIntegerField(verbose_name="documento")),
                (
                    "marked_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="marcado"),
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            name="Classification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "constraints": [models.UniqueConstraint(fields=("institution", "name"), name="classification_unique")],
            },
        ),
        migrations.CreateModel(
            name="CommentPhrase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            name="Folder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(blank=True, max_length=30, verbose_name="código")),
                ("name", models.CharField(max_length=120, verbose_name="nombre")),
                ("years_office", models.PositiveSmallIntegerField(default=5, verbose_name="años en gestión")),
                ("years_central", models.PositiveSmallIntegerField(default=15, verbose_name="años en archivo central")),
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
                        condition=models.Q(("parent", models.F("id")), _negated=True), name="folder_not_its_own_parent"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InstitutionSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            name="MetadataLabel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            name="SavedFilter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            name="TemporaryCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            name="ReportFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("report", models.SlugField(max_length=60, verbose_name="reporte")),
                ("query", models.TextField(blank=True, verbose_name="criterios")),
                (
                    "kind",
                    models.CharField(
                        choices=[("csv", "CSV"), ("xlsx", "XLSX"), ("pdf", "PDF")], max_length=4, verbose_name="formato"
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("failure", ""), ("file", None), ("finished_at", None)),
                            models.Q(("failure", ""), ("file__isnull", False), ("finished_at__isnull", False)),
                            models.Q(
                                ("file", None), ("finished_at__isnull", False), models.Q(("failure", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="report_file_finished_with_result",
                    )
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("finished_at", None)), fields=["asked_at"], name="report_file_waiting"
                    ),
                    models.Index(fields=["user", "appointment", "-asked_at"], name="report_file_of_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NumberCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT, to="documents.documenttype", verbose_name="tipo"
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
            name="InstitutionType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        blank=True, related_name="+", to="institutions.appointment", verbose_name="personas señaladas"
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
            name="NumberFormat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("registered_at", models.DateTimeField(verbose_name="fecha de registro")),
                ("document_date", models.DateTimeField(null=True, verbose_name="fecha del documento")),
                ("subject", models.CharField(max_length=350, verbose_name="asunto")),
                ("body", models.TextField(blank=True, verbose_name="texto")),
                ("summary", models.TextField(blank=True, max_length=2000, verbose_name="resumen")),
                ("reference", models.CharField(blank=True, max_length=100, verbose_name="No. Referencia")),
                ("from_label", models.CharField(blank=True, max_length=400, verbose_name="de")),
                ("to_label", models.CharField(blank=True, max_length=400, verbose_name="para")),
                (
                    "verification_code",
                    models.CharField(max_length=19, null=True, unique=True, verbose_name="código de verificación"),
                ),
                ("frozen_at", models.DateTimeField(null=True, verbose_name="congelado")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="institutions.area", verbose_name="área"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="institutions.appointment", verbose_name="autor"
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
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="documents.documenttype", verbose_name="tipo"
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
                    "attachments_description",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=250, verbose_name="descripción de anexos"
                    ),
                ),
                (
                    "hide_draft_steps",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="borrar recorrido luego de la firma"
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
                    "list_version",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="versión de la lista"),
                ),
                (
                    "previewed_revision",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="revisión vista"),
                ),
                ("revision", models.PositiveIntegerField(db_default=0, default=0, verbose_name="revisión")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="enviado el")),
                (
                    "temporary_number",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=80, verbose_name="número temporal"
                    ),
                ),
            ],
            options={
                "verbose_name": "documento",
                "verbose_name_plural": "documentos",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("institution", "number"),
                        name="document_number_unique",
                        violation_error_message="Ese número de documento ya existe.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("subject", ""), _negated=True), name="document_has_subject"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("antecedent", models.F("id")), _negated=True),
                        name="document_not_own_antecedent",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("temporary_number", ""), _negated=True),
                        fields=("institution", "temporary_number"),
                        name="document_temporary_unique",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("from", "De"), ("to", "Para"), ("cc", "Con copia a")],
                        max_length=4,
                        verbose_name="calidad",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="orden")),
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ciudadano",
                    ),
                ),
                (
                    "acting_note",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=12, verbose_name="calidad en que actúa"
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
                    "override_academic_title",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=60, verbose_name="título impreso"
                    ),
                ),
                (
                    "override_institution",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=200, verbose_name="institución impresa"
                    ),
                ),
                (
                    "override_place",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=80, verbose_name="lugar impreso"
                    ),
                ),
                (
                    "override_title",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=200, verbose_name="puesto impreso"
                    ),
                ),
            ],
            options={
                "verbose_name": "parte",
                "verbose_name_plural": "partes",
                "ordering": ["role", "position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("appointment__isnull", True), ("person__isnull", True), _connector="XOR"),
                        name="party_appointment_or_person",
                    ),
                    models.UniqueConstraint(fields=("document", "appointment"), name="party_appointment_once"),
                    models.UniqueConstraint(fields=("document", "person"), name="party_person_once"),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("role", "from")), fields=["appointment", "document"], name="party_sender"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BodyVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "constraints": [models.UniqueConstraint(fields=("document", "version"), name="body_version_unique")],
            },
        ),
        migrations.CreateModel(
            name="ComposeSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("payload", models.JSONField(default=dict, verbose_name="lo escrito")),
                ("revision", models.PositiveIntegerField(default=0, verbose_name="revisión")),
                ("base_revision", models.PositiveIntegerField(default=0, verbose_name="revisión del documento")),
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
            name="PrintOptions",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            name="Sending",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "route",
                    models.CharField(
                        choices=[("electronic", "Electrónico"), ("manual", "Manual")], max_length=10, verbose_name="vía"
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("step__in", ["render", "signature", "deliver", "done", "failed"])),
                        name="sending_known_step",
                    )
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("step__in", ["render", "deliver"])),
                        fields=["next_attempt_at"],
                        name="sending_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IssuedNumber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "counter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issued",
                        to="documents.numbercounter",
                        verbose_name="secuencia",
                    ),
                ),
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
                    models.CheckConstraint(condition=models.Q(("value__gte", 1)), name="issued_number_from_one"),
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
            name="Copy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    django_fsm.FSMField(
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
                ("arrived_at", models.DateTimeField(verbose_name="llegada")),
                ("sort_at", models.DateTimeField(verbose_name="fecha del documento")),
                ("shelved_at", models.DateTimeField(blank=True, null=True, verbose_name="archivado el")),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="held_copies",
                        to="institutions.appointment",
                        verbose_name="usuario actual",
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="documents.document",
                        verbose_name="documento",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="documents.party",
                        verbose_name="destinatario",
                    ),
                ),
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
                ("out_on_task", models.BooleanField(db_default=False, default=False, verbose_name="en tarea")),
                (
                    "own_reference",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=100, verbose_name="referencia de esta copia"
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
                (
                    "shown_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.documenttype",
                        verbose_name="tipo de esta copia",
                    ),
                ),
            ],
            options={
                "verbose_name": "copia",
                "verbose_name_plural": "copias",
                "constraints": [
                    models.CheckConstraint(
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
                    models.UniqueConstraint(
                        condition=models.Q(("role", "original")), fields=("document",), name="copy_one_original"
                    ),
                    models.UniqueConstraint(fields=("document", "party"), name="copy_one_per_party"),
                    models.CheckConstraint(
                        condition=models.Q(("role", "original"), ("party__isnull", False), _connector="XOR"),
                        name="copy_party_unless_original",
                    ),
                    models.CheckConstraint(
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
                ],
                "indexes": [
                    models.Index(
                        models.F("institution"),
                        models.OrderBy(models.F("sort_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("state", "to_print")),
                        name="copy_to_print",
                    ),
                    models.Index(
                        models.F("holder"),
                        models.F("deadline"),
                        condition=models.Q(("deadline__isnull", False), ("state", "in_process")),
                        name="copy_overdue",
                    ),
                    models.Index(
                        models.F("holder"),
                        models.F("state"),
                        models.OrderBy(models.F("sort_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        include=("is_read", "out_on_task", "role"),
                        name="copy_desk",
                    ),
                    models.Index(
                        models.F("holder"),
                        models.F("state"),
                        models.OrderBy(models.F("sort_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("is_read", False)),
                        include=("out_on_task", "role"),
                        name="copy_unread",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Informed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "constraints": [
                    models.UniqueConstraint(fields=("copy", "informer", "informed"), name="informed_unique")
                ],
                "indexes": [
                    models.Index(
                        models.F("informed"),
                        models.OrderBy(models.F("at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("removed_at__isnull", True)),
                        name="informed_tray",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("comment", models.TextField(blank=True, db_default="", default="", verbose_name="comentario")),
                ("deadline", models.DateField(blank=True, null=True, verbose_name="fecha máxima")),
            ],
            options={
                "verbose_name": "participación",
                "verbose_name_plural": "participaciones",
                "indexes": [
                    models.Index(fields=["appointment", "document_date", "document"], name="participation_period"),
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
            name="ConfidentialGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("signatures", models.JSONField(blank=True, db_default=[], default=list, verbose_name="firmas")),
                ("text", models.TextField(blank=True, null=True, verbose_name="texto extraído")),
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
            ],
            options={
                "verbose_name": "anexo",
                "verbose_name_plural": "anexos",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("medium", "physical"), ("file__isnull", False), _connector="OR"),
                        name="attachment_file_unless_physical",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("document__isnull", False), ("session__isnull", False), _connector="OR"),
                        name="attachment_belongs_somewhere",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("scan_state", "pending")), fields=["added_at"], name="attachment_to_scan"
                    ),
                    models.Index(
                        condition=models.Q(("file__isnull", False), ("scan_state", "clean"), ("text__isnull", True)),
                        fields=["id"],
                        name="attachment_to_read",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None, verbose_name="números"
                    ),
                ),
                ("code_text", models.TextField(blank=True, verbose_name="números juntos")),
                ("senders", django.contrib.postgres.search.SearchVectorField(null=True, verbose_name="remitentes")),
                (
                    "receivers",
                    django.contrib.postgres.search.SearchVectorField(null=True, verbose_name="destinatarios"),
                ),
                ("head", django.contrib.postgres.search.SearchVectorField(null=True, verbose_name="datos")),
                ("whole", django.contrib.postgres.search.SearchVectorField(null=True, verbose_name="contenido")),
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("copy__isnull", True)),
                        fields=("document",),
                        name="search_one_row_per_document",
                    )
                ],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(models.F("codes"), name="search_codes"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("code_text", "gin_trgm_ops"), name="search_code_parts"
                    ),
                    django.contrib.postgres.indexes.GinIndex(models.F("senders"), name="search_senders"),
                    django.contrib.postgres.indexes.GinIndex(models.F("receivers"), name="search_receivers"),
                    django.contrib.postgres.indexes.GinIndex(models.F("head"), name="search_head"),
                    django.contrib.postgres.indexes.GinIndex(models.F("whole"), name="search_whole"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonalLabel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "constraints": [models.UniqueConstraint(fields=("appointment", "name"), name="personal_label_unique")],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("comment", models.TextField(max_length=550, verbose_name="comentario")),
                ("assigned_at", models.DateTimeField(verbose_name="fecha de asignación")),
                ("due", models.DateField(verbose_name="fecha máxima")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="terminada el")),
                ("progress", models.PositiveSmallIntegerField(default=0, verbose_name="avance")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[("pending", "Pendiente"), ("finished", "Finalizada"), ("cancelled", "Cancelada")],
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["pending", "finished", "cancelled"])), name="task_known_state"
                    ),
                    models.CheckConstraint(condition=models.Q(("progress__lte", 100)), name="task_progress_range"),
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
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name="FolderItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "constraints": [models.UniqueConstraint(fields=("copy", "area"), name="folder_item_one_per_area")],
            },
        ),
        migrations.CreateModel(
            name="MetadataValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                "constraints": [models.UniqueConstraint(fields=("copy", "label"), name="metadata_value_unique")],
            },
        ),
        migrations.AddField(
            model_name="Document",
            name="answer_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="documents.copy",
                verbose_name="responde a",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."frozen_at" IS NOT NULL AND (OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."type_id" IS DISTINCT FROM (NEW."type_id") OR OLD."institution_id" IS DISTINCT FROM (NEW."institution_id") OR OLD."area_id" IS DISTINCT FROM (NEW."area_id") OR OLD."author_id" IS DISTINCT FROM (NEW."author_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."temporary_number" IS DISTINCT FROM (NEW."temporary_number") OR OLD."registered_at" IS DISTINCT FROM (NEW."registered_at") OR OLD."document_date" IS DISTINCT FROM (NEW."document_date") OR OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."attachments_description" IS DISTINCT FROM (NEW."attachments_description") OR OLD."subject" IS DISTINCT FROM (NEW."subject") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."from_label" IS DISTINCT FROM (NEW."from_label") OR OLD."to_label" IS DISTINCT FROM (NEW."to_label") OR OLD."verification_code" IS DISTINCT FROM (NEW."verification_code") OR OLD."answer_to_id" IS DISTINCT FROM (NEW."answer_to_id") OR OLD."list_id" IS DISTINCT FROM (NEW."list_id") OR OLD."list_version" IS DISTINCT FROM (NEW."list_version") OR OLD."frozen_at" IS DISTINCT FROM (NEW."frozen_at")))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="1eb85bb796b690d0ff4b86199e9861f5d975a100",
                    operation="UPDATE",
                    pgid="pgtrigger_frozen_4a8c8",
                    table="documents_document",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="party",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NOT (OLD."name" = \'\') AND (OLD."academic_title" IS DISTINCT FROM (NEW."academic_title") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."area_name" IS DISTINCT FROM (NEW."area_name") OR OLD."institution_name" IS DISTINCT FROM (NEW."institution_name") OR OLD."city" IS DISTINCT FROM (NEW."city") OR OLD."acting_note" IS DISTINCT FROM (NEW."acting_note")))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="6d2d36c9aa980ea4bde4f7d559461cdf07dd5a9e",
                    operation="UPDATE",
                    pgid="pgtrigger_frozen_b1590",
                    table="documents_party",
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
        *index,
        *types,
    ]
