"""Tree of áreas guarded by the database, terms of a post, permissions with their past, changes of data, imports."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.functions.text
import django_fsm
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import quipux.statefield


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0001_initial"),
        ("institutions", "0003_sharing_and_lists"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AppointmentTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            ],
            options={
                "verbose_name": "período del puesto",
                "verbose_name_plural": "períodos del puesto",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="AreaVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="nombre")),
                ("sigla", models.CharField(max_length=20, verbose_name="sigla")),
                ("since", models.DateTimeField(blank=True, null=True, verbose_name="desde")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="hasta")),
            ],
            options={
                "verbose_name": "versión del área",
                "verbose_name_plural": "versiones del área",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="DataChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        choices=[("requested", "Solicitado"), ("accepted", "Aceptado"), ("rejected", "Rechazado")],
                        default="requested",
                        max_length=50,
                        protected=True,
                        verbose_name="estado",
                    ),
                ),
                ("requested_at", models.DateTimeField(verbose_name="solicitado el")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="respondido el")),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="respuesta")),
            ],
            options={
                "verbose_name": "solicitud de cambio de datos",
                "verbose_name_plural": "solicitudes de cambio de datos",
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name="ImportJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("fingerprint", models.CharField(blank=True, max_length=64, verbose_name="huella del directorio")),
                ("created_at", models.DateTimeField(verbose_name="cargado el")),
                ("validated_at", models.DateTimeField(blank=True, null=True, verbose_name="validado el")),
                ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="aplicado el")),
            ],
            options={
                "verbose_name": "importación",
                "verbose_name_plural": "importaciones",
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="nombre")),
                ("heading", models.CharField(blank=True, max_length=200, verbose_name="cabecera")),
                ("level", models.PositiveSmallIntegerField(default=1, verbose_name="nivel jerárquico")),
                ("is_active", models.BooleanField(default=True, verbose_name="activo")),
            ],
            options={
                "verbose_name": "puesto del catálogo",
                "verbose_name_plural": "puestos del catálogo",
            },
        ),
        migrations.CreateModel(
            name="RevokedGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("permission", models.CharField(max_length=40, verbose_name="permiso")),
                ("granted_at", models.DateTimeField(verbose_name="otorgado")),
                ("revoked_at", models.DateTimeField(verbose_name="revocado")),
                ("reason", models.CharField(max_length=500, verbose_name="motivo")),
            ],
            options={
                "verbose_name": "permiso revocado",
                "verbose_name_plural": "permisos revocados",
            },
        ),
        migrations.CreateModel(
            name="RoleTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="nombre")),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), size=None, verbose_name="códigos de permiso"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="activa")),
            ],
            options={
                "verbose_name": "plantilla de rol",
                "verbose_name_plural": "plantillas de rol",
            },
        ),
        migrations.AddField(
            model_name="appointment",
            name="certificate",
            field=models.CharField(
                blank=True,
                choices=[("", "Sin certificado"), ("token", "Token"), ("file", "Archivo"), ("biometric", "Biométrico")],
                db_default="",
                default="",
                max_length=10,
                verbose_name="tipo de certificado",
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="city",
            field=models.CharField(blank=True, db_default="", default="", max_length=80, verbose_name="ciudad"),
        ),
        migrations.AddField(
            model_name="appointment",
            name="extension",
            field=models.CharField(blank=True, db_default="", default="", max_length=10, verbose_name="extensión"),
        ),
        migrations.AddField(
            model_name="appointment",
            name="initials",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=5, verbose_name="iniciales sumilla"
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="is_responsible",
            field=models.BooleanField(db_default=False, default=False, verbose_name="responsable de área"),
        ),
        migrations.AddField(
            model_name="appointment",
            name="kind",
            field=models.CharField(
                choices=[("regular", "Titular"), ("charge", "Encargo")],
                db_default="regular",
                default="regular",
                max_length=10,
                verbose_name="tipo",
            ),
        ),
        migrations.AddField(
            model_name="appointment",
            name="mobile",
            field=models.CharField(blank=True, db_default="", default="", max_length=30, verbose_name="celular"),
        ),
        migrations.AddField(
            model_name="appointment",
            name="observation",
            field=models.CharField(blank=True, db_default="", default="", max_length=500, verbose_name="observación"),
        ),
        migrations.AddField(
            model_name="appointment",
            name="phone",
            field=models.CharField(blank=True, db_default="", default="", max_length=30, verbose_name="teléfono"),
        ),
        migrations.AddField(
            model_name="area",
            name="archive_area",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="archived_here",
                to="institutions.area",
                verbose_name="ubicación del archivo físico",
            ),
        ),
        migrations.AddField(
            model_name="area",
            name="code",
            field=models.CharField(blank=True, db_default="", default="", max_length=20, verbose_name="código"),
        ),
        migrations.AddField(
            model_name="area",
            name="email",
            field=models.EmailField(
                blank=True, db_default="", default="", max_length=254, verbose_name="correo del área"
            ),
        ),
        migrations.AddField(
            model_name="area",
            name="template_area",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="templates_from_here",
                to="institutions.area",
                verbose_name="área de la que se copiará la plantilla",
            ),
        ),
        migrations.AddField(
            model_name="area",
            name="uuid",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(), default=uuid.uuid4, editable=False
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="granted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="otorgado por",
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="reason",
            field=models.CharField(blank=True, db_default="", default="", max_length=500, verbose_name="motivo"),
        ),
        migrations.AddField(
            model_name="institution",
            name="authority_email",
            field=models.EmailField(
                blank=True, db_default="", default="", max_length=254, verbose_name="correo de la máxima autoridad"
            ),
        ),
        migrations.AddField(
            model_name="institution",
            name="authority_name",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="máxima autoridad"
            ),
        ),
        migrations.AddField(
            model_name="institution",
            name="authority_post",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="cargo de la máxima autoridad"
            ),
        ),
        migrations.AddField(
            model_name="institution",
            name="function",
            field=models.CharField(
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
        migrations.AddField(
            model_name="institution",
            name="logo",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
                verbose_name="logotipo",
            ),
        ),
        migrations.AddField(
            model_name="institution",
            name="mail_domains",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="dominios de correo"),
        ),
        migrations.AddField(
            model_name="institution",
            name="support_email",
            field=models.EmailField(
                blank=True, db_default="", default="", max_length=254, verbose_name="correo de soporte"
            ),
        ),
        migrations.AddField(
            model_name="institution",
            name="support_email_verified_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="correo de soporte confirmado el"),
        ),
        migrations.AddField(
            model_name="institution",
            name="website",
            field=models.URLField(blank=True, db_default="", default="", verbose_name="página web"),
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
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "permission__in",
                        ("administer_institutions", "maintain_platform", "operate_backups", "validate_citizens"),
                    ),
                    _negated=True,
                ),
                name="grant_not_of_the_platform",
                violation_error_message="Este permiso es de la plataforma y no de un puesto.",
            ),
        ),
        migrations.AddField(
            model_name="appointmentterm",
            name="appointment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="terms",
                to="institutions.appointment",
                verbose_name="puesto",
            ),
        ),
        migrations.AddField(
            model_name="appointmentterm",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="institutions.area",
                verbose_name="área",
            ),
        ),
        migrations.AddField(
            model_name="areaversion",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="institutions.area",
                verbose_name="área",
            ),
        ),
        migrations.AddField(
            model_name="datachange",
            name="evidence",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
                verbose_name="documento de respaldo",
            ),
        ),
        migrations.AddField(
            model_name="datachange",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="data_changes",
                to="institutions.institution",
                verbose_name="institución",
            ),
        ),
        migrations.AddField(
            model_name="datachange",
            name="requested_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="institutions.appointment",
                verbose_name="solicitante",
            ),
        ),
        migrations.AddField(
            model_name="importjob",
            name="file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
                verbose_name="contenido del archivo",
            ),
        ),
        migrations.AddField(
            model_name="importjob",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="imports",
                to="institutions.institution",
                verbose_name="institución",
            ),
        ),
        migrations.AddField(
            model_name="importjob",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="institutions.appointment",
                verbose_name="responsable",
            ),
        ),
        migrations.AddField(
            model_name="post",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="posts",
                to="institutions.institution",
                verbose_name="institución",
            ),
        ),
        migrations.AddField(
            model_name="revokedgrant",
            name="appointment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="revoked_grants",
                to="institutions.appointment",
                verbose_name="puesto",
            ),
        ),
        migrations.AddField(
            model_name="revokedgrant",
            name="granted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="otorgado por",
            ),
        ),
        migrations.AddField(
            model_name="revokedgrant",
            name="revoked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="revocado por",
            ),
        ),
        migrations.AddField(
            model_name="roletemplate",
            name="institution",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="role_templates",
                to="institutions.institution",
                verbose_name="institución",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointmentterm",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on__isnull", True)), fields=("appointment",), name="appointment_term_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="areaversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)), fields=("area",), name="area_version_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="datachange",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["requested", "accepted", "rejected"])), name="data_change_known_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="datachange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "requested")),
                fields=("institution", "field"),
                name="data_change_one_open",
                violation_error_message="Ya existe una solicitud pendiente para ese dato.",
            ),
        ),
        migrations.AddIndex(
            model_name="importjob",
            index=models.Index(fields=["institution", "-created_at"], name="import_of_institution"),
        ),
        migrations.AddConstraint(
            model_name="importjob",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["uploaded", "validated", "applied", "discarded", "failed"])),
                name="import_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                models.F("institution"),
                django.db.models.functions.text.Lower("name"),
                name="post_unique",
                violation_error_message="Ese puesto ya existe.",
            ),
        ),
        migrations.AddConstraint(
            model_name="roletemplate",
            constraint=models.UniqueConstraint(
                models.F("institution"),
                django.db.models.functions.text.Lower("name"),
                name="role_template_unique",
                violation_error_message="Ya existe una plantilla con ese nombre.",
            ),
        ),
    ]
