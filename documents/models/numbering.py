"""Numbers: how they are written, which were given, and why a value never was (documents §2.1, §7)."""

import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from documents.models.practice import OF_COUNTER, kept
from documents.states import NumberStatus, NumberToken


def default_tokens() -> list[str]:
    """``{institución}-{área}-{año}-{secuencial}-{tipo}`` (documents §7.1)."""
    return [NumberToken.INSTITUTION, NumberToken.AREA, NumberToken.YEAR, NumberToken.SEQUENCE, NumberToken.TYPE]


class NumberFormat(models.Model):
    """How the numbers of an área and a type are written; a pair without a row has the defaults.

    With ``copies_from`` the pair uses the format, the sigla and the counter of that área.
    """

    class Separator(models.TextChoices):
        DASH = "-", "-"
        SLASH = "/", "/"
        POINT = ".", "."
        LOW_LINE = "_", "_"

    class YearDigits(models.IntegerChoices):
        TWO = 2, "2"
        FOUR = 4, "4"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = models.ForeignKey("institutions.Area", models.PROTECT, related_name="number_formats", verbose_name="área")
    type = models.ForeignKey("documents.DocumentType", models.PROTECT, related_name="+", verbose_name="tipo")
    tokens = ArrayField(models.CharField(max_length=12, choices=NumberToken), default=default_tokens,
                        verbose_name="formato")  # fmt: skip
    separator = models.CharField("separador", max_length=1, choices=Separator, default=Separator.DASH)
    abbreviation = models.CharField(
        "abreviación", max_length=10, blank=True,
        validators=[RegexValidator(r"^[A-Z0-9]*\Z", "La abreviación sólo admite letras mayúsculas y números.")])  # fmt: skip
    year_digits = models.PositiveSmallIntegerField("Nº dígitos año", choices=YearDigits, default=YearDigits.FOUR)
    sequence_digits = models.PositiveSmallIntegerField("Nº dígitos secuencial", default=4,
                                                       validators=[MinValueValidator(1), MaxValueValidator(9)])  # fmt: skip
    copies_from = models.ForeignKey("institutions.Area", models.PROTECT, null=True, blank=True, related_name="+",
                                    verbose_name="copiar formato del área")  # fmt: skip

    class Meta:
        verbose_name = "formato de numeración"
        verbose_name_plural = "formatos de numeración"
        constraints = [
            models.UniqueConstraint(fields=["area", "type"], name="number_format_unique"),
            models.CheckConstraint(condition=models.Q(tokens__contains=["year", "sequence"]),
                                   name="number_format_obligatory_tokens",
                                   violation_error_message="El formato debe incluir Año y Secuencial."),
            models.CheckConstraint(condition=models.Q(year_digits__in=[2, 4], sequence_digits__range=(1, 9)),
                                   name="number_format_digits"),
            models.CheckConstraint(condition=models.Q(copies_from__isnull=True) | ~models.Q(copies_from=models.F("area")),
                                   name="number_format_not_its_own_copy"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.area.sigla} – {self.type.label}"

    def history_subject(self):
        return "number_format", self.uuid

    def history_states(self):
        return "", ""


class NumberCounter(models.Model):
    """The last value given of a series in a year; locked while it issues.

    ``area`` is that of the format; without one it is the citizens' series.
    """

    area = models.ForeignKey("institutions.Area", models.PROTECT, null=True, blank=True, verbose_name="área")
    type = models.ForeignKey("documents.DocumentType", models.PROTECT, verbose_name="tipo")
    year = models.PositiveSmallIntegerField("año")
    last = models.PositiveIntegerField("último número", default=0)

    class Meta:
        verbose_name = "secuencia de numeración"
        verbose_name_plural = "secuencias de numeración"
        constraints = [
            models.UniqueConstraint(fields=["area", "type", "year"], name="counter_unique"),
            models.UniqueConstraint(fields=["type", "year"], name="counter_of_citizens_unique",
                                    condition=models.Q(area__isnull=True)),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.series} {self.year}"

    @property
    def series(self) -> str:
        """The área and the type in words; counters are always read with both."""
        return f"{self.area.institution.sigla} {self.area.sigla} – {self.type.label}" if self.area else self.type.label


class TemporaryCounter(models.Model):
    """The last temporary number of an área in a year; without área, of the citizens."""

    area = models.ForeignKey("institutions.Area", models.PROTECT, null=True, blank=True, related_name="+",
                             verbose_name="área")  # fmt: skip
    year = models.PositiveSmallIntegerField("año")
    last = models.PositiveIntegerField("último número", default=0)

    class Meta:
        verbose_name = "secuencia de números temporales"
        verbose_name_plural = "secuencias de números temporales"
        constraints = [models.UniqueConstraint(fields=["area", "year"], name="temporary_counter_unique",
                                               nulls_distinct=False)]  # fmt: skip

    def __str__(self):
        return f"{self.area_id} {self.year}: {self.last}"


class IssuedNumber(models.Model):
    """A value given to a document for ever; it may be annulled, never given again.

    ``institution`` is the one whose series it is, which for a received document is not its
    author's; without one it is the citizens' series.
    """

    institution = models.ForeignKey("institutions.Institution", models.PROTECT, null=True, blank=True,
                                    related_name="+", verbose_name="institución")  # fmt: skip
    counter = models.ForeignKey(NumberCounter, models.PROTECT, related_name="issued", verbose_name="secuencia")
    value = models.PositiveIntegerField("valor")
    text = models.CharField("número", max_length=80)
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="numbers", verbose_name="documento")
    status = models.CharField("estado", max_length=8, choices=NumberStatus, default=NumberStatus.USED)
    reason = models.CharField("motivo", max_length=500, blank=True)
    annulled_by = models.CharField("anulado por", max_length=250, blank=True)
    issued_at = models.DateTimeField("fecha de emisión")
    issued_by = models.CharField("emitido por", max_length=250)

    class Meta:
        verbose_name = "número emitido"
        verbose_name_plural = "números emitidos"
        constraints = [
            models.UniqueConstraint(fields=["institution", "text"], name="issued_number_text_unique",
                                    nulls_distinct=False, violation_error_message="Ese número de documento ya existe."),
            models.UniqueConstraint(fields=["counter", "value"], name="issued_number_value_unique"),
            models.UniqueConstraint(fields=["document", "institution"], name="issued_number_once_per_institution",
                                    nulls_distinct=False),
            models.CheckConstraint(condition=models.Q(value__gte=1), name="issued_number_from_one"),
            models.CheckConstraint(condition=models.Q(status="used") | models.Q(status="annulled") & ~models.Q(reason=""),
                                   name="issued_number_annulled_with_reason"),
        ]  # fmt: skip
        triggers = [
            kept(),
            pgtrigger.ReadOnly(name="unchanged", exclude=["status", "reason", "annulled_by"]),
        ]

    def __str__(self):
        return self.text


class NumberSkip(models.Model):
    """Values of a counter, ``first`` to ``last``, that were never given, and why."""

    counter = models.ForeignKey(NumberCounter, models.PROTECT, related_name="skips", verbose_name="secuencia")
    first = models.PositiveIntegerField("desde")
    last = models.PositiveIntegerField("hasta")
    reason = models.CharField("motivo", max_length=500)
    actor = models.CharField("responsable", max_length=250)
    at = models.DateTimeField("fecha")

    class Meta:
        verbose_name = "salto de numeración"
        verbose_name_plural = "saltos de numeración"
        constraints = [
            models.UniqueConstraint(fields=["counter", "first"], name="number_skip_unique"),
            models.CheckConstraint(condition=models.Q(first__gte=1, last__gte=models.F("first")),
                                   name="number_skip_goes_forward"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="number_skip_has_reason"),
        ]  # fmt: skip
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Update), kept(OF_COUNTER)]

    def __str__(self):
        return f"{self.first}–{self.last}"
