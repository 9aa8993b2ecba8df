"""What the office of the matrix holds of the life of an institution: for each thing its arguments and its canaries."""

from django.core.files.uploadedfile import SimpleUploadedFile

from institutions.support import services as support
from tests.institutions.support.making import PNG

TEXT = "Canario del caso de soporte"


def furnish(people) -> dict[str, tuple[dict, dict[str, bytes]]]:
    """All of it."""
    return of_support(people)


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
