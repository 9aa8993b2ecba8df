"""The trays of a citizen: what she presented or sent, and what came to her (documents §5.2, §12)."""

from dataclasses import dataclass

from django.urls import reverse

from documents.citizens import sight, wording
from documents.models import Copy
from documents.states import PartyRole
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


SENT = CitizenTray("enviados", "Enviados", "Para", lambda citizen: sight.presented(citizen.user),
                   "Aquí aparecerá lo que usted entregue en la ventanilla de una institución con su cédula.", True)  # fmt: skip
RECEIVED = CitizenTray("recibidos", "Recibidos", "De", lambda citizen: sight.received(citizen.user),
                       "Aquí aparecerán los documentos que las instituciones le envíen.", False)  # fmt: skip
TRAYS = {tray.slug: tray for tray in (SENT, RECEIVED)}


def trays_of(citizen) -> list[CitizenTray]:
    """The trays of this citizen, in the order of the menu."""
    return [SENT, RECEIVED]


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
    offices = Institution.objects.filter(pk__in=members.values(_office(tray))).order_by("name")
    chosen = params.get("institucion", "")
    rows = members.filter(**{_office(tray): chosen}) if chosen.isdigit() else members
    page = numbered(rows.select_related(*RELATED).prefetch_related("document__parties__appointment")
                    .order_by("-sort_at", "-pk"), params, default=PER_PAGE)  # fmt: skip
    answers = wording.answers_to([copy.document_id for copy in page.rows]) if tray.shows_state else {}
    rows = [_row(tray, copy, answers.get(copy.document_id)) for copy in page.rows]
    return CitizenList(tray, page, rows, list(offices), int(chosen) if chosen.isdigit() else None)


RELATED = ("document__type", "institution", "document__institution", "party__appointment")


def _office(tray):
    """The institution that matters: the one that has it, or the one that sent it."""
    return "institution" if tray is SENT else "document__institution"


def _row(tray, copy, answer):
    number = Link(copy.number or copy.document.number, reverse("documents:citizen_document", args=[copy.uuid]))
    office = copy.institution if tray is SENT else copy.document.institution
    state = [wording.state_of([copy], answer)] if tray.shows_state else []
    return [
        number,
        copy.document.subject,
        _person(tray, copy),
        office.name,
        clock.local(copy.sort_at).date(),
        copy.reference,
        *state,
    ]


def _person(tray, copy):
    if tray is SENT:
        return wording.addressee(copy.party)
    senders = [party for party in copy.document.parties.all() if party.role == PartyRole.FROM]
    return wording.sender(senders[0]) if senders else ""
