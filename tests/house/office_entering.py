"""What the office of the matrix holds of getting in: arguments and canaries."""

from accounts import incidents
from accounts.models import SignedRequest, User
from quipux import clock
from quipux.files import store
from quipux.operators import Operator
from tests import factories


def furnish(operator) -> dict[str, tuple[dict, dict[str, bytes]]]:
    """A request for another e-mail that somebody is about to sign, and an incident that ``operator`` registers."""
    content = factories.TINY_PDF + b"% Canario de la solicitud de correo"
    made = SignedRequest.objects.create(address="canario.correo@ejemplo.ec", created_at=clock.now(),
                                        pdf=store.save(content, media_type="application/pdf"))  # fmt: skip
    return {"signed_request": ({"uuid": made.uuid}, {"text": made.address.encode(), "pdf": content}),
            "incident": _incident(operator)}  # fmt: skip


def _incident(operator):
    """One with somebody whom nobody else knows here."""
    report = incidents.Report("Canario del incidente", "Salió una lista.", "disclosure", ["accounts.User"], clock.now())
    found = incidents.register(report, actor=Operator(operator))
    known = factories.make_user("Canario Afectado")
    incidents.add_people(found, User.objects.filter(pk=known.pk), words="De una lista", actor=Operator(operator))
    return {"uuid": found.uuid}, {"text": found.title.encode(), "person": known.full_name.encode()}
