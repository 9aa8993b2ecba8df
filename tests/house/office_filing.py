"""What the office of the matrix holds of a person's own order: arguments and canaries."""

from documents.dossiers import services as dossiers
from documents.models import MetadataLabel
from documents.services import labels
from quipux import clock
from tests import factories


def furnish(people) -> dict[str, tuple[dict, dict[str, bytes]]]:
    """A label of the owner, and an expediente of hers, made and stored."""
    owner = people["owner"]
    label = labels.save_label(actor=owner.actor, name="Canario de la etiqueta", colour="blue")
    heading = MetadataLabel.objects.create(institution=owner.appointment.institution, name="Canario del metadato")
    return {"heading": ({"number": heading.pk}, {"text": heading.name.encode()}),
            "label": ({"pk": label.pk}, {"text": label.name.encode()}), "dossier": _dossier(owner, people["chief"])}  # fmt: skip


def _dossier(owner, chief):
    letter = factories.make_document(owner, to=[chief], subject="Documento de un expediente")
    with clock.frozen_at(clock.database_now()):
        row = dossiers.ask(actor=owner.actor, copy=factories.original_of(letter))
        dossiers.WORKSHOP.work()
    return {"uuid": row.uuid}, {"text": letter.number.encode()}
