"""What is written once: the document, its parties, its attachments (documents §2.1)."""

import operator
import uuid
from functools import cached_property, reduce

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from documents.folding import OF_DOCUMENT, folded_together
from documents.states import DocumentKind, PartyRole

# What never changes of a document after Firmar y Enviar (documents §2.1).
FROZEN = ("kind", "type", "institution", "area", "author", "number", "temporary_number", "registered_at",
          "document_date", "body", "attachments_description", "subject", "summary", "reference", "to_label",
          "verification_code", "answer_to", "list", "list_version", "frozen_at")  # fmt: skip
PRINTED = ("identity_number", "academic_title", "name", "title", "area_name", "institution_name", "city", "acting_note")
# Until it is signed or sent, Regenerar PDF may name who exercises De now (documents §2.1, §17).
BEFORE_SIGNATURE = """
    IF {condition} EXISTS (SELECT 1 FROM documents_copy AS original WHERE original.document_id = {document}
            AND original.role = 'original' AND original.state = 'unsent_original')
        AND NOT EXISTS (SELECT 1 FROM documents_signature AS given WHERE given.document_id = {document}) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
"""


def _any_changes(names) -> pgtrigger.Q:
    """Whether an UPDATE changes one of the columns."""
    return reduce(operator.or_, (pgtrigger.Q(**{f"old__{n}__df": pgtrigger.F(f"new__{n}")}) for n in names))


class DocumentType(models.Model):
    """A type of document; unlimited in number, bound to one layout family."""

    slug = models.SlugField(unique=True)
    label = models.CharField("tipo", max_length=60)
    abbreviation = models.CharField("abreviatura", max_length=5, blank=True)
    kind = models.CharField("clase", max_length=20, choices=DocumentKind, default=DocumentKind.OUTGOING)
    layout = models.CharField("formato", max_length=20, blank=True)
    initial_html = models.TextField("texto inicial", blank=True, default="", db_default="")
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, null=True, blank=True,
                                    related_name="+", verbose_name="institución")  # fmt: skip
    internal_only = models.BooleanField("para destinatarios internos", default=False, db_default=False)
    is_active = models.BooleanField("activo", default=True)

    class Meta:
        verbose_name = "tipo de documento"
        verbose_name_plural = "tipos de documento"

    def __str__(self):
        return self.label


