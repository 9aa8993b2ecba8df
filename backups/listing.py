"""Lists of requests: filters, order, rows for an address (backups §3.4, §3.5)."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import ClassVar

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.urls import reverse

from backups import permissions, petitions
from backups.forms import ListFilters, NamedListFilters
from backups.models import BackupRequest, Omission
from backups.presenters.tags import omissions_tag, request_tag
from backups.states import OmissionReason, RequestState
from documents.folding import Folded
from documents.matching import words_of
from quipux import clock
from quipux.web.components import Tag
from quipux.web.pagination import NumberedPage, numbered

MONTHS = 6
ALL = "todas"


@dataclass(frozen=True)
class Heading:
    """A column; ``key`` is its value of «orden», ``long`` the whole title of an abbreviated one."""

    label: str
    key: str = ""
    long: str = ""
    numeric: bool = False


WHO = (
    Heading("Solic.", "numero", "Número de solicitud"), Heading("Fecha Solic.", "fecha", "Fecha de la solicitud"),
    Heading("Solicitante", "solicitante"), Heading("Perfil", "perfil"),
)  # fmt: skip
WHY = (Heading("Estado", "situacion", "Estado del servidor público"), Heading("Documento", "documento"))
WHAT = (
    Heading("Fecha Desde", "desde"), Heading("Fecha Hasta", "hasta"),
    Heading("Estado Solic.", "estado", "Estado de la solicitud"),
)  # fmt: skip
RESULT = (Heading("Cant.", "cantidad", "Cantidad de documentos", numeric=True), Heading("Descargar"))
SORTS = {
    "numero": F("number"), "fecha": F("requested_at"), "solicitante": F("person__surnames"),
    "perfil": F("appointment__profile"), "desde": F("date_from"), "hasta": F("date_to"), "cantidad": F("count"),
    "estado": Case(*(When(state=state, then=Value(state.label)) for state in RequestState)),
    "situacion": F("appointment__state"), "documento": F("petition__number"),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One request as a list shows it; ``may_read`` says whether its petition opens for this person."""

    request: BackupRequest
    tags: list[Tag]
    may_download: bool
    may_ask_again: bool
    may_read: bool = False


