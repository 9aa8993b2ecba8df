"""What the office of the matrix holds of the life of an institution: for each thing its arguments and its canaries."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from institutions.actors import Operator
from institutions.catalogues import services as catalogues
from institutions.models import PlanKind, RoleTemplate
from institutions.reorganisation import services as plans
from institutions.support import services as support
from quipux import clock
from tests import factories
from tests.cast import Person, servant
from tests.house import office_filing
from tests.institutions.support.making import PNG

TEXT = "Canario del caso de soporte"


def furnish(people) -> dict[str, tuple[dict, dict[str, bytes]]]:
    """All of it, and one more person: who tries from a training tenant."""
    people["training"] = pupil()
    return of_support(people) | of_reorganisation(people) | of_catalogues(people) | office_filing.furnish(people)


def of_catalogues(people) -> dict[str, tuple[dict, dict[str, bytes]]]:
    """A role template of the institution of the AIQ."""
    row = catalogues.keep(RoleTemplate(name="Canario de la plantilla de rol", codes=[27]), actor=people["aiq"].actor)
    return {"role_template": ({"slug": "plantillas", "number": row.pk}, {"text": row.name.encode()})}


def pupil() -> Person:
    """Who may do everything in a training tenant, and nothing outside it (institutions §12.8)."""
    tenant = factories.make_institution("Ministerio de Práctica", sigla="MINPC", training=True)
    permissions = ["administer", "institutional_admin", "reports", "create_outgoing", "register_incoming", "digitise",
                   "create_citizens", "consult_area_documents", "see_institution_basic", "process_citizen_documents"]  # fmt: skip
    return servant(factories.make_servant(tenant.areas.get(), "Pablo Rea", title="AIQ", permissions=permissions))


def of_reorganisation(people) -> dict[str, tuple[dict, dict[str, bytes]]]:
    """A plan inside the institution of the AIQ, one between two others, and an institution where nobody serves."""
    aiq, sofia = people["aiq"], Operator(people["sge_operator"].user)
    own = aiq.appointment.institution
    inside = factories.make_area(own, "Canario del área que se mueve")
    from_there, to_there = (
        factories.make_institution(f"Canario de la institución {name}") for name in ("vieja", "nueva")
    )
    going = factories.make_area(from_there, "Canario del área que se va")
    plan = plans.draft(_wish(PlanKind.INSIDE, inside, aiq.appointment.area), actor=aiq.actor)
    between = plans.draft(_wish(PlanKind.BETWEEN, going, to_there.areas.get()), actor=sofia)
    return {"plan": ({"uuid": plan.uuid}, {"text": inside.name.encode()}),
            "plan_between": ({"uuid": between.uuid}, {"text": going.name.encode()}),
            "institution_to_end": ({"uuid": from_there.uuid}, {"text": from_there.name.encode()})}  # fmt: skip


def _wish(kind, origin, destination):
    return plans.Wish(kind, origin, destination, clock.today() + timedelta(days=90), "Canario del acto")


def of_support(people) -> dict[str, tuple[dict, dict[str, bytes]]]:
    """Two cases of Ana: one that waits in the institution, and one that reached the SGE."""
    ana, aiq, found = people["owner"].actor, people["aiq"].actor, {}
    for name in ("support_case_open", "support_case"):
        picture = SimpleUploadedFile("pantalla.png", PNG, "image/png")
        case = support.open_case(support.Question("trays", f"{TEXT}: no veo Recibidos.", [picture]), actor=ana)
        kwargs = {"uuid": case.uuid, "file": case.captures.get().uuid}
        found[name] = (kwargs, {"text": TEXT.encode(), "image": PNG})
    support.escalate(case, diagnosis="Se revisó el puesto y sus permisos.", actor=aiq)
    return found
