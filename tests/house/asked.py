"""What the office of the matrix holds of the portal and of what citizens ask: for each thing its arguments and its canary."""

from datetime import timedelta

from accounts import citizens, data_changes, merging, registration_proofs, registrations
from accounts.models import Registration
from institutions.actors import Operator
from institutions.models import ImportJob
from quipux import clock
from quipux.files import store
from quipux.history.recorder import SYSTEM
from quipux.portal import contents, service_notices
from quipux.portal.places import PLACES
from tests import factories


def of_everybody(people) -> dict[str, tuple]:
    """All of it."""
    return of_portal(people) | of_citizens(people) | of_administrators(people)


def of_administrators(people) -> dict[str, tuple]:
    """What the AIQ finds in his pages, and the like of it in another institution."""
    own = people["aiq"].appointment.institution
    found = {"institution": ({"uuid": own.uuid}, own.ruc.encode())}
    for name, person in (("", people["aiq"]), ("foreign_", people["other_institution"])):
        empty = factories.make_area(person.appointment.institution, "Canario del área administrada")
        area = factories.make_area(person.appointment.institution, "Canario del área con gente")
        key = f"{name}area" if name else "administered_area"
        found[key] = ({"uuid": empty.uuid}, empty.name.encode())
        post = factories.make_servant(area, "Canario Administrado")
        job = ImportJob.objects.create(
            institution=area.institution, owner=person.appointment, kind="people", file_name="Canario.csv",
            state="validated", created_at=clock.now())  # fmt: skip
        found[key.replace("area", "import")] = ({"uuid": job.uuid}, b"Canario.csv")
        found[key.replace("area", "person")] = ({"uuid": post.uuid}, b"Canario Administrado")
    return found


def of_citizens(people) -> dict[str, tuple]:
    """A registration that waits, a change that Gina proposes, and two people made one."""
    sofia, gina = Operator(people["sge_operator"].user), people["citizen"]
    registrations.request(registrations.Applicant("cedula", factories.cedula(900_001), "Canario", "Registrado",
                                                  "canario@ejemplo.ec", "Quito"))  # fmt: skip
    registration = registration_proofs.confirm(Registration.objects.get(), born=None)
    change = data_changes.propose(gina.user, {"surnames": "Canario Propuesto"}, actor=gina.actor)
    kept, gone = (citizens.create_citizen(citizens.NewCitizen(citizens.Identity.read(""), "Canario", surnames), actor=SYSTEM,
                                          institution=people["aiq"].appointment.institution)
                  for surnames in ("Único", "Repetido"))  # fmt: skip
    merge = merging.merge(kept, gone, evidence="Canario de la evidencia", reason="La misma persona", actor=sofia)
    return {
        "registration": ({"uuid": registration.uuid}, b"canario@ejemplo.ec"),
        "person_change": ({"uuid": change.uuid}, b"Canario Propuesto"),
        "platform_person": ({"uuid": kept.uuid}, b"Canario \xc3\x9anico"),
        "merge": ({"uuid": merge.uuid}, b"Canario de la evidencia"),
    }


def add_paper(registration) -> None:
    """The canary of what a registration may sign."""
    found = Registration.objects.get(uuid=registration.kwargs["uuid"])
    registration.canaries["pdf"] = store.read(found.request_file)


def of_portal(people) -> dict[str, tuple]:
    """A draft of a text, and an alert for tomorrow."""
    sofia, tomorrow = Operator(people["sge_operator"].user), clock.now() + timedelta(days=1)
    version = contents.write(PLACES["implantacion"], title="Canario del contenido", html="<p>Uno.</p>", actor=sofia)
    notice = service_notices.announce(kind="alert", text="Canario del aviso", starts_at=tomorrow,
                                      ends_at=tomorrow + timedelta(hours=1), actor=sofia)  # fmt: skip
    return {
        "content_version": ({"place": "implantacion", "number": version.number}, b"Canario del contenido"),
        "service_notice": ({"uuid": notice.uuid}, b"Canario del aviso"),
    }
