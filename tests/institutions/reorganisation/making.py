"""Plans for tests."""

from django.core.files.uploadedfile import SimpleUploadedFile

from institutions.models import Area, PlanKind, ReorganisationPlan
from institutions.reorganisation import services
from quipux import clock
from quipux.files import store
from tests import factories


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("acto.pdf", factories.TINY_PDF, "application/pdf")


def wish(origin: Area, destination: Area, **values) -> services.Wish:
    """Between two institutions, today, with both acts."""
    act = store.save(factories.TINY_PDF, media_type="application/pdf")
    known = {"kind": PlanKind.BETWEEN, "origin": origin, "destination": destination, "effective_on": clock.today(),
             "act_number": "AC-17", "act": act, "other_act": act}  # fmt: skip
    return services.Wish(**known | values)


def between(origin, destination, sofia, **values) -> ReorganisationPlan:
    """A rehearsed plan."""
    return services.simulate(services.draft(wish(origin, destination, **values), actor=sofia.actor), actor=sofia.actor)
