"""The catalogues of every institution, as an AIQ reads them and proposes what they lack (institutions §6.5)."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import CatalogueEntry, CatalogueKind
from institutions.catalogues import proposals
from institutions.models import CatalogueProposal
from institutions.scope import require_whole
from quipux import access
from quipux.errors import Conflict, Invalid
from quipux.web.components import Chip, Column, Tag
from quipux.web.forms import ModelForm, refuse
from quipux.web.pagination import numbered

COLUMNS = [Column("Nombre"), Column("Pertenece a"), Column("Abreviatura"), Column("Estado")]
OWN_COLUMNS = [Column("Catálogo"), Column("Nombre"), Column("Propuesto"), Column("Estado"), Column("Respuesta")]
SHOWN = 50  # proposals of the institution, the newest


class ProposalForm(ModelForm):
    """A row that is missing."""

    starred = True

    class Meta:
        model = CatalogueProposal
        fields = ["parent", "name", "abbreviation", "reason"]
        labels = {"parent": "Pertenece a", "name": "Nombre", "abbreviation": "Abreviatura", "reason": "Motivo"}
        widgets = {"reason": forms.Textarea({"rows": 3})}

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.kind = kind
        if (above := kind.above) is None:
            del self.fields["parent"]
            return
        self.fields["parent"].queryset = CatalogueEntry.objects.filter(kind=above, is_active=True).order_by(
            "name", "pk"
        )
        self.fields["parent"].empty_label, self.fields["parent"].required = f"Elija {above.label.lower()}", True


def kind_of(params) -> CatalogueKind:
    """The catalogue that an address asks for; the titles where it names none."""
    wanted = params.get("clase", "")
    return CatalogueKind(wanted) if wanted in CatalogueKind.values else CatalogueKind.TITLE


def chips_of(address: str, chosen: CatalogueKind) -> list[Chip]:
    return [Chip(kind.label, f"{address}?clase={kind.value}", None, kind is chosen) for kind in CatalogueKind]


def rows_of(kind: CatalogueKind):
    return CatalogueEntry.objects.filter(kind=kind).select_related("parent").order_by("name", "pk")


def state_of(entry) -> Tag:
    return Tag("Activo", "green") if entry.is_active else Tag("Inactivo", "grey")


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def global_catalogue(request):
    """One catalogue, what the institution proposed, and a new proposal."""
    require_whole(request.actor)
    kind, address = kind_of(request.GET), reverse("institutions:global_catalogue")
    form = ProposalForm(request.POST if request.method == "POST" else None, kind=kind)
    if form.is_valid() and _proposed(form, request.actor):
        messages.success(request, "La propuesta se envió. Le avisaremos por correo cuando se responda.")
        return redirect(f"{address}?clase={kind.value}")
    page = numbered(rows_of(kind), request.GET, default=25)
    own = CatalogueProposal.objects.filter(institution=request.actor.institution).order_by("-requested_at", "-pk")
    return render(request, "institutions/catalogues/global.html", {
        "kind": kind, "chips": chips_of(address, kind), "columns": COLUMNS, "page": page,
        "rows": [[one.name, one.parent.name if one.parent else "", one.abbreviation, state_of(one)] for one in page.rows],
        "own_columns": OWN_COLUMNS, "own": [[one.get_kind_display(), one.name, one.requested_at, one.get_state_display(),
                                             one.answer] for one in own[:SHOWN]],
        "form": None if request.actor.is_training else form}, status=422 if form.errors else 200)  # fmt: skip


def _proposed(form, actor) -> bool:
    try:
        proposals.propose(form.instance, actor=actor)
    except (Conflict, Invalid) as error:
        refuse(form, Invalid(error.message, name=error.message))
        return False
    return True
