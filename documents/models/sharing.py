"""Who was told of a copy, who may read it though it is confidential, and who took part (documents §2.2)."""

from django.db import models

from documents.participation import ParticipationQuerySet
from documents.states import GrantReason, How


class Informed(models.Model):
    """Somebody was told of a copy; informing again refreshes the row."""

    copy = models.ForeignKey("documents.Copy", models.PROTECT, related_name="informed", verbose_name="copia")
    informer = models.ForeignKey(
        "institutions.Appointment", models.PROTECT, related_name="+", verbose_name="informador"
    )
    informed = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+", verbose_name="informado")
    comment = models.TextField("comentario", blank=True)
    at = models.DateTimeField("fecha")
    read_at = models.DateTimeField("leído el", null=True, blank=True)
    removed_at = models.DateTimeField("borrado el", null=True, blank=True)

    class Meta:
        verbose_name = "informado"
        verbose_name_plural = "informados"
        constraints = [models.UniqueConstraint(fields=["copy", "informer", "informed"], name="informed_unique")]
        indexes = [models.Index("informed", models.F("at").desc(), models.F("id").desc(), name="informed_tray",
                                condition=models.Q(removed_at__isnull=True))]  # fmt: skip

    def __str__(self):
        return f"{self.copy_id}: {self.informed_id}"


class ConfidentialGrant(models.Model):
    """Leave to read one confidential copy, given when informing or assigning a task."""

    copy = models.ForeignKey("documents.Copy", models.PROTECT, related_name="grants", verbose_name="copia")
    appointment = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+", verbose_name="puesto")
    granted_by = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+",
                                   verbose_name="otorgado por")  # fmt: skip
    reason = models.CharField(
        "motivo", max_length=6, choices=GrantReason, default=GrantReason.INFORM, db_default="inform"
    )
    at = models.DateTimeField("fecha")
    revoked_at = models.DateTimeField("retirado el", null=True, blank=True)

    class Meta:
        verbose_name = "autorización de lectura"
        verbose_name_plural = "autorizaciones de lectura"
        constraints = [models.UniqueConstraint(fields=["copy", "appointment"], name="grant_confidential_unique",
                                               condition=models.Q(revoked_at__isnull=True))]  # fmt: skip

    def __str__(self):
        return f"{self.copy_id}: {self.appointment_id}"


class Participation(models.Model):
    """One fact: an appointment took part in a document, and how (performance §2).

    Written by the service that makes the fact. It answers which documents of an appointment lie
    between two dates by one range scan, and bounds what a person may see. Comment and deadline are those
    of a reassignment: each is a row of the tray Reasignados.
    """

    appointment = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+", verbose_name="puesto")
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+", verbose_name="documento")
    copy = models.ForeignKey("documents.Copy", models.PROTECT, related_name="participations", verbose_name="copia")
    how = models.CharField("modo", max_length=14, choices=How)
    document_date = models.DateTimeField("fecha del documento")
    at = models.DateTimeField("fecha de la acción")
    other = models.ForeignKey("institutions.Appointment", models.PROTECT, null=True, related_name="+",
                              verbose_name="otra persona")  # fmt: skip
    comment = models.TextField("comentario", blank=True, default="", db_default="")
    deadline = models.DateField("fecha máxima", null=True, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = "participación"
        verbose_name_plural = "participaciones"
        indexes = [
            models.Index(fields=["appointment", "document_date", "document"], name="participation_period"),
            models.Index("appointment", models.F("at").desc(), models.F("id").desc(), name="participation_reassigned",
                         condition=models.Q(how="reassigned_by")),
            # What lets somebody read: of who received very much, only the little beside it (documents §16.2).
            models.Index(fields=["appointment", "copy"], name="participation_sight",
                         condition=models.Q(how__in=How.giving_sight())),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.appointment_id} {self.how} {self.document_id}"
