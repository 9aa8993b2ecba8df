"""«Seleccionar Servidor Público» and «Asociación de Documentos»: pages that come back to the form (backups §3.7)."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from backups import petitions
from backups.forms import PersonFilters, PetitionSearch
from backups.subjects import areas_of, saying, subjects_of
from backups.views.finding import require_administrator
from backups.views.institutional import identifier
from backups.views.keeping import recall
from documents.matching import words_of
from quipux import access
from quipux.web.pagination import TRAY_SIZES, numbered


@access.titular
@require_safe
def person_picker(request):
    """The inactive appointments of the AIQ; filters and page live in the address."""
    require_administrator(request)
    back = _Return(request)
    form = PersonFilters(request.GET, areas=areas_of(request.actor))
    page = (
        numbered(_people(request.actor, form.cleaned_data), request.GET, sizes=TRAY_SIZES) if form.is_valid() else None
    )
    rows = [(post, back.with_choice(servidor=post.uuid)) for post in page.rows] if page else []
    context = {"form": form, "page": page, "rows": rows, "back_url": back.url, "keep": back.kept}
    return render(request, "backups/person_picker.html", context, status=200 if page else 422)


def _people(actor, wanted):
    found = saying(subjects_of(actor), words_of(wanted["texto"]))
    if wanted["area"]:
        found = found.filter(area=wanted["area"])
    if wanted["perfil"]:
        found = found.filter(profile=wanted["perfil"])
    return found.with_names().order_by("person__surnames", "person__given_names", "-ends_on", "pk")


@access.titular
@require_safe
def petition_picker(request):
    """Received documents that may be the petition; before any search, those that the servant sent."""
    require_administrator(request)
    back, usable = _Return(request), petitions.candidates(request.actor)
    subject = subjects_of(request.actor).with_names().filter(uuid=identifier(back.values.get("subject"))).first()
    form = PetitionSearch(request.GET if "numero" in request.GET else None)
    page = None
    if not form.is_bound or form.is_valid():
        found = petitions.numbered_like(usable, form.cleaned_data["numero"] if form.is_bound else "", subject)
        found = found.select_related("document__type", "holder__person")
        page = numbered(found if form.is_bound else found.filter(matches=True), request.GET, sizes=TRAY_SIZES)
    chosen = usable.filter(uuid=identifier(request.GET.get("elegido"))).first()
    context = {
        "form": form, "page": page, "subject": subject, "keep": back.kept, "back_url": back.url,
        "chosen": chosen.number if chosen else "ninguno",
        "accept_url": back.with_choice(documento=chosen.uuid) if chosen else "",
    }  # fmt: skip
    return render(request, "backups/petition_picker.html", context, status=422 if form.errors else 200)


class _Return:
    """The way back to the form that was left, with what was typed in it."""

    def __init__(self, request):
        self.key = request.GET.get("formulario", "")
        self.values = recall(request, self.key)
        draft = identifier(self.values.get("draft"))
        self.form = reverse("backups:detail", args=[draft]) if draft else reverse("backups:institution_form")

    @property
    def kept(self) -> dict[str, str]:
        """What the search form carries along unseen."""
        return {"formulario": self.key} if self.values else {}

    @property
    def url(self) -> str:
        return self.with_choice()

    def with_choice(self, **choice) -> str:
        query = urlencode(self.kept | {name: str(value) for name, value in choice.items()})
        return f"{self.form}?{query}" if query else self.form
