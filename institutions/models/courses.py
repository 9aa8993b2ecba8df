"""Courses of the SGE, their editions and who attends (institutions §12.5)."""

import uuid

from django.db import models

from institutions.implantation.states import Attendance
from quipux import clock

QUARTERS = 4  # of an hour


class Course(models.Model):
    """One of the obligatory courses of seed 002."""

    slug = models.SlugField("código", unique=True)
    name = models.CharField("nombre", max_length=80)
    hours = models.PositiveSmallIntegerField("horas")
    position = models.PositiveSmallIntegerField("orden", default=1)

    class Meta:
        verbose_name = "curso"
        verbose_name_plural = "cursos"
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(hours__gte=1), name="course_has_hours")]

    def __str__(self):
        return self.name


class CourseEdition(models.Model):
    """A course on one day."""

    class Mode(models.TextChoices):
        ON_SITE = "on_site", "Presencial"
        ONLINE = "online", "Virtual"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="editions", verbose_name="curso")
    starts_at = models.DateTimeField("empieza")
    ends_at = models.DateTimeField("termina")
    mode = models.CharField("modalidad", max_length=10, choices=Mode, default=Mode.ONLINE)
    seats = models.PositiveSmallIntegerField("cupos")
    place = models.CharField("lugar", max_length=200, blank=True)
    link = models.URLField("enlace", blank=True)
    instructor = models.CharField("instructor o instructora", max_length=200)

    class Meta:
        verbose_name = "edición de un curso"
        verbose_name_plural = "ediciones de cursos"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="edition_ends_later",
                                   violation_error_message="La edición debe terminar después de empezar."),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.course}, {clock.local(self.starts_at):%Y-%m-%d %H:%M}"


class Enrolment(models.Model):
    """A person of a case in an edition; what she attended is counted in quarters of an hour."""

    case = models.ForeignKey("institutions.ImplantationCase", models.PROTECT, related_name="enrolments",
                             verbose_name="solicitud")  # fmt: skip
    edition = models.ForeignKey(CourseEdition, models.PROTECT, related_name="enrolments", null=True, blank=True,
                                verbose_name="edición")  # fmt: skip
    course = models.ForeignKey(Course, models.PROTECT, related_name="enrolments", verbose_name="curso")
    identity_number = models.CharField("cédula", max_length=10)
    full_name = models.CharField("nombre", max_length=200)
    attendance = models.CharField("asistencia", max_length=10, choices=Attendance, default=Attendance.ENROLLED)
    quarters = models.PositiveSmallIntegerField("cuartos de hora", default=0)
    mark = models.DecimalField("nota", max_digits=4, decimal_places=2, null=True, blank=True)
    enrolled_at = models.DateTimeField("inscrito el")
    recorded_at = models.DateTimeField("registrada el", null=True, blank=True)

    class Meta:
        verbose_name = "inscripción"
        verbose_name_plural = "inscripciones"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "identity_number"], name="enrolment_once",
                                    condition=~models.Q(attendance="cancelled"),
                                    violation_error_message="La persona ya está inscrita en esa edición."),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.full_name}: {self.course}"

    @property
    def hours(self) -> float:
        return self.quarters / QUARTERS