@dataclass
class RequestList:
    """A list as an address asks for it; which requests, and which columns, is each list's own.

    Args:
        params: the address's query (``request.GET``).
        now: instant by the database's clock.
    """

    actor: object
    params: QueryDict
    now: datetime

    title: ClassVar[str]
    url_name: ClassVar[str]
    headings: ClassVar[tuple]
    filters_class: ClassVar[type] = ListFilters
    shows_petition: ClassVar[bool] = False
    shows_result: ClassVar[bool] = True

    def scope(self):
        """Every request of this list, before any filter."""
        raise NotImplementedError

    @property
    def today(self) -> date:
        return clock.local(self.now).date()

    @property
    def has_default_range(self) -> bool:
        """Whether the six months were chosen by nobody; they are said and can be removed."""
        return (
            not any(name in self.params for name in ("fecha_inicio", "fecha_fin")) and self.params.get("fechas") != ALL
        )

    @cached_property
    def filters(self) -> ListFilters:
        data = self.params.copy()
        if self.has_default_range:
            data["fecha_inicio"], data["fecha_fin"] = (
                months_before(self.today, MONTHS).isoformat(),
                self.today.isoformat(),
            )
        return self.filters_class(data)

    @cached_property
    def is_first_time(self) -> bool:
        return not self.scope().exists()

    def _matching(self):
        data, found = self.filters.cleaned_data, self.scope()
        if data["fecha_inicio"]:
            found = found.filter(requested_at__gte=clock.day_start(data["fecha_inicio"]))
        if data["fecha_fin"]:
            found = found.filter(requested_at__lt=clock.day_range(data["fecha_fin"], data["fecha_fin"])[1])
        if data["numero"] is not None:
            found = found.filter(number=data["numero"])
        found = about_person(found, words_of(data.get("nombre", "")))
        return found.filter(state=data["estado"]) if data["estado"] else found

    @property
    def order(self) -> str:
        asked = self.params.get("orden", "")
        return asked if asked.removeprefix("-") in SORTS else "-numero"

    @property
    def order_key(self) -> str:
        return self.order.removeprefix("-")

    @property
    def descending(self) -> bool:
        return self.order.startswith("-")

    @cached_property
    def page(self) -> NumberedPage | None:
        """None while a filter has a fault."""
        if not self.filters.is_valid():
            return None
        found = self._matching().with_names().with_count().annotate(observations=_omissions())
        found = found.select_related("petition__document") if self.shows_petition else found
        key = SORTS[self.order_key]
        ordering = key.desc(nulls_last=True) if self.descending else key.asc(nulls_last=True)
        return numbered(found.order_by(ordering, "-number"), self.params)

    @cached_property
    def rows(self) -> list[Row]:
        found = self.page.rows if self.page else []
        opened = petitions.readable_ids([r.petition_id for r in found], self.actor) if self.shows_petition else set()
        return [self._row(request, request.petition_id in opened) for request in found]

    def _row(self, found, may_read):
        is_ready = found.state == RequestState.FULFILLED and self.now < found.backup.expires_at
        observed = omissions_tag(found.observations) if found.state == RequestState.FULFILLED else None
        return Row(found, [tag for tag in (request_tag(found.state), observed) if tag],
                   is_ready and permissions.can_download(found, self.actor),
                   permissions.can_ask_again(found, self.actor), may_read)  # fmt: skip

    @property
    def range_words(self) -> str:
        """«Desde 2016-08-08 hasta 2017-02-08», whatever range hides rows."""
        data = self.filters.cleaned_data if self.filters.is_valid() else {}
        first, last = data.get("fecha_inicio"), data.get("fecha_fin")
        words = [f"desde {first.isoformat()}" if first else "", f"hasta {last.isoformat()}" if last else ""]
        return " ".join(filter(None, words)).capitalize()

    @property
    def is_filtered(self) -> bool:
        return self.filters.is_valid() and any(self.filters.cleaned_data.values())

    @property
    def everything_url(self) -> str:
        """«Ver todas»: without range; the other filters stay."""
        params = self.params.copy()
        for name in ("fecha_inicio", "fecha_fin", "pagina"):
            params.pop(name, None)
        params["fechas"] = ALL
        return f"{reverse(self.url_name)}?{params.urlencode()}"

    @property
    def kept(self) -> dict[str, str]:
        """What the filter form carries along unseen."""
        return {name: self.params[name] for name in ("orden", "tamano") if self.params.get(name)}


class OwnList(RequestList):
    """«Mis Solicitudes de Respaldo»: about the appointment in use, those that the AIQ asked for too."""

    title = "Mis Solicitudes de Respaldo"
    url_name = "backups:own_list"
    headings = (*WHO, *WHAT, *RESULT)

    def scope(self):
        return BackupRequest.objects.visible_to(self.actor).about(self.actor.appointment)


class DraftList(RequestList):
    """What this AIQ, and nobody else, still has to send."""

    title = "Listado de Solicitudes de Respaldo por Enviar"
    url_name = "backups:institution_drafts"
    headings = (*WHO, *WHAT)
    filters_class = NamedListFilters
    shows_result = False

    def scope(self):
        return BackupRequest.objects.institutional_drafts_of(self.actor)


class InstitutionList(RequestList):
    """Every request, sent by anybody, about appointments of the AIQ's institution and áreas."""

    title = "Listado de Solicitudes de Respaldo de la Institución"
    url_name = "backups:institution_list"
    headings = (*WHO, *WHY, *WHAT, *RESULT)
    filters_class = NamedListFilters
    shows_petition = True

    def scope(self):
        return BackupRequest.objects.administered_by(self.actor).exclude(state=RequestState.DRAFT)


NAMES = ("given_names", "surnames", "identity_number")


def about_person(found, words: list[str]):
    """Those whose person has every one of the folded ``words`` in names, surnames or cédula."""
    if words:
        found = found.alias(**{f"folded_{name}": Folded(f"person__{name}") for name in NAMES})
    for word in words:
        found = found.filter(Q(*((f"folded_{name}__contains", word) for name in NAMES), _connector=Q.OR))
    return found


def _omissions():
    """K of «Con observaciones: K», in the query of the page."""
    found = Omission.objects.filter(backup=OuterRef("backup")).exclude(reason=OmissionReason.WITHHELD)
    return Coalesce(Subquery(found.order_by().values("backup").annotate(n=Count("pk")).values("n")), 0)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or its last day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise ValueError(day)