class Document(models.Model):
    """A document is written once; everyone who has it holds a copy."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("clase", max_length=20, choices=DocumentKind, default=DocumentKind.OUTGOING)
    type = models.ForeignKey(DocumentType, models.PROTECT, verbose_name="tipo")
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, verbose_name="institución")
    area = models.ForeignKey("institutions.Area", models.PROTECT, verbose_name="área")
    author = models.ForeignKey("institutions.Appointment", models.PROTECT, null=True, blank=True, verbose_name="autor")
    number = models.CharField("número", max_length=80, blank=True)
    temporary_number = models.CharField("número temporal", max_length=80, blank=True, default="", db_default="")
    registered_at = models.DateTimeField("fecha de registro")
    document_date = models.DateTimeField("fecha del documento", null=True)
    subject = models.CharField("asunto", max_length=350)
    sent_at = models.DateTimeField("enviado el", null=True, blank=True)
    body = models.TextField("texto", blank=True)
    attachments_description = models.CharField(
        "descripción de anexos", max_length=250, blank=True, default="", db_default=""
    )
    summary = models.TextField("resumen", max_length=2000, blank=True)
    reference = models.CharField("No. Referencia", max_length=100, blank=True)
    from_label = models.CharField("de", max_length=400, blank=True)
    to_label = models.CharField("para", max_length=400, blank=True)
    verification_code = models.CharField("código de verificación", max_length=19, null=True, unique=True)
    consult_code = models.CharField("código de consulta", max_length=14, blank=True, default="", db_default="")
    answer_to = models.ForeignKey("documents.Copy", models.PROTECT, null=True, blank=True, related_name="answers",
                                  verbose_name="responde a")  # fmt: skip
    antecedent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="consequents",
                                   verbose_name="antecedente")  # fmt: skip
    list = models.ForeignKey("institutions.DistributionList", models.PROTECT, null=True, blank=True, related_name="+",
                             verbose_name="lista de envío")  # fmt: skip
    list_version = models.PositiveIntegerField("versión de la lista", null=True, blank=True)
    hide_draft_steps = models.BooleanField("borrar recorrido luego de la firma", default=False, db_default=False)
    revision = models.PositiveIntegerField("revisión", default=0, db_default=0)
    previewed_revision = models.PositiveIntegerField("revisión vista", null=True, blank=True)
    official_pdf = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
                                     verbose_name="documento")  # fmt: skip
    detached_signature = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True,
                                           related_name="+", verbose_name="firma")  # fmt: skip
    frozen_at = models.DateTimeField("congelado", null=True)

    class Meta:
        verbose_name = "documento"
        verbose_name_plural = "documentos"
        constraints = [
            models.UniqueConstraint(fields=["institution", "number"], name="document_number_unique",
                                    condition=~models.Q(number=""),
                                    violation_error_message="Ese número de documento ya existe."),
            models.UniqueConstraint(fields=["institution", "temporary_number"], name="document_temporary_unique",
                                    condition=~models.Q(temporary_number="")),
            models.CheckConstraint(condition=~models.Q(subject=""), name="document_has_subject"),
            models.CheckConstraint(condition=~models.Q(antecedent=models.F("id")), name="document_not_own_antecedent"),
        ]  # fmt: skip
        indexes = [GinIndex(OpClass(folded_together(*OF_DOCUMENT), "gin_trgm_ops"), name="document_said")]
        triggers = [pgtrigger.Protect(
            name="frozen", operation=pgtrigger.Update,
            condition=pgtrigger.Q(old__frozen_at__isnull=False) & _any_changes(FROZEN),
        ), pgtrigger.Protect(  # it was printed and handed over
            name="consult_code_kept", operation=pgtrigger.Update,
            condition=~pgtrigger.Q(old__consult_code="") & _any_changes(["consult_code"]),
        ), pgtrigger.Trigger(
            name="frozen_sender", operation=pgtrigger.Update, when=pgtrigger.Before,
            condition=pgtrigger.Q(old__frozen_at__isnull=False) & _any_changes(["from_label"]),
            func=BEFORE_SIGNATURE.format(condition="", document="OLD.id"),
        )]  # fmt: skip

    def __str__(self):
        return self.number or self.temporary_number or "(borrador)"

    @property
    def shown_date(self):
        """«Fecha Documento» (documents §2.2): of what came from outside, when it was registered."""
        return self.registered_at if self.kind == DocumentKind.INCOMING else self.document_date

    @cached_property
    def sender(self):
        """Whoever stands in De, read once."""
        return self.parties.get(role=PartyRole.FROM)

    @property
    def is_signed(self) -> bool:
        """Whether its electronic signature was accepted; lists fetch ``signature`` with the document."""
        return hasattr(self, "signature")


class Party(models.Model):
    """De, Para or Copia of a document; what is printed is frozen when it is sent."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="parties", verbose_name="documento")
    role = models.CharField("calidad", max_length=4, choices=PartyRole)
    position = models.PositiveSmallIntegerField("orden", default=1)
    appointment = models.ForeignKey("institutions.Appointment", models.PROTECT, null=True, blank=True,
                                    verbose_name="puesto")  # fmt: skip
    person = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, verbose_name="ciudadano")
    list = models.ForeignKey("institutions.DistributionList", models.PROTECT, null=True, blank=True, related_name="+",
                             verbose_name="lista de la que vino")  # fmt: skip
    override_academic_title = models.CharField("título impreso", max_length=60, blank=True, default="", db_default="")
    override_title = models.CharField("puesto impreso", max_length=200, blank=True, default="", db_default="")
    override_institution = models.CharField(
        "institución impresa", max_length=200, blank=True, default="", db_default=""
    )
    override_place = models.CharField("lugar impreso", max_length=80, blank=True, default="", db_default="")
    acting_note = models.CharField("calidad en que actúa", max_length=12, blank=True, default="", db_default="")
    identity_number = models.CharField("documento de identidad", max_length=20, blank=True, default="", db_default="")
    academic_title = models.CharField("título", max_length=60, blank=True)
    name = models.CharField("nombre", max_length=250, blank=True)
    title = models.CharField("puesto", max_length=200, blank=True)
    area_name = models.CharField("área", max_length=200, blank=True)
    institution_name = models.CharField("institución", max_length=200, blank=True)
    city = models.CharField("ciudad", max_length=80, blank=True)

    class Meta:
        verbose_name = "parte"
        verbose_name_plural = "partes"
        ordering = ["role", "position", "pk"]
        constraints = [
            models.CheckConstraint(name="party_appointment_or_person",
                                   condition=models.Q(appointment__isnull=True) ^ models.Q(person__isnull=True)),
            models.UniqueConstraint(fields=["document", "appointment"], name="party_appointment_once"),
            models.UniqueConstraint(fields=["document", "person"], name="party_person_once"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["appointment", "document"], name="party_sender",
                                condition=models.Q(role=PartyRole.FROM))]  # fmt: skip
        triggers = [pgtrigger.Trigger(
            name="frozen", operation=pgtrigger.Update, when=pgtrigger.Before,
            condition=~pgtrigger.Q(old__name="") & _any_changes(PRINTED),
            func=BEFORE_SIGNATURE.format(condition="OLD.role = 'from' AND", document="OLD.document_id"),
        )]  # fmt: skip

    def __str__(self):
        return self.name
