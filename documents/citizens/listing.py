"""The trays of a citizen: what she presented or sent, and what came to her (documents §5.2, §12)."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from documents.citizens import sight, wording
from documents.models import Copy
from documents.states import CopyRole, CopyState, PartyRole
from institutions.models import Institution
from quipux import clock
from quipux.web.components import Column, Link
from quipux.web.pagination import NumberedPage, numbered

PER_PAGE = 25


@dataclass(frozen=True)
class CitizenTray:
    """One list of a citizen.

    Attributes:
        members: ``members(citizen)``, the condition of its copies.
        shows_state: whether the office's progress is told in words.
    """

    slug: str
    label: str
    person: str
    members: object
    empty: str
    shows_state: bool

    @property
    def url(self) -> str:
        return reverse("documents:citizen_tray", args=[self.slug])

    @property
    def columns(self) -> list[Column]:
        ending = [Column("Estado")] if self.shows_state else []
        names = ("Número", "Asunto", self.person, "Institución", "Fecha", "No. Referencia")
        return [Column(name) for name in names] + ending


def _letters(*states):
    return lambda citizen: Q(role=CopyRole.ORIGINAL, holder_citizen=citizen.user, state__in=states)


def _sent(citizen):
    """What the window registered for her, and the letters she sent."""
    return sight.presented(citizen.user) | _letters(CopyState.SENT, CopyState.SHELVED)(citizen)


DRAFTS = CitizenTray("en-elaboracion", "En Elaboración", "Para", _letters(CopyState.DRAFT),
                     "No tiene cartas sin enviar.", False)  # fmt: skip
UNSENT = CitizenTray("no-enviados", "No Enviados", "Para", _letters(CopyState.UNSENT_ORIGINAL),
                     "No tiene cartas que esperen su firma.", False)  # fmt: skip
DELETED = CitizenTray("eliminados", "Eliminados", "Para", _letters(CopyState.DELETED, CopyState.ANNULLED),
                      "No tiene cartas eliminadas.", False)  # fmt: skip
SENT = CitizenTray("enviados", "Enviados", "Para", _sent,
                   "Aquí aparecerá lo que usted entregue en la ventanilla de una institución con su cédula.", True)  # fmt: skip
RECEIVED = CitizenTray("recibidos", "Recibidos", "De", lambda citizen: sight.received(citizen.user),
                       "Aquí aparecerán los documentos que las instituciones le envíen.", False)  # fmt: skip
OF_STATE = {CopyState.DRAFT: DRAFTS, CopyState.UNSENT_ORIGINAL: UNSENT, CopyState.DELETED: DELETED,
            CopyState.ANNULLED: DELETED}  # fmt: skip


def trays_of(citizen) -> list[CitizenTray]:
    """The trays of this citizen, in the order of the menu; who may not sign any more keeps reading her letters."""
    writes = citizen.signs or Copy.objects.filter(role=CopyRole.ORIGINAL, holder_citizen=citizen.user).exists()
    return [DRAFTS, RECEIVED, DELETED, UNSENT, SENT] if writes else [SENT, RECEIVED]


@dataclass(frozen=True)
class CitizenList:
    """One page of a tray: rows of values for the columns, and the institutions to choose from."""

    tray: CitizenTray
    page: NumberedPage
    rows: list[list]
    institutions: list[Institution]
    chosen: int | None


def read(tray: CitizenTray, citizen, params) -> CitizenList:
    """The page that the address asks for, in a constant number of queries."""
    members = Copy.objects.filter(tray.members(citizen))
    offices = Institution.objects.filter(pk__in=members.values("document__institution")).order_by("name")
    chosen = params.get("institucion", "")
    rows = members.filter(document__institution=chosen) if chosen.isdigit() else members
    page = numbered(rows.select_related(*RELATED).prefetch_related("document__parties__appointment__person")
                    .order_by("-sort_at", "-pk"), params, default=PER_PAGE)  # fmt: skip
    answers = wording.answers_to([copy.document_id for copy in page.rows]) if tray.shows_state else {}
    rows = [_row(tray, copy, answers.get(copy.document_id)) for copy in page.rows]
    return CitizenList(tray, page, rows, list(offices), int(chosen) if chosen.isdigit() else None)


RELATED = ("document__type", "institution", "document__institution", "party__appointment")


def _row(tray, copy, answer):
    document = copy.document
    text = copy.number or document.number or document.temporary_number
    number = Link(text, reverse("documents:citizen_document", args=[copy.uuid]))
    state = [wording.letter_state(copy) if copy.is_original else wording.state_of([copy], answer)]
    return [number, document.subject, _person(tray, copy), document.institution.name,
            clock.local(copy.sort_at).date(), copy.reference, *(state if tray.shows_state else [])]  # fmt: skip


def _person(tray, copy):
    if tray is not RECEIVED and not copy.is_original:
        return wording.addressee(copy.party)
    role, tell = (PartyRole.FROM, wording.sender) if tray is RECEIVED else (PartyRole.TO, wording.named)
    return "; ".join(tell(party) for party in copy.document.parties.all() if party.role == role)
