import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import documents.models.numbering


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0004_daily_work"),
        ("institutions", "0003_sharing_and_lists"),
    ]

    operations = [
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
        migrations.AlterField(
            model_name="numbercounter",
            name="area",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="institutions.area",
                verbose_name="área",
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
    ]
