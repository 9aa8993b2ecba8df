"""The whole app in one step, for installations that begin here; older ones walk the migrations it replaces.

Each table is made at once with all its columns, which takes a tenth of the time. What is no table comes from the
migrations that wrote it first.
"""

import uuid
from importlib import import_module

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.text
import django_fsm
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import institutions.models.delegations
import quipux.statefield
from quipux.migrating import AtOnce

courses = [
    migrations.RunPython(import_module("institutions.migrations.0008_usual_courses").add, migrations.RunPython.noop)
]


class Migration(migrations.Migration):
    replaces = [
        ("institutions", "0001_initial"),
        ("institutions", "0002_grant_areas"),
        ("institutions", "0003_sharing_and_lists"),
        ("institutions", "0004_structure_and_administration"),
        ("institutions", "0005_unique_on_new_columns"),
        ("institutions", "0006_delegations"),
        ("institutions", "0007_implantation"),
        ("institutions", "0008_usual_courses"),
        ("institutions", "0009_departures"),
        ("institutions", "0010_aiq_changes"),
    ]

    dependencies = [
        ("accounts", "0012_whole"),
        ("files", "0001_initial"),
    ]

    operations = [
        BtreeGistExtension(),
        AtOnce(
            [
                migrations.CreateModel(
                    name="Area",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "uuid",
                            models.UUIDField(
                                db_default=django.contrib.postgres.functions.RandomUUID(),
                                default=uuid.uuid4,
                                editable=False,
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="nombre")),
                        ("sigla", models.CharField(max_length=20, verbose_name="sigla")),
                        ("city", models.CharField(default="Quito, D.M.", max_length=80, verbose_name="ciudad")),
                        (
                            "code",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=20, verbose_name="código"
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(
                                blank=True, db_default="", default="", max_length=254, verbose_name="correo del área"
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="activa")),
                        (
                            "archive_area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="archived_here",
                                to="institutions.area",
                                verbose_name="ubicación del archivo físico",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="institutions.area",
                                verbose_name="área padre",
                            ),
                        ),
                        (
                            "template_area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="templates_from_here",
                                to="institutions.area",
                                verbose_name="área de la que se copiará la plantilla",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "área",
                        "verbose_name_plural": "áreas",
                    },
                ),
                migrations.CreateModel(
                    name="Appointment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("title", models.CharField(max_length=200, verbose_name="puesto")),
                        ("heading_title", models.CharField(max_length=200, verbose_name="puesto cabecera")),
                        (
                            "profile",
                            models.CharField(
                                choices=[("normal", "Normal"), ("jefe", "Jefe")],
                                default="normal",
                                max_length=10,
                                verbose_name="perfil",
                            ),
                        ),
                        (
                            "work_email",
                            models.EmailField(blank=True, max_length=254, verbose_name="correo institucional"),
                        ),
                        (
                            "work_email_verified_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="correo confirmado el"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("regular", "Titular"), ("charge", "Encargo")],
                                db_default="regular",
                                default="regular",
                                max_length=10,
                                verbose_name="tipo",
                            ),
                        ),
                        (
                            "initials",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=5, verbose_name="iniciales sumilla"
                            ),
                        ),
                        (
                            "is_responsible",
                            models.BooleanField(db_default=False, default=False, verbose_name="responsable de área"),
                        ),
                        (
                            "city",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=80, verbose_name="ciudad"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=30, verbose_name="teléfono"
                            ),
                        ),
                        (
                            "extension",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=10, verbose_name="extensión"
                            ),
                        ),
                        (
                            "mobile",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=30, verbose_name="celular"
                            ),
                        ),
                        (
                            "certificate",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Sin certificado"),
                                    ("token", "Token"),
                                    ("file", "Archivo"),
                                    ("biometric", "Biométrico"),
                                ],
                                db_default="",
                                default="",
                                max_length=10,
                                verbose_name="tipo de certificado",
                            ),
                        ),
                        (
                            "observation",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=500, verbose_name="observación"
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="desde")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="hasta")),
                        ("access_ends_at", models.DateTimeField(blank=True, null=True, verbose_name="acceso hasta")),
                        (
                            "closed_to_documents_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="sin documentos nuevos desde"),
                        ),
                        (
                            "state",
                            quipux.statefield.StateField(
                                choices=[
                                    ("scheduled", "Programado"),
                                    ("active", "Activo"),
                                    ("leaving", "En desvinculación"),
                                    ("inactive", "Inactivo"),
                                ],
                                default="scheduled",
                                max_length=50,
                                protected=True,
                                verbose_name="estado",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="persona",
                            ),
                        ),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="institutions.area",
                                verbose_name="área",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "puesto",
                        "verbose_name_plural": "puestos",
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Course",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("slug", models.SlugField(unique=True, verbose_name="código")),
                        ("name", models.CharField(max_length=80, verbose_name="nombre")),
                        ("hours", models.PositiveSmallIntegerField(verbose_name="horas")),
                        ("position", models.PositiveSmallIntegerField(default=1, verbose_name="orden")),
                    ],
                    options={
                        "verbose_name": "curso",
                        "verbose_name_plural": "cursos",
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("hours__gte", 1)), name="course_has_hours")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CourseEdition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("starts_at", models.DateTimeField(verbose_name="empieza")),
                        ("ends_at", models.DateTimeField(verbose_name="termina")),
                        (
                            "mode",
                            models.CharField(
                                choices=[("on_site", "Presencial"), ("online", "Virtual")],
                                default="online",
                                max_length=10,
                                verbose_name="modalidad",
                            ),
                        ),
                        ("seats", models.PositiveSmallIntegerField(verbose_name="cupos")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="lugar")),
                        ("link", models.URLField(blank=True, verbose_name="enlace")),
                        ("instructor", models.CharField(max_length=200, verbose_name="instructor o instructora")),
                        (
                            "course",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="editions",
                                to="institutions.course",
                                verbose_name="curso",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "edición de un curso",
                        "verbose_name_plural": "ediciones de cursos",
                        "ordering": ["starts_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="edition_ends_later",
                                violation_error_message="La edición debe terminar después de empezar.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delegation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("starts_at", models.DateTimeField(verbose_name="desde")),
                        ("ends_at", models.DateTimeField(verbose_name="hasta")),
                        ("stops_at", models.DateTimeField(verbose_name="termina")),
                        ("act_number", models.CharField(max_length=60, verbose_name="número del acto")),
                        ("act_date", models.DateField(verbose_name="fecha del acto")),
                        (
                            "include_confidential",
                            models.BooleanField(default=False, verbose_name="incluye documentos confidenciales"),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="registrada el")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="terminada el")),
                        ("end_reason", models.CharField(blank=True, max_length=500, verbose_name="motivo")),
                        (
                            "act_file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                                verbose_name="acto",
                            ),
                        ),
                        (
                            "acting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations_taken",
                                to="institutions.appointment",
                                verbose_name="subrogante",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="registrada por",
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="terminada por",
                            ),
                        ),
                        (
                            "titular",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="delegations_given",
                                to="institutions.appointment",
                                verbose_name="subrogado",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "subrogación",
                        "verbose_name_plural": "subrogaciones",
                        "indexes": [models.Index(fields=["acting", "stops_at"], name="delegation_acting")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="delegation_ends_later"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("stops_at__gte", models.F("starts_at")), ("stops_at__lte", models.F("ends_at"))
                                ),
                                name="delegation_stops_inside",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("titular", models.F("acting")), _negated=True),
                                name="delegation_to_another",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[
                                    ("titular", "="),
                                    (
                                        institutions.models.delegations.TsTzRange(
                                            "starts_at",
                                            "stops_at",
                                            django.contrib.postgres.fields.ranges.RangeBoundary(),
                                        ),
                                        "&&",
                                    ),
                                ],
                                name="delegation_one_at_a_time",
                                violation_error_message="El puesto ya tiene una subrogación en esas fechas.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Departure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("resignation", "Renuncia"),
                                    ("end_of_contract", "Fin de contrato"),
                                    ("transfer", "Traslado"),
                                    ("retirement", "Jubilación"),
                                    ("dismissal", "Destitución"),
                                    ("death", "Fallecimiento"),
                                    ("other", "Otro"),
                                ],
                                max_length=20,
                                verbose_name="motivo",
                            ),
                        ),
                        ("last_day", models.DateField(verbose_name="último día")),
                        ("closed_to_documents_on", models.DateField(verbose_name="sin documentos nuevos desde")),
                        ("act_number", models.CharField(blank=True, max_length=60, verbose_name="número del acto")),
                        (
                            "backup_answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Sin respuesta todavía"),
                                    ("declined", "No desea respaldo"),
                                    ("none", "Sin respuesta"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="respuesta sobre el respaldo",
                            ),
                        ),
                        (
                            "without_successor",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="motivo para continuar sin reemplazo"
                            ),
                        ),
                        ("cut_at", models.DateTimeField(blank=True, null=True, verbose_name="acceso cortado el")),
                        ("cut_reason", models.CharField(blank=True, max_length=500, verbose_name="motivo del corte")),
                        (
                            "state",
                            quipux.statefield.StateField(
                                choices=[("open", "Abierto"), ("closed", "Cerrado"), ("cancelled", "Anulado")],
                                default="open",
                                max_length=50,
                                protected=True,
                                verbose_name="estado",
                            ),
                        ),
                        ("opened_at", models.DateTimeField(verbose_name="abierto el")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="cerrado el")),
                        (
                            "close_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="motivo del cierre"),
                        ),
                        (
                            "appointment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="departures",
                                to="institutions.appointment",
                                verbose_name="puesto",
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="cerrado por",
                            ),
                        ),
                        (
                            "destination",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="destino por defecto",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="abierto por",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                                verbose_name="acta",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "caso de desvinculación",
                        "verbose_name_plural": "casos de desvinculación",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "open")), fields=["last_day"], name="departure_due"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "closed", "cancelled"])),
                                name="departure_known_state",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")),
                                fields=("appointment",),
                                name="departure_one_open",
                                violation_error_message="El puesto ya tiene un caso abierto.",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="DepartureItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=6, verbose_name="código")),
                        ("moved", models.PositiveIntegerField(default=0, verbose_name="trasladados")),
                        ("evidence", models.JSONField(default=list, verbose_name="constancia")),
                        (
                            "departure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="decisions",
                                to="institutions.departure",
                                verbose_name="caso",
                            ),
                        ),
                        (
                            "destination",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="destino",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "decisión de la lista",
                        "verbose_name_plural": "decisiones de la lista",
                        "constraints": [
                            models.UniqueConstraint(fields=("departure", "code"), name="departure_item_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Grant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("permission", models.CharField(max_length=40, verbose_name="permiso")),
                        ("granted_at", models.DateTimeField(auto_now_add=True, verbose_name="otorgado")),
                        (
                            "reason",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=500, verbose_name="motivo"
                            ),
                        ),
                        (
                            "appointment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="grants",
                                to="institutions.appointment",
                            ),
                        ),
                        (
                            "areas",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="institutions.area", verbose_name="áreas"
                            ),
                        ),
                        (
                            "granted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="otorgado por",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "permiso otorgado",
                        "verbose_name_plural": "permisos otorgados",
                        "constraints": [
                            models.UniqueConstraint(fields=("appointment", "permission"), name="grant_unique"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "permission__in",
                                        (
                                            "administer_institutions",
                                            "maintain_platform",
                                            "operate_backups",
                                            "validate_citizens",
                                        ),
                                    ),
                                    _negated=True,
                                ),
                                name="grant_not_of_the_platform",
                                violation_error_message="Este permiso es de la plataforma y no de un puesto.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImplantationCase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("number", models.CharField(blank=True, max_length=20, verbose_name="número")),
                        (
                            "state",
                            quipux.statefield.StateField(
                                choices=[
                                    ("draft", "Borrador"),
                                    ("submitted", "Solicitud enviada"),
                                    ("in_review", "En revisión"),
                                    ("observed", "Observada"),
                                    ("accepted", "Aceptada – pendiente de capacitación"),
                                    ("in_training", "En capacitación"),
                                    ("trained", "Capacitación cumplida"),
                                    ("configuring_training", "Parametrización en capacitación"),
                                    ("deadline_passed", "Plazo vencido"),
                                    ("golive_requested", "Paso a producción solicitado"),
                                    ("verifying", "En verificación"),
                                    ("with_remarks", "Con observaciones"),
                                    ("approved", "Paso a producción aprobado"),
                                    ("configuring_production", "Parametrización en producción"),
                                    ("operating", "En operación"),
                                    ("rejected", "Rechazada"),
                                    ("not_eligible", "No elegible"),
                                    ("withdrawn", "Desistida"),
                                    ("lapsed", "Caducada"),
                                ],
                                default="draft",
                                max_length=50,
                                protected=True,
                                verbose_name="estado",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[("portal", "Portal"), ("letter", "Oficio ingresado")],
                                default="portal",
                                max_length=10,
                                verbose_name="canal",
                            ),
                        ),
                        ("applicant_email", models.EmailField(max_length=254, verbose_name="correo de quien solicita")),
                        ("name", models.CharField(blank=True, max_length=200, verbose_name="nombre")),
                        ("ruc", models.CharField(blank=True, max_length=13, verbose_name="RUC")),
                        ("sigla", models.CharField(blank=True, max_length=10, verbose_name="sigla")),
                        ("phone", models.CharField(blank=True, max_length=30, verbose_name="teléfono")),
                        ("address", models.CharField(blank=True, max_length=250, verbose_name="dirección")),
                        (
                            "function",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("executive", "Ejecutiva (APC)"),
                                    ("legislative", "Legislativa"),
                                    ("judicial", "Judicial"),
                                    ("transparency", "Transparencia"),
                                    ("electoral", "Electoral"),
                                    ("gad", "GAD"),
                                    ("company", "Empresa pública"),
                                    ("other", "Otra"),
                                ],
                                max_length=20,
                                verbose_name="función o tipo",
                            ),
                        ),
                        (
                            "authority_name",
                            models.CharField(blank=True, max_length=200, verbose_name="máxima autoridad"),
                        ),
                        (
                            "authority_title",
                            models.CharField(blank=True, max_length=200, verbose_name="cargo de la máxima autoridad"),
                        ),
                        (
                            "authority_email",
                            models.EmailField(blank=True, max_length=254, verbose_name="correo de la máxima autoridad"),
                        ),
                        ("justification", models.TextField(blank=True, max_length=2000, verbose_name="justificación")),
                        (
                            "letter_number",
                            models.CharField(blank=True, max_length=60, verbose_name="número del oficio"),
                        ),
                        ("letter_date", models.DateField(blank=True, null=True, verbose_name="fecha del oficio")),
                        (
                            "letter_signer",
                            models.CharField(blank=True, max_length=200, verbose_name="quien firma el oficio"),
                        ),
                        (
                            "letter_signer_title",
                            models.CharField(blank=True, max_length=200, verbose_name="cargo de quien firma"),
                        ),
                        (
                            "declared_areas",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="áreas declaradas"),
                        ),
                        (
                            "declared_people",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="servidores declarados"),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="creada el")),
                        ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="enviada el")),
                        ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="vence el")),
                        ("extensions", models.PositiveSmallIntegerField(default=0, verbose_name="extensiones")),
                        ("rounds", models.PositiveSmallIntegerField(default=0, verbose_name="rondas de verificación")),
                        (
                            "required_hours",
                            models.JSONField(blank=True, default=dict, verbose_name="horas de cada curso"),
                        ),
                        (
                            "tenant_created_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="ambiente creado el"),
                        ),
                        (
                            "asked_operation_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="operación solicitada el"),
                        ),
                        (
                            "operating_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="en operación desde"),
                        ),
                        (
                            "assignee",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="AGQ asignado",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "solicitud de implantación",
                        "verbose_name_plural": "solicitudes de implantación",
                        "permissions": [
                            ("review_implantation", "Revisar, aceptar y aprobar implantaciones"),
                            ("run_courses", "Organizar cursos y registrar asistencia"),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Enrolment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("identity_number", models.CharField(max_length=10, verbose_name="cédula")),
                        ("full_name", models.CharField(max_length=200, verbose_name="nombre")),
                        (
                            "attendance",
                            models.CharField(
                                choices=[
                                    ("enrolled", "Inscrito"),
                                    ("attended", "Asistió"),
                                    ("partial", "Asistencia parcial"),
                                    ("absent", "No asistió"),
                                    ("cancelled", "Anulada"),
                                    ("credited", "Convalidado"),
                                ],
                                default="enrolled",
                                max_length=10,
                                verbose_name="asistencia",
                            ),
                        ),
                        ("quarters", models.PositiveSmallIntegerField(default=0, verbose_name="cuartos de hora")),
                        (
                            "mark",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=4, null=True, verbose_name="nota"
                            ),
                        ),
                        ("enrolled_at", models.DateTimeField(verbose_name="inscrito el")),
                        ("recorded_at", models.DateTimeField(blank=True, null=True, verbose_name="registrada el")),
                        (
                            "course",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrolments",
                                to="institutions.course",
                                verbose_name="curso",
                            ),
                        ),
                        (
                            "edition",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrolments",
                                to="institutions.courseedition",
                                verbose_name="edición",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enrolments",
                                to="institutions.implantationcase",
                                verbose_name="solicitud",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "inscripción",
                        "verbose_name_plural": "inscripciones",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("attendance", "cancelled"), _negated=True),
                                fields=("edition", "identity_number"),
                                name="enrolment_once",
                                violation_error_message="La persona ya está inscrita en esa edición.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CasePerson",
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
                                choices=[("aiq", "AIQ"), ("deputy", "AIQ de respaldo")],
                                max_length=10,
                                verbose_name="función",
                            ),
                        ),
                        ("given_names", models.CharField(max_length=100, verbose_name="nombres")),
                        ("surnames", models.CharField(max_length=100, verbose_name="apellidos")),
                        ("identity_number", models.CharField(max_length=10, verbose_name="cédula")),
                        ("title", models.CharField(max_length=200, verbose_name="cargo")),
                        ("email", models.EmailField(max_length=254, verbose_name="correo electrónico")),
                        ("phone", models.CharField(max_length=30, verbose_name="teléfono y extensión")),
                        ("mobile", models.CharField(max_length=20, verbose_name="número celular")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="people",
                                to="institutions.implantationcase",
                                verbose_name="solicitud",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "persona de la solicitud",
                        "verbose_name_plural": "personas de la solicitud",
                        "constraints": [models.UniqueConstraint(fields=("case", "role"), name="case_person_unique")],
                    },
                ),
                migrations.CreateModel(
                    name="CaseFile",
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
                                    ("letter", "Oficio de la máxima autoridad"),
                                    ("delegation", "Delegación"),
                                    ("withdrawal", "Oficio de desistimiento"),
                                    ("change_of_aiq", "Oficio de cambio de AIQ"),
                                    ("certificate", "Certificado de capacitación"),
                                    ("approval", "Acta de aprobación"),
                                ],
                                max_length=20,
                                verbose_name="clase",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="nombre")),
                        ("added_at", models.DateTimeField(verbose_name="agregado el")),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                                verbose_name="archivo",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="institutions.implantationcase",
                                verbose_name="solicitud",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "archivo de la solicitud",
                        "verbose_name_plural": "archivos de la solicitud",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Institution",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("name", models.CharField(max_length=200, verbose_name="nombre")),
                        ("sigla", models.CharField(max_length=10, verbose_name="sigla")),
                        ("ruc", models.CharField(max_length=13, verbose_name="RUC")),
                        (
                            "environment",
                            models.CharField(
                                choices=[("production", "Producción"), ("training", "Capacitación")],
                                default="production",
                                max_length=10,
                                verbose_name="ambiente",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("active", "Activa"), ("suspended", "Suspendida"), ("closed", "Inactiva")],
                                default="active",
                                max_length=10,
                                verbose_name="estado",
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=250, verbose_name="dirección")),
                        ("phone", models.CharField(blank=True, max_length=30, verbose_name="teléfono")),
                        ("city", models.CharField(default="Quito, D.M.", max_length=80, verbose_name="ciudad")),
                        ("farewell", models.CharField(blank=True, max_length=60, verbose_name="frase de despedida")),
                        (
                            "function",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("executive", "Ejecutiva (APC)"),
                                    ("legislative", "Legislativa"),
                                    ("judicial", "Judicial"),
                                    ("transparency", "Transparencia"),
                                    ("electoral", "Electoral"),
                                    ("gad", "GAD"),
                                    ("company", "Empresa pública"),
                                    ("other", "Otra"),
                                ],
                                db_default="",
                                default="",
                                max_length=20,
                                verbose_name="función",
                            ),
                        ),
                        (
                            "authority_name",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=200, verbose_name="máxima autoridad"
                            ),
                        ),
                        (
                            "authority_post",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=200,
                                verbose_name="cargo de la máxima autoridad",
                            ),
                        ),
                        (
                            "authority_email",
                            models.EmailField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=254,
                                verbose_name="correo de la máxima autoridad",
                            ),
                        ),
                        (
                            "support_email",
                            models.EmailField(
                                blank=True, db_default="", default="", max_length=254, verbose_name="correo de soporte"
                            ),
                        ),
                        (
                            "support_email_verified_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="correo de soporte confirmado el"),
                        ),
                        (
                            "mail_domains",
                            models.TextField(blank=True, db_default="", default="", verbose_name="dominios de correo"),
                        ),
                        ("website", models.URLField(blank=True, db_default="", default="", verbose_name="página web")),
                        (
                            "read_only_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="solo lectura desde"),
                        ),
                        (
                            "frozen_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="cerrada a sus usuarios desde"),
                        ),
                        (
                            "attached_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attached",
                                to="institutions.institution",
                                verbose_name="adscrita a",
                            ),
                        ),
                        (
                            "logo",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                                verbose_name="logotipo",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "institución",
                        "verbose_name_plural": "instituciones",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "closed"), _negated=True),
                                fields=("environment", "sigla"),
                                name="institution_sigla_unique",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "closed"), _negated=True),
                                fields=("environment", "ruc"),
                                name="institution_ruc_unique",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportJob",
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
                                choices=[("areas", "Áreas"), ("people", "Servidores públicos")],
                                max_length=10,
                                verbose_name="contenido",
                            ),
                        ),
                        ("file_name", models.CharField(max_length=200, verbose_name="archivo")),
                        (
                            "state",
                            quipux.statefield.StateField(
                                choices=[
                                    ("uploaded", "Cargado"),
                                    ("validated", "Validado"),
                                    ("applied", "Aplicado"),
                                    ("discarded", "Descartado"),
                                    ("failed", "Con error"),
                                ],
                                default="uploaded",
                                max_length=50,
                                protected=True,
                                verbose_name="estado",
                            ),
                        ),
                        ("report", models.JSONField(default=list, verbose_name="informe")),
                        (
                            "fingerprint",
                            models.CharField(blank=True, max_length=64, verbose_name="huella del directorio"),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="cargado el")),
                        ("validated_at", models.DateTimeField(blank=True, null=True, verbose_name="validado el")),
                        ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="aplicado el")),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                                verbose_name="contenido del archivo",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="responsable",
                            ),
                        ),
                        (
                            "institution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imports",
                                to="institutions.institution",
                                verbose_name="institución",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "importación",
                        "verbose_name_plural": "importaciones",
                        "indexes": [models.Index(fields=["institution", "-created_at"], name="import_of_institution")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["uploaded", "validated", "applied", "discarded", "failed"])
                                ),
                                name="import_known_state",
                            )
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.AddField(
                    model_name="implantationcase",
                    name="production",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institutions.institution",
                        verbose_name="institución de producción",
                    ),
                ),
                migrations.AddField(
                    model_name="implantationcase",
                    name="training",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institutions.institution",
                        verbose_name="institución de capacitación",
                    ),
                ),
                migrations.CreateModel(
                    name="FocalUser",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("trained_on", models.DateField(blank=True, null=True, verbose_name="capacitado el")),
                        ("people_trained", models.PositiveIntegerField(default=0, verbose_name="personas capacitadas")),
                        (
                            "appointment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="focal",
                                to="institutions.appointment",
                                verbose_name="puesto",
                            ),
                        ),
                        (
                            "institution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="focal_users",
                                to="institutions.institution",
                                verbose_name="institución",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "usuario focal",
                        "verbose_name_plural": "usuarios focales",
                    },
                ),
                migrations.CreateModel(
                    name="DistributionList",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=250, verbose_name="nombre")),
                        ("description", models.CharField(blank=True, max_length=200, verbose_name="descripción")),
                        ("is_public", models.BooleanField(default=False, verbose_name="pública")),
                        ("is_alphabetical", models.BooleanField(default=True, verbose_name="en orden alfabético")),
                        ("includes_all_chiefs", models.BooleanField(default=False, verbose_name="todos los jefes")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="versión")),
                        ("is_active", models.BooleanField(default=True, verbose_name="activa")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lists",
                                to="institutions.appointment",
                                verbose_name="dueño",
                            ),
                        ),
                        (
                            "rule_area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.area",
                                verbose_name="área y dependientes",
                            ),
                        ),
                        (
                            "institution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lists",
                                to="institutions.institution",
                                verbose_name="institución",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "lista de envío",
                        "verbose_name_plural": "listas de envío",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_active", True)),
                                fields=("owner", "name"),
                                name="list_name_unique",
                                violation_error_message="Ya tiene una lista con ese nombre.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DataChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "field",
                            models.CharField(
                                choices=[("name", "Nombre"), ("ruc", "RUC"), ("sigla", "Sigla")],
                                max_length=10,
                                verbose_name="dato",
                            ),
                        ),
                        ("old_value", models.CharField(max_length=200, verbose_name="valor anterior")),
                        ("value", models.CharField(max_length=200, verbose_name="valor nuevo")),
                        ("reason", models.CharField(max_length=500, verbose_name="motivo")),
                        (
                            "state",
                            quipux.statefield.StateField(
                                choices=[
                                    ("requested", "Solicitado"),
                                    ("accepted", "Aceptado"),
                                    ("rejected", "Rechazado"),
                                ],
                                default="requested",
                                max_length=50,
                                protected=True,
                                verbose_name="estado",
                            ),
                        ),
                        ("requested_at", models.DateTimeField(verbose_name="solicitado el")),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="respondido el")),
                        ("answer", models.CharField(blank=True, max_length=500, verbose_name="respuesta")),
                        (
                            "evidence",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                                verbose_name="documento de respaldo",
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="institutions.appointment",
                                verbose_name="solicitante",
                            ),
                        ),
                        (
                            "institution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="data_changes",
                                to="institutions.institution",
                                verbose_name="institución",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "solicitud de cambio de datos",
                        "verbose_name_plural": "solicitudes de cambio de datos",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["requested", "accepted", "rejected"])),
                                name="data_change_known_state",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "requested")),
                                fields=("institution", "field"),
                                name="data_change_one_open",
                                violation_error_message="Ya existe una solicitud pendiente para ese dato.",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.AddField(
                    model_name="area",
                    name="institution",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="areas",
                        to="institutions.institution",
                        verbose_name="institución",
                    ),
                ),
                migrations.AddField(
                    model_name="appointment",
                    name="institution",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="institutions.institution",
                        verbose_name="institución",
                    ),
                ),
                migrations.CreateModel(
                    name="AiqChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
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
                        (
                            "institution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="aiq_changes",
                                to="institutions.institution",
                                verbose_name="institución",
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
                                    (
                                        "state__in",
                                        ["requested", "in_training", "enabled", "effective", "rejected", "cancelled"],
                                    )
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
                migrations.CreateModel(
                    name="ListMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(default=1, verbose_name="orden")),
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
                            "list",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="institutions.distributionlist",
                                verbose_name="lista",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "miembro de la lista",
                        "verbose_name_plural": "miembros de la lista",
                        "ordering": ["position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("list", "appointment"), name="list_member_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Observation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("about", models.CharField(max_length=60, verbose_name="sobre")),
                        ("text", models.TextField(max_length=1000, verbose_name="observación")),
                        ("answer", models.TextField(blank=True, max_length=1000, verbose_name="respuesta")),
                        ("created_at", models.DateTimeField(verbose_name="creada el")),
                        ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="respondida el")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="observations",
                                to="institutions.implantationcase",
                                verbose_name="solicitud",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "observación",
                        "verbose_name_plural": "observaciones",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Post",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="nombre")),
                        ("heading", models.CharField(blank=True, max_length=200, verbose_name="cabecera")),
                        ("level", models.PositiveSmallIntegerField(default=1, verbose_name="nivel jerárquico")),
                        ("is_active", models.BooleanField(default=True, verbose_name="activo")),
                        (
                            "institution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="institutions.institution",
                                verbose_name="institución",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "puesto del catálogo",
                        "verbose_name_plural": "puestos del catálogo",
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("institution"),
                                django.db.models.functions.text.Lower("name"),
                                name="post_unique",
                                violation_error_message="Ese puesto ya existe.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RevokedGrant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("permission", models.CharField(max_length=40, verbose_name="permiso")),
                        ("granted_at", models.DateTimeField(verbose_name="otorgado")),
                        ("revoked_at", models.DateTimeField(verbose_name="revocado")),
                        ("reason", models.CharField(max_length=500, verbose_name="motivo")),
                        (
                            "appointment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="revoked_grants",
                                to="institutions.appointment",
                                verbose_name="puesto",
                            ),
                        ),
                        (
                            "granted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="otorgado por",
                            ),
                        ),
                        (
                            "revoked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="revocado por",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "permiso revocado",
                        "verbose_name_plural": "permisos revocados",
                    },
                ),
                migrations.CreateModel(
                    name="RoleTemplate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="nombre")),
                        (
                            "codes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                size=None,
                                verbose_name="códigos de permiso",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="activa")),
                        (
                            "institution",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="role_templates",
                                to="institutions.institution",
                                verbose_name="institución",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "plantilla de rol",
                        "verbose_name_plural": "plantillas de rol",
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("institution"),
                                django.db.models.functions.text.Lower("name"),
                                name="role_template_unique",
                                violation_error_message="Ya existe una plantilla con ese nombre.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SharedTray",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("since", models.DateTimeField(verbose_name="desde")),
                        (
                            "chief",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shares_given",
                                to="institutions.appointment",
                                verbose_name="Jefe",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shares_received",
                                to="institutions.appointment",
                                verbose_name="persona",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "bandeja compartida",
                        "verbose_name_plural": "bandejas compartidas",
                        "constraints": [
                            models.UniqueConstraint(fields=("chief", "member"), name="shared_tray_unique"),
                            models.CheckConstraint(
                                condition=models.Q(("chief", models.F("member")), _negated=True),
                                name="shared_tray_with_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SupportDesk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("hours", models.CharField(max_length=120, verbose_name="horario")),
                        ("staff", models.TextField(max_length=500, verbose_name="responsables")),
                        ("announced_at", models.DateTimeField(blank=True, null=True, verbose_name="comunicado el")),
                        (
                            "institution",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="desk",
                                to="institutions.institution",
                                verbose_name="institución",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "mesa de ayuda",
                        "verbose_name_plural": "mesas de ayuda",
                    },
                ),
                migrations.CreateModel(
                    name="TrackingItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("code", models.CharField(max_length=10, verbose_name="ítem")),
                        ("text", models.CharField(max_length=250, verbose_name="texto")),
                        ("is_mandatory", models.BooleanField(verbose_name="obligatorio")),
                        ("is_automatic", models.BooleanField(verbose_name="automático")),
                        ("is_production", models.BooleanField(default=False, verbose_name="de producción")),
                        ("position", models.PositiveSmallIntegerField(verbose_name="orden")),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("pending", "Pendiente"),
                                    ("met", "Cumple"),
                                    ("not_met", "No cumple"),
                                    ("not_applicable", "No aplica"),
                                ],
                                default="pending",
                                max_length=20,
                                verbose_name="situación",
                            ),
                        ),
                        ("is_justified", models.BooleanField(default=False, verbose_name="justificado")),
                        ("comment", models.TextField(blank=True, max_length=1000, verbose_name="comentario del AIQ")),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("pending", "Pendiente"),
                                    ("met", "Cumple"),
                                    ("not_met", "No cumple"),
                                    ("not_applicable", "No aplica"),
                                ],
                                default="pending",
                                max_length=20,
                                verbose_name="verificación",
                            ),
                        ),
                        ("remark", models.TextField(blank=True, max_length=1000, verbose_name="comentario del AGQ")),
                        ("found", models.CharField(blank=True, max_length=250, verbose_name="resultado automático")),
                        (
                            "is_green",
                            models.BooleanField(blank=True, null=True, verbose_name="cumplido según el sistema"),
                        ),
                        ("is_open", models.BooleanField(default=True, verbose_name="abierto")),
                        ("changed_at", models.DateTimeField(blank=True, null=True, verbose_name="cambiado el")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="institutions.implantationcase",
                                verbose_name="solicitud",
                            ),
                        ),
                        (
                            "changed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="cambiado por",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "ítem de seguimiento",
                        "verbose_name_plural": "ítems de seguimiento",
                        "ordering": ["position"],
                    },
                ),
                migrations.CreateModel(
                    name="Evidence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("name", models.CharField(max_length=200, verbose_name="nombre")),
                        ("added_at", models.DateTimeField(verbose_name="agregado el")),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                                verbose_name="archivo",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evidence",
                                to="institutions.trackingitem",
                                verbose_name="ítem",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "evidencia",
                        "verbose_name_plural": "evidencias",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="TrackingTemplate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField(unique=True, verbose_name="versión")),
                        (
                            "state",
                            models.CharField(
                                choices=[("draft", "Borrador"), ("published", "Publicada"), ("retired", "Retirada")],
                                default="draft",
                                max_length=10,
                                verbose_name="estado",
                            ),
                        ),
                        ("items", models.JSONField(default=list, verbose_name="ítems")),
                        ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="publicada el")),
                    ],
                    options={
                        "verbose_name": "plantilla de seguimiento",
                        "verbose_name_plural": "plantillas de seguimiento",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "published")),
                                fields=("state",),
                                name="tracking_one_published",
                            )
                        ],
                    },
                ),
                migrations.AddField(
                    model_name="trackingitem",
                    name="template",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institutions.trackingtemplate",
                        verbose_name="plantilla",
                    ),
                ),
                migrations.CreateModel(
                    name="YearlyNumber",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=3, verbose_name="clase")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="año")),
                        ("last", models.PositiveIntegerField(default=0, verbose_name="último")),
                    ],
                    options={
                        "verbose_name": "número del año",
                        "verbose_name_plural": "números del año",
                        "constraints": [models.UniqueConstraint(fields=("kind", "year"), name="yearly_number_unique")],
                    },
                ),
                migrations.CreateModel(
                    name="AppointmentTerm",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="puesto ocupado")),
                        ("heading_title", models.CharField(max_length=200, verbose_name="puesto cabecera")),
                        (
                            "profile",
                            models.CharField(
                                choices=[("normal", "Normal"), ("jefe", "Jefe")], max_length=10, verbose_name="perfil"
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="desde")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="hasta")),
                        (
                            "appointment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="terms",
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
                    ],
                    options={
                        "verbose_name": "período del puesto",
                        "verbose_name_plural": "períodos del puesto",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ends_on__isnull", True)),
                                fields=("appointment",),
                                name="appointment_term_one_open",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AreaVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="nombre")),
                        ("sigla", models.CharField(max_length=20, verbose_name="sigla")),
                        ("since", models.DateTimeField(blank=True, null=True, verbose_name="desde")),
                        ("until", models.DateTimeField(blank=True, null=True, verbose_name="hasta")),
                        (
                            "area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="institutions.area",
                                verbose_name="área",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "versión del área",
                        "verbose_name_plural": "versiones del área",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("until__isnull", True)),
                                fields=("area",),
                                name="area_version_one_open",
                            )
                        ],
                    },
                ),
                migrations.AddIndex(
                    model_name="implantationcase",
                    index=models.Index(fields=["state", "due_at"], name="implantation_queue"),
                ),
                migrations.AddConstraint(
                    model_name="implantationcase",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "submitted",
                                    "in_review",
                                    "observed",
                                    "accepted",
                                    "in_training",
                                    "trained",
                                    "configuring_training",
                                    "deadline_passed",
                                    "golive_requested",
                                    "verifying",
                                    "with_remarks",
                                    "approved",
                                    "configuring_production",
                                    "operating",
                                    "rejected",
                                    "not_eligible",
                                    "withdrawn",
                                    "lapsed",
                                ],
                            )
                        ),
                        name="implantation_known_state",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="implantationcase",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    "submitted",
                                    "in_review",
                                    "observed",
                                    "accepted",
                                    "in_training",
                                    "trained",
                                    "configuring_training",
                                    "deadline_passed",
                                    "golive_requested",
                                    "verifying",
                                    "with_remarks",
                                    "approved",
                                    "configuring_production",
                                ),
                            )
                        ),
                        fields=("ruc",),
                        name="implantation_one_open",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="implantationcase",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("number",),
                        name="implantation_number_unique",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="implantationcase",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "withdrawn"]),
                            models.Q(("number", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="implantation_sent_numbered",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="area",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("is_active", True)),
                        fields=("institution", "sigla"),
                        name="area_sigla_unique",
                        violation_error_message="Ya existe un área activa con esa sigla.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="area",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("parent__isnull", True)), fields=("institution",), name="area_one_root"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="area",
                    constraint=models.UniqueConstraint(fields=("id", "institution"), name="area_with_institution"),
                ),
                migrations.AddConstraint(
                    model_name="area",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("parent", models.F("id")), _negated=True), name="area_not_its_own_parent"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="area",
                    constraint=models.UniqueConstraint(models.F("uuid"), name="area_uuid_unique"),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="area",
                    trigger=pgtrigger.compiler.Trigger(
                        name="no_ring",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n    IF NEW.parent_id IS NULL THEN\n        RETURN NEW;\n    END IF;\n    PERFORM pg_advisory_xact_lock(hashtextextended('area tree ' || NEW.institution_id, 0));\n    IF NOT EXISTS (SELECT 1 FROM institutions_area\n                   WHERE id = NEW.parent_id AND institution_id = NEW.institution_id) THEN\n        RAISE EXCEPTION 'el área padre es de otra institución' USING ERRCODE = 'check_violation';\n    END IF;\n    IF EXISTS (\n        WITH RECURSIVE above AS (\n            SELECT id, parent_id FROM institutions_area WHERE id = NEW.parent_id\n            UNION SELECT upper.id, upper.parent_id FROM institutions_area upper JOIN above ON upper.id = above.parent_id)\n        SELECT 1 FROM above WHERE id = NEW.id) THEN\n        RAISE EXCEPTION 'el área padre no puede ser la misma área ni una de sus subáreas'\n            USING ERRCODE = 'check_violation', CONSTRAINT = 'area_no_ring';\n    END IF;\n    RETURN NEW;\n",
                            hash="cc02586db0de98024e30999d68ce88705a79b4eb",
                            operation='INSERT OR UPDATE OF "parent_id", "institution_id"',
                            pgid="pgtrigger_no_ring_91cb6",
                            table="institutions_area",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appointment",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("state__in", ["scheduled", "active", "leaving", "inactive"])),
                        name="appointment_known_state",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appointment",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state", "inactive"), _negated=True),
                        fields=("person", "area", "title"),
                        name="appointment_unique_alive",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appointment",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("profile", "jefe"), models.Q(("state", "inactive"), _negated=True)),
                        fields=("area",),
                        name="appointment_one_chief",
                        violation_error_message="Ya existe el usuario Jefe para esta Área",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="appointment",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("is_responsible", True), models.Q(("state", "inactive"), _negated=True)),
                        fields=("area",),
                        name="appointment_one_responsible",
                        violation_error_message="Ya existe un Responsable de Área.",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="trackingitem",
                    constraint=models.UniqueConstraint(fields=("case", "code"), name="tracking_item_unique"),
                ),
            ]
        ),
        *courses,
    ]
