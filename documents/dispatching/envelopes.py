"""Imprimir Sobre: one #10 envelope per copy, with the address as it is kept for this document (documents §10.4)."""

from collections.abc import Sequence

from django.db import transaction
from django.template.loader import render_to_string

from accounts.data_changes import propose_contact
from accounts.models import CitizenProfile
from documents import permissions
from documents.dispatching import history
from documents.models import Copy, EnvelopeAddress, Party
from documents.rendering.people import printed
from documents.services.receivers import receiver_of
from quipux import clock, pdf
from quipux.errors import Invalid
from quipux.history import recorder

PARTS = [("title", "Título"), ("name", "Nombre"), ("position", "Puesto"), ("institution", "Empresa"),
         ("address", "Dirección"), ("city", "Ciudad"), ("phone", "Teléfono")]  # fmt: skip
LEARNED = "Dirección corregida al imprimir el sobre del documento {}"
EDITABLE = ("address", "city", "phone")
BY_SIGNER = "El sobre del documento {}, Confidencial, lo imprime quien lo firmó, desde Copias."
ADDRESSED = ("appointment__person", "appointment__area", "appointment__institution", "person", "envelope")
NEEDS = ("document__institution", "document__area__parent", *(f"party__{name}" for name in (*ADDRESSED, "document")))


def address_of(party: Party) -> dict[str, str]:
    """Dirección, ciudad and teléfono of an addressee: as corrected for this document, else as they are known.

    Of a citizen that is the own record; what was corrected for an earlier document is proposed where it is silent.
    """
    if hasattr(party, "envelope"):
        return {name: getattr(party.envelope, name) for name in EDITABLE}
    if party.appointment_id:
        post = party.appointment
        return {
            "address": post.institution.address,
            "city": party.city or post.area.city,
            "phone": post.institution.phone,
        }
    corrected = EnvelopeAddress.objects.filter(party__person=party.person_id).order_by("-edited_at").first()
    record = CitizenProfile.objects.filter(person=party.person_id).first()
    return {name: getattr(record, name, "") or getattr(corrected, name, "") for name in EDITABLE}


@transaction.atomic
def print_envelopes(copies: Sequence[Copy], *, actor, parts: Sequence[str], corrected: dict[str, str] | None = None,
                    comment: str = "") -> bytes:  # fmt: skip
    """One page of 241 × 105 mm per copy; each leaves its entry in the Recorrido.

    Args:
        parts: names of ``PARTS`` that are printed.
        corrected: new values of ``EDITABLE`` for a single copy; kept for this document.

    Raises:
        Invalid: one of them is not the actor's to print, or two were given one address.
        PdfError: the page could not be made.
    """
    chosen = Copy.objects.filter(pk__in=[copy.pk for copy in copies]).select_related(*NEEDS)
    rows = list(chosen.order_by("sort_at", "pk"))
    for copy in rows:
        if not permissions.can_print_envelope(copy, actor):
            raise Invalid(BY_SIGNER.format(copy) if copy.is_confidential else
                          f"El sobre del documento {copy} ya no se puede imprimir.")  # fmt: skip
    if corrected:
        [copy] = rows
        _keep_address(copy.party, corrected, actor)
    content = pdf.render(render_to_string("documents/pdf/envelopes.html", {
        "envelopes": [_envelope(copy, parts) for copy in rows]}))  # fmt: skip
    recorder.record_many([recorder.Line(copy, history.PRINT_ENVELOPE, actor, comment=comment, target=receiver_of(copy.party))
                          for copy in rows])  # fmt: skip
    return content


def _keep_address(party, corrected, actor):
    if corrected == address_of(party):
        return
    values = corrected | {"edited_by": actor.appointment, "edited_at": clock.now()}
    party.envelope, _ = EnvelopeAddress.objects.update_or_create(party=party, defaults=values)
    if party.person_id:
        propose_contact(party.person, corrected, actor=actor, comment=LEARNED.format(party.document.number))


def _envelope(copy, parts):
    sender, person = copy.document.institution, printed(copy.party) | address_of(copy.party)
    return {
        "sender": {"name": sender.name, "area": copy.document.area.name, "address": sender.address, "city": sender.city,
                   "phone": sender.phone},
        "number": copy.document.number,
        "person": {name: person[name] if name in parts else "" for name, _ in PARTS},
    }  # fmt: skip
