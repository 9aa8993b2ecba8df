"""Implantation: cases, courses, plantilla de seguimiento, mesa de ayuda; when a tenant is closed to its people."""

import uuid

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import quipux.statefield


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("institutions", "0006_delegations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="institution",
            name="frozen_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="cerrada a sus usuarios desde"),
        ),
        migrations.AddField(
            model_name="institution",
            name="read_only_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="solo lectura desde"),
        ),
        migrations.CreateModel(
            name="Course",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True, verbose_name="código")),
                ("name", models.CharField(max_length=80, verbose_name="nombre")),
                ("hours", models.PositiveSmallIntegerField(verbose_name="horas")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="orden")),
            ],
            options={
                "verbose_name": "curso",
                "verbose_name_plural": "cursos",
                "ordering": ["position", "pk"],
                "constraints": [models.CheckConstraint(condition=models.Q(("hours__gte", 1)), name="course_has_hours")],
            },
        ),
        migrations.CreateModel(
            name="CourseEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            },
        ),
        migrations.CreateModel(
            name="FocalUser",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            name="ImplantationCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("authority_name", models.CharField(blank=True, max_length=200, verbose_name="máxima autoridad")),
                (
                    "authority_title",
                    models.CharField(blank=True, max_length=200, verbose_name="cargo de la máxima autoridad"),
                ),
                (
                    "authority_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="correo de la máxima autoridad"),
                ),
                ("justification", models.TextField(blank=True, max_length=2000, verbose_name="justificación")),
                ("letter_number", models.CharField(blank=True, max_length=60, verbose_name="número del oficio")),
                ("letter_date", models.DateField(blank=True, null=True, verbose_name="fecha del oficio")),
                ("letter_signer", models.CharField(blank=True, max_length=200, verbose_name="quien firma el oficio")),
                (
                    "letter_signer_title",
                    models.CharField(blank=True, max_length=200, verbose_name="cargo de quien firma"),
                ),
                ("declared_areas", models.PositiveIntegerField(blank=True, null=True, verbose_name="áreas declaradas")),
                (
                    "declared_people",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="servidores declarados"),
                ),
                ("created_at", models.DateTimeField(verbose_name="creada el")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="enviada el")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="vence el")),
                ("extensions", models.PositiveSmallIntegerField(default=0, verbose_name="extensiones")),
                ("rounds", models.PositiveSmallIntegerField(default=0, verbose_name="rondas de verificación")),
                ("required_hours", models.JSONField(blank=True, default=dict, verbose_name="horas de cada curso")),
                ("tenant_created_at", models.DateTimeField(blank=True, null=True, verbose_name="ambiente creado el")),
                (
                    "asked_operation_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="operación solicitada el"),
                ),
                ("operating_at", models.DateTimeField(blank=True, null=True, verbose_name="en operación desde")),
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
                (
                    "production",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institutions.institution",
                        verbose_name="institución de producción",
                    ),
                ),
                (
                    "training",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institutions.institution",
                        verbose_name="institución de capacitación",
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True, verbose_name="nota"),
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
            },
        ),
        migrations.CreateModel(
            name="CasePerson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("aiq", "AIQ"), ("deputy", "AIQ de respaldo")], max_length=10, verbose_name="función"
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
            },
        ),
        migrations.CreateModel(
            name="CaseFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            name="Observation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            name="SupportDesk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("is_green", models.BooleanField(blank=True, null=True, verbose_name="cumplido según el sistema")),
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        condition=models.Q(("state", "published")), fields=("state",), name="tracking_one_published"
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
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
        migrations.AddConstraint(
            model_name="courseedition",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                name="edition_ends_later",
                violation_error_message="La edición debe terminar después de empezar.",
            ),
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
                condition=models.Q(("number", ""), _negated=True), fields=("number",), name="implantation_number_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="implantationcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "withdrawn"]), models.Q(("number", ""), _negated=True), _connector="OR"
                ),
                name="implantation_sent_numbered",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("attendance", "cancelled"), _negated=True),
                fields=("edition", "identity_number"),
                name="enrolment_once",
                violation_error_message="La persona ya está inscrita en esa edición.",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseperson",
            constraint=models.UniqueConstraint(fields=("case", "role"), name="case_person_unique"),
        ),
        migrations.AddConstraint(
            model_name="trackingitem",
            constraint=models.UniqueConstraint(fields=("case", "code"), name="tracking_item_unique"),
        ),
    ]
