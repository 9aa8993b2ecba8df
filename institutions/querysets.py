"""The vocabulary of reads about appointments."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import Now

from institutions.states import AppointmentState, InstitutionState


class AppointmentQuerySet(models.QuerySet):
    def with_names(self):
        """Person, área and institution in the same query."""
        return self.select_related("person", "area", "institution")

    def with_permissions(self):
        """What a request asks of its context, in the same query.

        ``granted``: the slugs it holds; ``chiefs``: the Jefes who share their Recibidos with it; ``asked_at``: when.
        """
        grants = self.model._meta.get_field("grants").related_model.objects
        held = grants.filter(appointment=models.OuterRef("pk")).values("permission")
        shared = self.model._meta.get_field("shares_received").related_model.objects.in_force()
        chiefs = shared.filter(member=models.OuterRef("pk")).values("chief")
        return self.annotate(granted=ArraySubquery(held), chiefs=ArraySubquery(chiefs), asked_at=Now())

    def working(self):
        """Active or leaving, in an institution that is not suspended or closed."""
        return self.filter(state__in=AppointmentState.working(), institution__state=InstitutionState.ACTIVE)

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
