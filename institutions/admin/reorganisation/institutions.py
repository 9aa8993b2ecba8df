"""The institutions and their states: suspended, reinstated, given a custodian, closed (institutions §5.2, §10.4)."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from institutions.aiq_changes import interim
from institutions.delegations.forms import PostField
from institutions.models import Appointment, Institution
from institutions.models.structure import CHANGE
from institutions.standing import services
from institutions.states import InstitutionState
from quipux import access, operators
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import Conflict, Invalid, NotAllowedNow
from quipux.history.models import Entry
from quipux.web.components import Column, Link, Tag
from quipux.web.forms import DateTextField, Form, refuse
from quipux.web.pagination import numbered

COLUMNS = [Column(label) for label in ("Institución", "Sigla", "RUC", "Ambiente", "Estado")]
TRAIL = [Column(label) for label in ("Fecha", "Acción", "Usuario", "Comentario")]
COLOURS = {InstitutionState.ACTIVE: "green", InstitutionState.SUSPENDED: "orange", InstitutionState.CLOSED: "grey"}


class StandingForm(Form):
    """Why, or to whom."""

    custodia = forms.ModelChoiceField(label="Institución custodia", queryset=Institution.objects.none(), required=False,
                                      to_field_name="uuid", empty_label="Elija")  # fmt: skip
    motivo = forms.CharField(label="Motivo", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
                             help_text="De 10 a 500 caracteres, para suspender, reactivar, cerrar o nombrar un interino")  # fmt: skip

    interino = PostField(label="AIQ interino", required=False, empty_label="Elija",
                         help_text="Uno de sus servidores activos, hasta 30 días")  # fmt: skip
    hasta = DateTextField(label="Interino hasta", required=False)

    unmarked = True

    def __init__(self, *args, institution, **kwargs):
        super().__init__(*args, **kwargs)
        others = Institution.objects.filter(environment=institution.environment, state=InstitutionState.ACTIVE)
        posts = Appointment.objects.working().with_names().filter(institution=institution)
        self.fields["interino"].queryset = posts.order_by("person__surnames", "person__given_names", "pk")
        self.fields["custodia"].queryset = others.exclude(pk=institution.pk).order_by("name", "pk")


@access.operator
@require_safe
def institutions(request):
    """All of them, by name."""
    shown = numbered(Institution.objects.order_by("name", "pk"), request.GET)
    rows = [[Link(one.name, reverse("admin:reorganisation:institution", args=[one.uuid])), one.sigla, one.ruc,
             one.get_environment_display(), _tag(one)] for one in shown.rows]  # fmt: skip
    context = {"columns": COLUMNS, "rows": rows, "page": shown}
    return draw(request, "admin/reorganizacion/institutions.html", context, site=site)


def _tag(one):
    return Tag(one.get_state_display(), COLOURS[one.state])


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def institution(request, uuid):
    """One institution: its state, what lacks to close it, and its Recorrido."""
    found = Institution.objects.select_related("custodian").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    form = StandingForm(request.POST if request.method == "POST" else None, institution=found)
    if form.is_bound and _acted(request, found, form):
        return redirect("admin:reorganisation:institution", found.uuid)
    context = {"found": found, "form": form, "rows": _facts(found), "columns": TRAIL,
               "lacking": services.lacking(found) if found.state != InstitutionState.CLOSED else [],
               "is_active": found.state == InstitutionState.ACTIVE, "is_closed": found.state == InstitutionState.CLOSED,
               "entries": [[one.at, one.label, one.actor_name, one.comment] for one in Entry.objects.of(found)[:30]]}  # fmt: skip
    return draw(
        request, "admin/reorganizacion/institution.html", context, site=site, status=422 if form.errors else 200
    )


def _facts(found):
    rows = [("Estado", _tag(found)), ("Sigla", found.sigla), ("RUC", found.ruc),
            ("Ambiente", found.get_environment_display()),
            ("Función o tipo", found.get_function_display() if found.function else ""), ("Coordinada por", _coordinator(found)),
            ("Institución custodia", found.custodian.name if found.custodian else ""),
            ("Custodia aceptada el", found.custody_accepted_at), ("Cerrada el", found.closed_at)]  # fmt: skip
    return [row for row in rows if row[1]]


def _coordinator(found) -> str:
    now = found.coordinations.filter(until=None).select_related("coordinator").first()
    return f"{now.coordinator.name}, desde {now.since.isoformat()}" if now else ""


def _acted(request, found, form) -> bool:
    actor = operators.require(request, CHANGE, act="estado de institución")
    if not form.is_valid():
        return False
    data, action = form.cleaned_data, request.POST.get("accion")
    by_reason = {"suspender": services.suspend, "reactivar": services.reinstate, "cerrar": services.close}
    try:
        if action == "custodia":
            services.offer_custody(found, data["custodia"] or found, actor=actor)
        elif action == "interino":
            interim.appoint(data["interino"], ends_on=data["hasta"], reason=data["motivo"], actor=actor)
        elif action in by_reason:
            by_reason[action](found, reason=data["motivo"], actor=actor)
        else:
            raise Http404
    except (Invalid, NotAllowedNow, Conflict) as refusal:
        refuse(form, refusal, reason="motivo")
        return False
    messages.success(request, "El cambio quedó guardado y avisado.")
    return True
