import uuid

import django.db.models.deletion
import django_fsm
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import quipux.statefield


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("documents", "0003_search_index"),
        ("files", "0001_initial"),
        ("institutions", "0003_sharing_and_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
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
                    quipux.statefield.StateField(
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
            model_name="attachment",
            name="signatures",
            field=models.JSONField(db_default=[], blank=True, default=list, verbose_name="firmas"),
        ),
        migrations.AddField(
            model_name="attachment",
            name="text",
            field=models.TextField(blank=True, null=True, verbose_name="texto extraído"),
        ),
        migrations.AddField(
            model_name="confidentialgrant",
            name="reason",
            field=models.CharField(
                db_default="inform",
                choices=[("inform", "Informar"), ("task", "Tarea")],
                default="inform",
                max_length=6,
                verbose_name="motivo",
            ),
        ),
        migrations.AddField(
            model_name="copy",
            name="directed_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="institutions.appointment",
                verbose_name="dirigido a",
            ),
        ),
        migrations.AddField(
            model_name="copy",
            name="out_on_task",
            field=models.BooleanField(db_default=False, default=False, verbose_name="en tarea"),
        ),
        migrations.AddField(
            model_name="copy",
            name="own_reference",
            field=models.CharField(
                default="", db_default="", blank=True, max_length=100, verbose_name="referencia de esta copia"
            ),
        ),
        migrations.AddField(
            model_name="copy",
            name="reassigned_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="institutions.appointment",
                verbose_name="reasignado por",
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
        migrations.AddField(
            model_name="document",
            name="antecedent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consequents",
                to="documents.document",
                verbose_name="antecedente",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="attachments_description",
            field=models.CharField(
                default="", db_default="", blank=True, max_length=250, verbose_name="descripción de anexos"
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="hide_draft_steps",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="borrar recorrido luego de la firma"
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="list",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="institutions.distributionlist",
                verbose_name="lista de envío",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="list_version",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="versión de la lista"),
        ),
        migrations.AddField(
            model_name="document",
            name="previewed_revision",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="revisión vista"),
        ),
        migrations.AddField(
            model_name="document",
            name="revision",
            field=models.PositiveIntegerField(db_default=0, default=0, verbose_name="revisión"),
        ),
        migrations.AddField(
            model_name="document",
            name="sent_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="enviado el"),
        ),
        migrations.AddField(
            model_name="document",
            name="temporary_number",
            field=models.CharField(
                default="", db_default="", blank=True, max_length=80, verbose_name="número temporal"
            ),
        ),
        migrations.AddField(
            model_name="documenttype",
            name="initial_html",
            field=models.TextField(default="", db_default="", blank=True, verbose_name="texto inicial"),
        ),
        migrations.AddField(
            model_name="documenttype",
            name="institution",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="institutions.institution",
                verbose_name="institución",
            ),
        ),
        migrations.AddField(
            model_name="documenttype",
            name="internal_only",
            field=models.BooleanField(db_default=False, default=False, verbose_name="para destinatarios internos"),
        ),
        migrations.AddField(
            model_name="party",
            name="acting_note",
            field=models.CharField(
                default="", db_default="", blank=True, max_length=12, verbose_name="calidad en que actúa"
            ),
        ),
        migrations.AddField(
            model_name="party",
            name="list",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="institutions.distributionlist",
                verbose_name="lista de la que vino",
            ),
        ),
        migrations.AddField(
            model_name="party",
            name="override_academic_title",
            field=models.CharField(default="", db_default="", blank=True, max_length=60, verbose_name="título impreso"),
        ),
        migrations.AddField(
            model_name="party",
            name="override_institution",
            field=models.CharField(
                default="", db_default="", blank=True, max_length=200, verbose_name="institución impresa"
            ),
        ),
        migrations.AddField(
            model_name="party",
            name="override_place",
            field=models.CharField(default="", db_default="", blank=True, max_length=80, verbose_name="lugar impreso"),
        ),
        migrations.AddField(
            model_name="party",
            name="override_title",
            field=models.CharField(
                default="", db_default="", blank=True, max_length=200, verbose_name="puesto impreso"
            ),
        ),
        migrations.AlterField(
            model_name="attachment",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attachments",
                to="documents.document",
                verbose_name="documento",
            ),
        ),
        migrations.AlterField(
            model_name="participation",
            name="how",
            field=models.CharField(
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
        migrations.AddIndex(
            model_name="informed",
            index=models.Index(
                models.F("informed"),
                models.OrderBy(models.F("at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("removed_at__isnull", True)),
                name="informed_tray",
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
        migrations.AddConstraint(
            model_name="copy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("role", "original"),
                        ("state__in", ("draft", "unsent_original", "sent", "shelved", "deleted", "annulled", "purged")),
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
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("antecedent", models.F("id")), _negated=True), name="document_not_own_antecedent"
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="session",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attachments",
                to="documents.composesession",
                verbose_name="texto sin guardar",
            ),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(
                condition=models.Q(("scan_state", "pending")), fields=["added_at"], name="attachment_to_scan"
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("document__isnull", False), ("session__isnull", False), _connector="OR"),
                name="attachment_belongs_somewhere",
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
    ]
