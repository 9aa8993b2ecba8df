"""The vocabulary of reads about appointments."""

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import JSONObject

from institutions.states import AppointmentState, InstitutionState
from quipux import clock, environments
from quipux.portal import service_notices


class AppointmentQuerySet(models.QuerySet):
    def with_names(self):
        """Person, área and institution in the same query."""
        return self.select_related("person", "area", "institution")

    def with_permissions(self):
        """What a request asks of its context, in the same query.

        ``granted``: the slugs it holds; ``chiefs``: the Jefes who share their Recibidos with it; ``asked_at``: when;
        ``charge``: the subrogación in force over it, as `Charge.of` reads it, or None; ``announced``: whether there is
        any notice for everybody.
        """
        grants = self.model._meta.get_field("grants").related_model.objects
        held = grants.filter(appointment=models.OuterRef("pk")).values("permission")
        shared = self.model._meta.get_field("shares_received").related_model.objects.in_force()
        chiefs = shared.filter(member=models.OuterRef("pk")).values("chief")
        asked = self.annotate(granted=ArraySubquery(held), chiefs=ArraySubquery(chiefs), asked_at=clock.statement_now(),
                              announced=service_notices.exist())  # fmt: skip
        return asked.with_charge()

    def with_charge(self):
        """``charge``: the subrogación in force over each, as `institutions.charges.Charge.of` reads it, or None."""
        charges = self.model._meta.get_field("delegations_given").related_model.objects.in_force()
        return self.annotate(charge=models.Subquery(charges.filter(titular=models.OuterRef("pk")).as_charges()[:1]))

    def working(self):
        """Active or leaving, its last instant not past, in an institution that is not suspended, closed or frozen, nor
        of an ambiente that this deployment does not serve."""
        found = self.with_access().filter(state__in=AppointmentState.working(), institution__frozen_at=None,
                                          institution__state=InstitutionState.ACTIVE)  # fmt: skip
        return found.filter(institution__environment=settings.QUIPUX_ENVIRONMENT) if environments.is_split() else found

    def with_access(self):
        """Those whose access did not end yet: the instant itself decides, whether or not a job ran (§11.4)."""
        open_ended = models.Q(access_ends_at__isnull=True)
        return self.filter(open_ended | models.Q(access_ends_at__gt=clock.statement_now()))

    def addressable(self):
        """Those to whom a new document may be addressed: not those who are about to leave (§11.2)."""
        later = models.Q(closed_to_documents_at__gt=clock.statement_now())
        return self.with_access().filter(models.Q(closed_to_documents_at__isnull=True) | later)

    def entered_by(self, user):
        """The posts a person acts in now: the own ones, and those of a subrogación in force.

        By keys, so that the database never walks the appointments of everybody.
        """
        own = self.model._base_manager.filter(person=user).values("pk")
        taken = self.model._meta.get_field("delegations_taken").related_model.objects.in_force()
        return self.filter(pk__in=own.union(taken.filter(acting__person=user).values("titular")))

    def of_person(self, user):
        return self.filter(person=user)

    def administered_by(self, actor):
        """Those an AIQ acts on: of the own institution, in the áreas the permission reaches (§4.1)."""
        return _in_scope(self, actor, "area")


class AreaQuerySet(models.QuerySet):
    def administered_by(self, actor):
        """The áreas an AIQ acts on: all of the own institution, or those listed and below (§4.1)."""
        return _in_scope(self, actor, "pk")


def _in_scope(rows, actor, field):
    rows = rows.filter(institution=actor.institution)
    reached = actor.administered_areas
    return rows if reached is None else rows.filter(**{f"{field}__in": reached})


class SharedTrayQuerySet(models.QuerySet):
    def in_force(self):
        """Pairs of one área, both working, the Jefe still Jefe (institutions §9)."""
        working = AppointmentState.working()
        return self.filter(chief__area=models.F("member__area"), chief__profile="jefe", chief__state__in=working,
                           member__state__in=working)  # fmt: skip


