"""The vocabulary of reads about appointments."""

from django.db import models

from institutions.states import AppointmentState, InstitutionState


class AppointmentQuerySet(models.QuerySet):
    def with_names(self):
        """Person, área and institution in the same query."""
        return self.select_related("person", "area", "institution")

    def working(self):
        """Active or leaving, in an institution that is not suspended or closed."""
        return self.filter(state__in=AppointmentState.working(), institution__state=InstitutionState.ACTIVE)

    def of_person(self, user):
        return self.filter(person=user)
