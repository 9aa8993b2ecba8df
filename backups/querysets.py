"""The vocabulary of reads about requests, backups and parts."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from backups.permissions import is_administrator
from backups.states import BackupState, Kind, RequestState
from institutions.standing.custody import kept_by


class ClockTimestamp(models.Func):
    """The database's clock, running inside a transaction too."""

    template = "clock_timestamp()"
    output_field = models.DateTimeField()


def administered_by(actor) -> Q:
    """The condition on institution and área that limits an AIQ (backups §8)."""
    limit = Q(institution=actor.appointment.institution_id)
    if actor.administered_areas is None:
        return limit | kept_by(actor)
    return limit & Q(area__in=actor.administered_areas)


def institutional_of(actor) -> Q:
    return Q(kind=Kind.INSTITUTIONAL, created_by=actor.appointment)


class BackupRequestQuerySet(models.QuerySet):
    def with_names(self):
        return self.select_related("backup", "person", "appointment", "area", "institution")

    def visible_to(self, actor):
        """Those whose existence this actor may know (backups §8)."""
        if actor.is_delegate:
            return self.none()  # a delegate never sees the titular's (backups §1)
        own = Q(appointment=actor.appointment, person=actor.user)
        if actor.is_leaver:
            return self.filter(own, kind=Kind.PERSONAL, state__in=(*RequestState.active(), RequestState.FULFILLED))
        visible = own & ~Q(kind=Kind.INSTITUTIONAL, state=RequestState.DRAFT)
        if is_administrator(actor):
            visible |= administered_by(actor) & (~Q(state=RequestState.DRAFT) | institutional_of(actor))
        return self.filter(visible)

    def administered_by(self, actor):
        """Those about appointments of this AIQ's institution and áreas."""
        return self.filter(administered_by(actor))

    def institutional_drafts_of(self, actor):
        """En Edición, institutional, created by this AIQ and by nobody else."""
        return self.administered_by(actor).filter(institutional_of(actor), state=RequestState.DRAFT)

    def about(self, appointment):
        return self.filter(appointment=appointment)

    def open_personal_of(self, appointment):
        return self.filter(appointment=appointment, kind=Kind.PERSONAL, state__in=RequestState.open())

    def active_of(self, appointment):
        return self.filter(appointment=appointment, state__in=RequestState.active())

    def with_count(self):
        """«Cant.»: packed, else frozen, else the figure of Enviar; drafts have none."""
        return self.annotate(count=Coalesce("backup__documents_packed", "backup__documents_planned",
                                            "preflight_documents"))  # fmt: skip


class BackupQuerySet(models.QuerySet):
    def unscheduled(self):
        return self.filter(state=BackupState.PENDING, request__state=RequestState.APPROVED, scheduled_for=None)

    def due(self, night, *, in_window):
        """Waiting backups whose night has come; outside the window only those to run now."""
        waiting = self.filter(state=BackupState.PENDING, scheduled_for__lte=night)
        return waiting if in_window else waiting.filter(run_now=True)

    def unleased(self):
        return self.filter(Q(lease_until=None) | Q(lease_until__lt=ClockTimestamp()))

    def running(self):
        return self.filter(state=BackupState.RUNNING)

    def expired(self, now):
        """Those whose validity is over; days spent waiting for a repair do not count (T23)."""
        return self.filter(state=BackupState.GENERATED, expires_at__lte=now).exclude(self._in_repair())

    def available(self, now):
        """Those whose files must be there: published, and not over."""
        generated = self.filter(state=BackupState.GENERATED)
        return generated.filter(Q(expires_at__gt=now) | Q(self._in_repair()))

    def _in_repair(self):
        parts = self.model._meta.get_field("parts").related_model.objects
        return Exists(parts.in_repair().filter(backup=OuterRef("pk")))


class PartQuerySet(models.QuerySet):
    def damaged(self):
        return self.filter(damaged_at__isnull=False)

    def in_repair(self):
        """Damaged, and not yet given up."""
        return self.damaged().filter(lost_at=None)

    def unfinished(self):
        return self.filter(finished_at=None)

    def unleased(self):
        return self.filter(Q(lease_until=None) | Q(lease_until__lt=ClockTimestamp()))

    def of_documents(self):
        return self.filter(role="documents")