class DelegationQuerySet(models.QuerySet):
    def in_force(self):
        """Effective now by the database's clock, between two people who both work (institutions §8)."""
        now, working = clock.statement_now(), AppointmentState.working()
        ended = models.Q(titular__access_ends_at__lte=now) | models.Q(acting__access_ends_at__lte=now)
        return self.filter(starts_at__lte=now, stops_at__gt=now, titular__state__in=working,
                           acting__state__in=working).exclude(ended)  # fmt: skip

    def alive_at(self, instant):
        """Those in force or still to come, the annulled ones left out."""
        return self.filter(stops_at__gt=instant).exclude(stops_at=models.F("starts_at"))

    def overlapping(self, starts_at, ends_at):
        """Those not annulled that share an instant with ``[starts_at, ends_at)``."""
        return self.filter(starts_at__lt=ends_at, stops_at__gt=starts_at).exclude(stops_at=models.F("starts_at"))

    def with_names(self):
        related = ("person", "area", "institution")
        return self.select_related(*(f"{side}__{name}" for side in ("titular", "acting") for name in related))

    def as_charges(self):
        """What an actor has to know of each, as one JSON value (`institutions.charges.Charge.of`)."""
        return self.values(found=JSONObject(
            pk="pk", acting="acting__uuid", acting_post="acting_id", user="acting__person_id",
            given_names="acting__person__given_names", surnames="acting__person__surnames", stops_at="stops_at",
            include_confidential="include_confidential"))  # fmt: skip

    def visible_to(self, actor):
        """Those of the áreas an AIQ administers, and those in which the person takes part in the own post."""
        if actor.is_leaver or actor.is_delegate or actor.appointment is None:
            return self.none()
        own = models.Q(titular=actor.appointment) | models.Q(acting=actor.appointment)
        return self.filter(own | models.Q(titular__in=_posts_administered(actor)))


class DepartureQuerySet(models.QuerySet):
    def with_names(self):
        related = ("person", "area", "institution")
        return self.select_related(*(f"appointment__{name}" for name in related), "destination__person",
                                   "destination__area", "successor__person")  # fmt: skip

    def visible_to(self, actor):
        """Those of the áreas an AIQ administers, those of the área a Jefe leads, and the person's own (§4)."""
        if actor.is_leaver or actor.is_delegate or actor.appointment is None:
            return self.none()
        found = self.to_resolve(actor)
        leads = actor.appointment.profile == "jefe"
        return found | self.filter(appointment__area=actor.appointment.area_id) if leads else found

    def to_resolve(self, actor):
        """Those that an AIQ settles, and the person's own: whose Acta they take."""
        if actor.is_leaver or actor.is_delegate or actor.appointment is None:
            return self.none()
        return self.filter(
            models.Q(appointment__in=_posts_administered(actor)) | models.Q(appointment=actor.appointment)
        )

    def due(self):
        """Open ones whose last instant is past."""
        return self.filter(state="open", appointment__access_ends_at__lte=clock.statement_now())


class ReorganisationQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those inside the institution that an AIQ administers whole; between institutions, the AGQ's, not these."""
        return self.filter(kind="inside", origin__institution=actor.institution)

    def between(self):
        return self.exclude(kind="inside")

    def due(self):
        """What has to be begun, or gone on with."""
        return self.filter(models.Q(state="running") | models.Q(state="scheduled", effective_on__lte=clock.today()))


class SupportCaseQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The person's own ones in the context in use, and all of the institution for who helps first (§13)."""
        own = self.filter(author=actor.user, institution=actor.institution)
        return self.filter(institution=actor.institution) if helps_first(actor) else own

    def of_second_level(self):
        """Those that reached the SGE: what an institution answered by itself is its own."""
        return self.exclude(escalated_at=None)


def helps_first(actor) -> bool:
    """An AIQ of the institution, or a usuario focal (104), in a post of their own."""
    if actor.appointment is None or actor.is_delegate or actor.is_leaver:
        return False
    return actor.holds("support_level1") or (actor.holds("administer") and actor.administered_areas is None)


def _posts_administered(actor):
    from institutions.models import Appointment

    return Appointment.objects.administered_by(actor).values("pk")
