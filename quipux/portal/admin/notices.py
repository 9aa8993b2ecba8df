"""Alertas y bloqueos: what is announced, the form of a new one, and cancelling (accounts-portal §11.2)."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quipux import access, operators
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import Invalid, NotAllowedNow
from quipux.history.models import Entry
from quipux.portal import service_notices as services
from quipux.portal.admin.forms import NoticeForm, ReasonForm
from quipux.portal.models import MANAGE, NoticeState, ServiceNotice
from quipux.web.components import Column, Link, Tag
from quipux.web.pagination import numbered

COLUMNS = [Column(label) for label in ("Aviso", "Texto", "Desde", "Hasta", "Estado", "Autor")]
TRAIL = [Column(label) for label in ("Fecha", "Acción", "Quién", "Comentario")]
COLOURS = {"active": "green", "cancelled": "red", "ended": "grey"}
PER_PAGE = 25


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request):
    """The newest first, and the form of another."""
    form = NoticeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _announced(form, operators.require(request, MANAGE, act="avisos")):
        messages.success(request, "El aviso quedó anunciado: empieza y termina solo.")
        return redirect("admin:contents:notices")
    page = numbered(
        ServiceNotice.objects.select_related("author").order_by("-starts_at", "-pk"), request.GET, default=PER_PAGE
    )
    context = {"columns": COLUMNS, "rows": [_row(one) for one in page.rows], "page": page, "form": form,
               "may_act": request.user.has_perm(MANAGE)}  # fmt: skip
    return draw(request, "admin/portal/notices.html", context, site=site, status=422 if form.is_bound else 200)


def _row(one):
    return [Link(str(one), reverse("admin:contents:notice", args=[one.uuid])), one.text, one.starts_at, one.ends_at,
            Tag(one.get_state_display(), COLOURS[one.state]), one.author.full_name]  # fmt: skip


def _announced(form, actor) -> bool:
    if not form.is_valid():
        return False
    data = form.cleaned_data
    people = list(get_user_model().objects.filter(identity_number__in=data["exceptuadas"]))
    missing = len(set(data["exceptuadas"])) - len(people)
    if missing:
        form.add_error("exceptuadas", f"No constan {missing} de las cédulas escritas." if missing > 1
                       else "Una de las cédulas escritas no consta.")  # fmt: skip
        return False
    try:
        services.announce(kind=data["tipo"], text=data["texto"], starts_at=data["desde"], ends_at=data["hasta"],
                          excepted=people, actor=actor)  # fmt: skip
    except Invalid as refusal:
        form.add_error(next(iter(refusal.fields), None), refusal.message)
        return False
    return True


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request, uuid):
    """One notice with its Recorrido; while it lives it can be cancelled with a reason."""
    one = ServiceNotice.objects.select_related("author").prefetch_related("excepted").filter(uuid=uuid).first()
    if one is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _cancelled(request, one, form, operators.require(request, MANAGE, act="avisos")):
        return redirect("admin:contents:notices")
    context = {
        "notice": one, "rows": _facts(one), "form": form, "columns": TRAIL,
        "entries": [[e.at, e.label, e.actor_name, e.comment] for e in Entry.objects.of(one)],
        "may_act": one.state == NoticeState.ACTIVE and request.user.has_perm(MANAGE),
    }  # fmt: skip
    return draw(request, "admin/portal/notice.html", context, site=site, status=422 if form.is_bound else 200)


def _facts(one):
    names = tuple(person.full_name for person in one.excepted.all())
    return [("Tipo", one.get_kind_display()), ("Estado", Tag(one.get_state_display(), COLOURS[one.state])),
            ("Texto", one.text), ("Desde", one.starts_at), ("Hasta", one.ends_at), ("Siguen trabajando", names)]  # fmt: skip


def _cancelled(request, one, form, actor) -> bool:
    if not form.is_valid():
        return False
    try:
        services.cancel(one, reason=form.cleaned_data["motivo"], actor=actor)
    except (Invalid, NotAllowedNow) as refusal:
        form.add_error("motivo", refusal.message)
        return False
    messages.success(request, "El aviso quedó cancelado.")
    return True
