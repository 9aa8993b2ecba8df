"""The lists of registered externals from which the window works (documents §11)."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from documents.attaching.permissions import DIGITISE, GONE
from documents.listing.rows import HIDDEN
from documents.matching import matching, of_person, words_of
from documents.models import Attachment, Copy, Party
from documents.permissions import BASIC
from documents.states import CopyRole, DocumentKind, PartyRole
from quipux import clock

UNSEEN = "Sin permiso de lectura"


@dataclass(frozen=True)
class WindowList:
    """One entry of «Bandeja de Entrada» that lists externals.

    Attributes:
        permission: slug without which it does not exist for a person.
        page: name of the address that a row leads to; ``loads`` says that it takes the slug besides.
    """

    slug: str
    label: str
    permission: str
    about: str
    page: str
    loads: bool = False


RECEIPTS = WindowList("comprobantes", "Comprobante", "register_incoming",
                      "Elija el documento cuyo comprobante va a imprimir.", "receipt")  # fmt: skip
IMAGES = WindowList("digitalizados", "Cargar Doc. Digitalizado", DIGITISE,
                    "Elija el documento cuya imagen va a cargar.", "load", loads=True)  # fmt: skip
ANNEXES = WindowList("anexos", "Cargar Anexos al Doc.", DIGITISE,
                     "Elija el documento al que va a añadir anexos.", "load", loads=True)  # fmt: skip
LISTS = {one.slug: one for one in (RECEIPTS, IMAGES, ANNEXES)}


def externals(actor) -> QuerySet[Copy]:
    """Originals of what the actor's institution registered, with the actor's level and whether an image is there."""
    images = Attachment.objects.filter(document=OuterRef("document"), is_document_image=True, removed_at=None)
    rows = Copy.objects.filter(role=CopyRole.ORIGINAL, document__kind=DocumentKind.INCOMING,
                               institution=actor.institution).exclude(state__in=GONE)  # fmt: skip
    return rows.with_level(actor).annotate(has_image=Exists(images)).select_related("document")


def found(actor, data: dict) -> QuerySet[Copy]:
    """Those that fulfil every filter, newest first; by whom they are for, only what the actor sees at all.

    Args:
        data: cleaned data of ``ScanFilterForm``.
    """
    rows = matching(externals(actor), words_of(data["texto"]), masks=True)
    if data["desde"]:
        rows = rows.filter(sort_at__gte=clock.day_start(data["desde"]))
    if data["hasta"]:
        rows = rows.filter(sort_at__lt=clock.day_range(data["hasta"], data["hasta"])[1])
    if data["area"] or data["servidor"]:
        rows = rows.filter(Exists(_addressed(data)), level__gte=BASIC)
    if data["imagen"]:
        rows = rows.filter(has_image=data["imagen"] == "con")
    return rows.order_by("-sort_at", "-pk")


def _addressed(data):
    parties = Party.objects.filter(~Q(role=PartyRole.FROM), document=OuterRef("document"))
    if data["area"]:
        parties = parties.filter(appointment__area=data["area"])
    return of_person(parties, "appointment__person", words_of(data["servidor"])) if data["servidor"] else parties


@dataclass(frozen=True)
class Shown:
    """What one row may say to its reader."""

    copy: Copy
    sender: str
    to: str
    subject: str


def shown(copies: list[Copy]) -> list[Shown]:
    """The rows in words, their people in one query; who may not read one sees its number alone."""
    names = {}
    parties = Party.objects.filter(document__in=[copy.document_id for copy in copies]).exclude(role=PartyRole.CC)
    for party in parties.select_related("appointment__person", "person"):
        person = party.person or party.appointment.person
        names.setdefault((party.document_id, party.role), []).append(party.name or person.full_name)
    return [_shown(copy, names) for copy in copies]


def _shown(copy, names):
    if copy.level < BASIC:
        masked = HIDDEN if copy.is_confidential else UNSEEN
        return Shown(copy, masked, masked, masked)
    sender, to = (", ".join(names.get((copy.document_id, role), [])) for role in (PartyRole.FROM, PartyRole.TO))
    return Shown(copy, sender, to, copy.document.subject)
