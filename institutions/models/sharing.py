"""Shared trays and distribution lists (institutions §6.3, §9)."""

from django.conf import settings
from django.db import models

from institutions.querysets import SharedTrayQuerySet


class SharedTray(models.Model):
    """A Jefe shares Recibidos with an appointment of the same área."""

    chief = models.ForeignKey(
        "institutions.Appointment", models.PROTECT, related_name="shares_given", verbose_name="Jefe"
    )
    member = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="shares_received",
                               verbose_name="persona")  # fmt: skip
    since = models.DateTimeField("desde")

    objects = SharedTrayQuerySet.as_manager()

    class Meta:
        verbose_name = "bandeja compartida"
        verbose_name_plural = "bandejas compartidas"
        constraints = [
            models.UniqueConstraint(fields=["chief", "member"], name="shared_tray_unique"),
            models.CheckConstraint(condition=~models.Q(chief=models.F("member")), name="shared_tray_with_another"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.chief_id} → {self.member_id}"


class DistributionList(models.Model):
    """People to whom documents are sent together; ``version`` grows with every change of its members."""

    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="lists",
                                    verbose_name="institución")  # fmt: skip
    owner = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="lists", verbose_name="dueño")
    name = models.CharField("nombre", max_length=250)
    description = models.CharField("descripción", max_length=200, blank=True)
    is_public = models.BooleanField("pública", default=False)
    is_alphabetical = models.BooleanField("en orden alfabético", default=True)
    includes_all_chiefs = models.BooleanField("todos los jefes", default=False)
    rule_area = models.ForeignKey("institutions.Area", models.PROTECT, null=True, blank=True, related_name="+",
                                  verbose_name="área y dependientes")  # fmt: skip
    version = models.PositiveIntegerField("versión", default=1)
    is_active = models.BooleanField("activa", default=True)

    class Meta:
        verbose_name = "lista de envío"
        verbose_name_plural = "listas de envío"
        constraints = [models.UniqueConstraint(fields=["owner", "name"], condition=models.Q(is_active=True),
                                               name="list_name_unique",
                                               violation_error_message="Ya tiene una lista con ese nombre.")]  # fmt: skip

    def __str__(self):
        return self.name


class ListMember(models.Model):
    """An appointment or a citizen in a list, in its order."""

    list = models.ForeignKey(DistributionList, models.CASCADE, related_name="members", verbose_name="lista")
    appointment = models.ForeignKey("institutions.Appointment", models.PROTECT, null=True, blank=True, related_name="+",
                                    verbose_name="puesto")  # fmt: skip
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
                               verbose_name="ciudadano")  # fmt: skip
    position = models.PositiveSmallIntegerField("orden", default=1)

    class Meta:
        verbose_name = "miembro de la lista"
        verbose_name_plural = "miembros de la lista"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["list", "appointment"], name="list_member_unique"),
            models.UniqueConstraint(fields=["list", "person"], name="list_citizen_unique"),
            models.CheckConstraint(name="list_member_is_one",
                                   condition=models.Q(appointment=None, person__isnull=False)
                                   | models.Q(appointment__isnull=False, person=None)),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.list_id}: {self.appointment_id or self.person_id}"

    @property
    def full_name(self) -> str:
        """The person's, whatever she is in the list for."""
        return (self.appointment.person if self.appointment_id else self.person).full_name

    @property
    def place(self) -> str:
        """Puesto, área and institution; of a citizen what she is and her company, never her cédula nor address."""
        if self.appointment_id:
            post = self.appointment
            return f"{post.title} — {post.area.name}, {post.institution.sigla}"
        return place_of_citizen(self.person)


def place_of_citizen(person) -> str:
    """«Ciudadano», and the company if she has one."""
    company = person.citizen.company if hasattr(person, "citizen") else ""
    return f"Ciudadano, {company}" if company else "Ciudadano"
