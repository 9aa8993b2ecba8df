"""The whole app in one step, for installations that begin here; older ones walk the migrations it replaces.

Each table is made at once with all its columns, which takes a tenth of the time. What is no table comes from the
migrations that wrote it first.
"""

import uuid
from importlib import import_module

import django.db.models.deletion
import django.db.models.functions.text
import django_fsm
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import accounts.models.people
import quipux.statefield
from quipux.migrating import AtOnce

# The table of people is made without rows, so that only the sequence is left of what 0003 and later wrote by hand.
sequences = [one for one in import_module("accounts.migrations.0003_citizen_profile").Migration.operations
             if isinstance(one, migrations.RunSQL)]  # fmt: skip


class Migration(migrations.Migration):
    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_preferences"),
        ("accounts", "0003_citizen_profile"),
        ("accounts", "0004_signature_applications"),
        ("accounts", "0005_credentials"),
        ("accounts", "0006_credential_states"),
        ("accounts", "0007_guarding"),
        ("accounts", "0008_registrations_changes_merges"),
        ("accounts", "0009_platform_roles"),
        ("accounts", "0010_open_sessions"),
        ("accounts", "0011_second_factor"),
    ]

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("files", "0001_initial"),
    ]

    operations = [
        *sequences,
        AtOnce(
            [
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "identity_kind",
                            models.CharField(
                                choices=[
                                    ("cedula", "Cédula"),
                                    ("passport", "Pasaporte"),
                                    ("internal", "Sin identificación"),
                                ],
                                default="cedula",
                                max_length=10,
                                verbose_name="tipo de identificación",
                            ),
                        ),
                        ("identity_number", models.CharField(db_index=True, max_length=20, verbose_name="cédula")),
                        (
                            "passport_country",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=3, verbose_name="país del pasaporte"
                            ),
                        ),
                        ("given_names", models.CharField(max_length=100, verbose_name="nombres")),
                        ("surnames", models.CharField(max_length=100, verbose_name="apellidos")),
                        ("academic_title", models.CharField(blank=True, max_length=60, verbose_name="título")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="correo electrónico")),
                        (
                            "email_verified_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="correo confirmado el"),
                        ),
                        (
                            "email_stale_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="correo de una institución que dejó, desde"
                            ),
                        ),
                        (
                            "credential",
                            accounts.models.people.CredentialField(
                                choices=[
                                    ("pending", "Sin activar"),
                                    ("active", "Activa"),
                                    ("suspended", "Suspendida"),
                                    ("closed", "Cerrada"),
                                ],
                                db_default="pending",
                                default="pending",
                                max_length=50,
                                protected=True,
                                verbose_name="credencial",
                            ),
                        ),
                        (
                            "credential_version",
                            models.PositiveIntegerField(
                                db_default=1, default=1, verbose_name="versión de la credencial"
                            ),
                        ),
                        (
                            "password_changed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="contraseña cambiada el"),
                        ),
                        (
                            "second_factor_since",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="segundo factor obligatorio desde"
                            ),
                        ),
                        (
                            "must_change_password",
                            models.BooleanField(
                                db_default=False, default=False, verbose_name="debe cambiar la contraseña"
                            ),
                        ),
                        (
                            "sumilla",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=10,
                                verbose_name="sumilla de responsabilidad",
                            ),
                        ),
                        (
                            "gets_mails",
                            models.BooleanField(
                                db_default=True, default=True, verbose_name="enviar notificaciones al correo"
                            ),
                        ),
                        (
                            "opens_drafts_to_edit",
                            models.BooleanField(
                                db_default=False, default=False, verbose_name="redireccionar a edición"
                            ),
                        ),
                        (
                            "opens_file_at_once",
                            models.BooleanField(
                                db_default=False, default=False, verbose_name="mostrar documento automáticamente"
                            ),
                        ),
                        (
                            "uses_shortcuts",
                            models.BooleanField(db_default=True, default=True, verbose_name="atajos de teclado"),
                        ),
                        (
                            "gets_daily_summary",
                            models.BooleanField(
                                db_default=False, default=False, verbose_name="resumen diario por correo"
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="activo")),
                        ("is_staff", models.BooleanField(default=False, verbose_name="operador SGE")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="creado")),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "persona",
                        "verbose_name_plural": "personas",
                        "permissions": [
                            ("manage_credentials", "Suspender, habilitar y cerrar credenciales"),
                            ("assist_people", "Enviar el enlace de la contraseña, desbloquear y cerrar sesiones"),
                            ("reveal_identity", "Ver una cédula completa, con el motivo"),
                            ("search_audit", "Buscar en los accesos y en el Recorrido"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("identity_number", "identity_kind", "passport_country"),
                                name="user_unique_identity",
                                violation_error_message="Esa identificación ya pertenece a otra persona.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("credential__in", ["pending", "active", "suspended", "closed"])),
                                name="user_known_credential",
                            ),
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("email"),
                                condition=models.Q(
                                    ("email_verified_at__isnull", False), models.Q(("email", ""), _negated=True)
                                ),
                                name="user_verified_email_unique",
                                violation_error_message="Ese correo ya pertenece a otra persona.",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Agreement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField(unique=True, verbose_name="versión")),
                        ("published_at", models.DateTimeField(verbose_name="publicado el")),
                        (
                            "pdf",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                                verbose_name="PDF",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "acuerdo de uso",
                        "verbose_name_plural": "acuerdos de uso",
                    },
                ),
                migrations.CreateModel(
                    name="CitizenProfile",
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
                                choices=[("unsigned", "Sin firma"), ("signed", "Con firma")],
                                default="unsigned",
                                max_length=10,
                                verbose_name="tipo de ciudadano",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("active", "Activo"), ("inactive", "Inactivo")],
                                default="active",
                                max_length=10,
                                verbose_name="estado",
                            ),
                        ),
                        ("other_document", models.CharField(blank=True, max_length=30, verbose_name="otro documento")),
                        ("company", models.CharField(blank=True, max_length=200, verbose_name="institución o empresa")),
                        ("post", models.CharField(blank=True, max_length=200, verbose_name="puesto")),
                        ("phone", models.CharField(blank=True, max_length=30, verbose_name="teléfono")),
                        (
                            "country",
                            models.CharField(blank=True, default="Ecuador", max_length=60, verbose_name="país"),
                        ),
                        ("province", models.CharField(blank=True, max_length=60, verbose_name="provincia")),
                        ("city", models.CharField(blank=True, max_length=80, verbose_name="ciudad")),
                        ("canton", models.CharField(blank=True, max_length=80, verbose_name="cantón")),
                        ("address", models.CharField(blank=True, max_length=250, verbose_name="dirección")),
                        ("address_note", models.CharField(blank=True, max_length=250, verbose_name="referencia")),
                        (
                            "origin",
                            models.CharField(
                                choices=[("window", "Ventanilla"), ("portal", "Portal"), ("migration", "Migración")],
                                default="window",
                                max_length=10,
                                verbose_name="origen",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="creado")),
                        (
                            "person",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="citizen",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="persona",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "ciudadano",
                        "verbose_name_plural": "ciudadanos",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("other_document", ""), _negated=True),
                                fields=["other_document"],
                                name="citizen_other_document",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LoginBarrier",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject", models.CharField(max_length=64, unique=True, verbose_name="huella")),
                        ("until", models.DateTimeField(verbose_name="hasta")),
                        ("times", models.PositiveSmallIntegerField(default=1, verbose_name="veces seguidas")),
                    ],
                    options={
                        "verbose_name": "bloqueo de ingreso",
                        "verbose_name_plural": "bloqueos de ingreso",
                        "indexes": [models.Index(fields=["until"], name="barrier_by_end")],
                    },
                ),
                migrations.CreateModel(
                    name="LoginTry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="fecha")),
                        ("account", models.CharField(max_length=64, verbose_name="huella de la cuenta")),
                        ("network", models.CharField(max_length=64, verbose_name="huella de la red")),
                        (
                            "pair",
                            models.CharField(
                                max_length=64, verbose_name="huella de cuenta y red, o de cuenta y equipo"
                            ),
                        ),
                        ("succeeded", models.BooleanField(verbose_name="ingresó")),
                    ],
                    options={
                        "verbose_name": "intento de ingreso",
                        "verbose_name_plural": "intentos de ingreso",
                        "indexes": [
                            models.Index(fields=["pair", "at"], name="try_by_pair"),
                            models.Index(fields=["account", "at"], name="try_by_account"),
                            models.Index(fields=["network", "at"], name="try_by_network"),
                            models.Index(fields=["at"], name="try_by_date"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Merge",
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
                                choices=[("applied", "Aplicada"), ("undone", "Deshecha"), ("final", "Definitiva")],
                                default="applied",
                                max_length=50,
                                protected=True,
                                verbose_name="estado",
                            ),
                        ),
                        ("evidence", models.CharField(max_length=200, verbose_name="evidencia")),
                        ("reason", models.TextField(max_length=600, verbose_name="motivo")),
                        ("was_active", models.BooleanField(verbose_name="la absorbida podía ingresar")),
                        ("applied_at", models.DateTimeField(verbose_name="aplicada el")),
                        ("undo_until", models.DateTimeField(verbose_name="se puede deshacer hasta")),
                        (
                            "absorbed",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="persona absorbida",
                            ),
                        ),
                        (
                            "applied_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="unificó",
                            ),
                        ),
                        (
                            "survivor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="persona que queda",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "unificación",
                        "verbose_name_plural": "unificaciones",
                        "permissions": [("merge_any", "Unificar a dos personas que tienen identificación")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["applied", "undone", "final"])),
                                name="merge_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("survivor", models.F("absorbed")), _negated=True),
                                name="merge_of_two",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "undone"), _negated=True),
                                fields=("absorbed",),
                                name="merge_absorbed_once",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="MergedRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("participant", models.CharField(max_length=80, verbose_name="participante")),
                        ("row", models.BigIntegerField(verbose_name="fila")),
                        ("is_restored", models.BooleanField(default=False, verbose_name="devuelta")),
                        (
                            "merge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="accounts.merge",
                                verbose_name="unificación",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "fila unificada",
                        "verbose_name_plural": "filas unificadas",
                        "constraints": [
                            models.UniqueConstraint(fields=("merge", "participant", "row"), name="merged_row_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpenSession",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("device", models.CharField(blank=True, max_length=200, verbose_name="equipo")),
                        ("device_name", models.CharField(blank=True, max_length=32, verbose_name="huella del equipo")),
                        ("network", models.CharField(blank=True, max_length=45, verbose_name="red")),
                        ("idle_minutes", models.PositiveSmallIntegerField(verbose_name="minutos sin uso")),
                        ("began_at", models.DateTimeField(verbose_name="inicio")),
                        ("last_used_at", models.DateTimeField(verbose_name="último uso")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="fin")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="open_sessions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="persona",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "sesión",
                        "verbose_name_plural": "sesiones",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at", None)), fields=["person"], name="session_alive"
                            ),
                            models.Index(fields=["last_used_at"], name="session_by_use"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PasswordLink",
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
                                choices=[("activation", "Crear contraseña"), ("recovery", "Cambio de contraseña")],
                                max_length=10,
                                verbose_name="clase",
                            ),
                        ),
                        ("digest", models.CharField(max_length=64, unique=True, verbose_name="huella")),
                        ("credential_version", models.PositiveIntegerField(verbose_name="versión de la credencial")),
                        ("address", models.EmailField(max_length=254, verbose_name="enviado a")),
                        ("created_at", models.DateTimeField(verbose_name="creado el")),
                        ("expires_at", models.DateTimeField(verbose_name="vence el")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="usado o reemplazado el")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="password_links",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="persona",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "enlace de contraseña",
                        "verbose_name_plural": "enlaces de contraseña",
                        "indexes": [models.Index(fields=["expires_at"], name="link_by_end")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["activation", "recovery"])), name="link_known_kind"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)), fields=("person",), name="link_one_alive"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PersonChange",
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
                                    ("pending", "Pendiente"),
                                    ("accepted", "Aceptada"),
                                    ("rejected", "Rechazada"),
                                    ("withdrawn", "Retirada"),
                                ],
                                default="pending",
                                max_length=50,
                                protected=True,
                                verbose_name="estado",
                            ),
                        ),
                        ("proposed", models.JSONField(verbose_name="datos pendientes")),
                        ("accepted", models.JSONField(default=list, verbose_name="datos aceptados")),
                        ("reason", models.TextField(blank=True, max_length=600, verbose_name="motivo")),
                        ("created_at", models.DateTimeField(verbose_name="propuesta el")),
                        ("due_on", models.DateField(verbose_name="atender hasta")),
                        ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="recordada el")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="data_changes",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="persona",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "cambio de datos",
                        "verbose_name_plural": "cambios de datos",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "pending")), fields=["due_on"], name="person_change_queue"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["pending", "accepted", "rejected", "withdrawn"])),
                                name="person_change_known_state",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "pending")),
                                fields=("person",),
                                name="person_change_one_open",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Registration",
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
                                    ("requested", "Solicitada"),
                                    ("email_verified", "Correo verificado"),
                                    ("to_validate", "Por validar"),
                                    ("active", "Activa"),
                                    ("rejected", "Rechazada"),
                                    ("expired", "Caducada"),
                                ],
                                default="requested",
                                max_length=50,
                                protected=True,
                                verbose_name="estado",
                            ),
                        ),
                        (
                            "identity_kind",
                            models.CharField(
                                choices=[
                                    ("cedula", "Cédula"),
                                    ("passport", "Pasaporte"),
                                    ("internal", "Sin identificación"),
                                ],
                                max_length=10,
                                verbose_name="tipo de identificación",
                            ),
                        ),
                        ("identity_number", models.CharField(max_length=20, verbose_name="cédula o pasaporte")),
                        (
                            "passport_country",
                            models.CharField(blank=True, max_length=3, verbose_name="país del pasaporte"),
                        ),
                        ("given_names", models.CharField(max_length=100, verbose_name="nombres")),
                        ("surnames", models.CharField(max_length=100, verbose_name="apellidos")),
                        ("email", models.EmailField(max_length=254, verbose_name="correo electrónico")),
                        ("phone", models.CharField(blank=True, max_length=30, verbose_name="teléfono")),
                        ("city", models.CharField(max_length=80, verbose_name="ciudad")),
                        ("address", models.CharField(blank=True, max_length=250, verbose_name="dirección")),
                        ("created_at", models.DateTimeField(verbose_name="creada el")),
                        (
                            "email_verified_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="correo verificado el"),
                        ),
                        ("reason", models.TextField(blank=True, max_length=600, verbose_name="motivo")),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="persona registrada",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "registro de ciudadano",
                        "verbose_name_plural": "registros de ciudadanos",
                        "permissions": [
                            ("validate_people", "Validar registros, cambios de datos y unificaciones de personas")
                        ],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ("requested", "email_verified", "to_validate"))),
                                fields=["created_at"],
                                name="registration_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["requested", "email_verified", "to_validate", "active", "rejected", "expired"],
                                    )
                                ),
                                name="registration_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "active"), _negated=True),
                                    ("person__isnull", False),
                                    _connector="OR",
                                ),
                                name="registration_active_has_person",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="RoleGrant",
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
                                choices=[
                                    ("sge_agq", "AGQ"),
                                    ("sge_trainer", "Capacitador"),
                                    ("sge_validator", "Validador"),
                                    ("sge_desk", "Mesa de servicio"),
                                    ("sge_viewer", "Consulta"),
                                    ("tech_superadmin", "Superadministrador técnico"),
                                    ("auditor", "Auditor / Delegado de Protección de Datos"),
                                ],
                                max_length=20,
                                verbose_name="rol",
                            ),
                        ),
                        (
                            "state",
                            quipux.statefield.StateField(
                                choices=[
                                    ("pending", "Pendiente"),
                                    ("confirmed", "Confirmado"),
                                    ("withdrawn", "Retirado"),
                                    ("expired", "Caducado"),
                                ],
                                default="pending",
                                max_length=50,
                                protected=True,
                                verbose_name="estado",
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="motivo")),
                        ("proposed_at", models.DateTimeField(verbose_name="propuesto el")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="role_grants",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="persona",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="propuso",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "rol propuesto",
                        "verbose_name_plural": "roles propuestos",
                        "permissions": [("grant_roles", "Proponer, confirmar y quitar roles de la plataforma")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["pending", "confirmed", "withdrawn", "expired"])),
                                name="role_grant_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        [
                                            "sge_agq",
                                            "sge_trainer",
                                            "sge_validator",
                                            "sge_desk",
                                            "sge_viewer",
                                            "tech_superadmin",
                                            "auditor",
                                        ],
                                    )
                                ),
                                name="role_grant_known_role",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("person", models.F("proposed_by")), _negated=True),
                                name="role_grant_for_another",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "pending")),
                                fields=("person", "role"),
                                name="role_grant_one_open",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="SecondFactor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("seed", models.TextField(verbose_name="semilla cifrada")),
                        ("last_step", models.BigIntegerField(default=0, verbose_name="último intervalo usado")),
                        ("created_at", models.DateTimeField(verbose_name="activado el")),
                        (
                            "person",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="second_factor",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="persona",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "segundo factor",
                        "verbose_name_plural": "segundos factores",
                    },
                ),
                migrations.CreateModel(
                    name="RecoveryCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("digest", models.CharField(max_length=64, verbose_name="huella")),
                        ("used_at", models.DateTimeField(null=True, verbose_name="usado el")),
                        (
                            "factor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="codes",
                                to="accounts.secondfactor",
                                verbose_name="segundo factor",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "código de recuperación",
                        "verbose_name_plural": "códigos de recuperación",
                        "constraints": [
                            models.UniqueConstraint(fields=("factor", "digest"), name="recovery_code_unique")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SignatureApplication",
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
                                    ("draft", "En Edición"),
                                    ("submitted", "Enviado"),
                                    ("authorised", "Autorizado"),
                                    ("rejected", "Rechazado"),
                                    ("suspended", "Suspendido"),
                                ],
                                default="draft",
                                max_length=50,
                                protected=True,
                                verbose_name="estado",
                            ),
                        ),
                        ("signature", models.JSONField(blank=True, default=dict, verbose_name="firma del acuerdo")),
                        (
                            "certificate_kind",
                            models.CharField(
                                blank=True,
                                choices=[("token", "Token"), ("file", "Archivo"), ("biometric", "Biométrico")],
                                max_length=10,
                                verbose_name="tipo de certificado",
                            ),
                        ),
                        ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="enviada el")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="atender hasta")),
                        ("observation", models.TextField(blank=True, max_length=600, verbose_name="observación")),
                        ("created_at", models.DateTimeField(verbose_name="creada el")),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.agreement",
                                verbose_name="acuerdo de uso",
                            ),
                        ),
                        (
                            "person",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signature_application",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ciudadano",
                            ),
                        ),
                        (
                            "signed_agreement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="files.storedfile",
                                verbose_name="acuerdo firmado",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "solicitud de firma",
                        "verbose_name_plural": "solicitudes de firma",
                        "permissions": [
                            ("decide_application", "Autorizar, rechazar y suspender solicitudes de firma de ciudadanos")
                        ],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "submitted")), fields=["due_on"], name="application_queue"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "submitted", "authorised", "rejected", "suspended"])
                                ),
                                name="application_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "rejected"]),
                                    models.Q(("signed_agreement__isnull", False), ("submitted_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="application_sent_signed",
                            ),
                        ],
                    },
                    bases=(django_fsm.FSMModelMixin, models.Model),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agreement",
                    trigger=pgtrigger.compiler.Trigger(
                        name="kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c94c05da456fc3cd75826151a4c65c63a181f111",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_kept_33629",
                            table="accounts_agreement",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        ),
    ]
