"""Sesiones y bloqueos: who is inside now, and whom the limits of the login keep out (accounts-portal §6, §9.1, §12)."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import assisting
from accounts.models import OpenSession, User
from accounts.models.roles import GRANT
from accounts.sessions import alive
from quipux import access, clock, operators
from quipux.accesslog.models import AccessEntry, Event
from quipux.administration import site
from quipux.administration.site import draw
from quipux.web.components import Column, Link
from quipux.web.pagination import numbered

ASSIST = "accounts.assist_people"
SESSIONS = [Column(label) for label in ("Persona", "Inicio", "Último uso", "Equipo", "Red")]
LOCKS = [Column(label) for label in ("Persona", "Fecha", "Red")]
PER_PAGE, SHOWN_LOCKS = 25, 50
LATELY = timedelta(hours=1)  # the longest wait of a lock


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request):
    """Open sessions, newest use first, and the locks of the last hour; numbers of accounts stand nowhere."""
    if request.method == "POST":
        operators.require(request, _right_of(request.user), act="sesiones y bloqueos")
        return _acted(request)
    rows = alive().select_related("person").order_by("-last_used_at", "-pk")
    page = numbered(rows, request.GET, default=PER_PAGE)
    locks = _locks()
    context = {"columns": SESSIONS, "rows": [_session_row(one) for one in page.rows], "page": page, "lock_columns": LOCKS,
               "locks": [_lock_row(one) for one in locks], "people": _choices(page.rows, locks),
               "may_act": request.user.has_perm(_right_of(request.user))}  # fmt: skip
    return draw(request, "admin/personas/sessions.html", context, site=site)


def _right_of(user) -> str:
    """The mesa's, or that of the superadministrator, who ends sessions and sends no links (institutions §4)."""
    return GRANT if user.has_perm(GRANT) else ASSIST


def _locks() -> list[AccessEntry]:
    """Each person once, by the last lock; whom nobody knows is counted on the Tablero alone."""
    recent = AccessEntry.objects.filter(event=Event.LOCK, user__isnull=False, at__gt=clock.now() - LATELY)
    last = recent.order_by("user", "-at").distinct("user").values("pk")
    return list(AccessEntry.objects.filter(pk__in=last).select_related("user").order_by("-at")[:SHOWN_LOCKS])


def _session_row(one: OpenSession):
    return [_person(one.person), one.began_at, one.last_used_at, one.device, one.network]


def _lock_row(one: AccessEntry):
    return [_person(one.user), one.at, one.network]


def _person(user):
    return Link(user.full_name, reverse("admin:people:person", args=[user.uuid]))


def _choices(sessions, locks) -> list[User]:
    people = {one.person_id: one.person for one in sessions} | {one.user_id: one.user for one in locks}
    return sorted(people.values(), key=lambda person: (person.surnames, person.pk))


def _acted(request):
    person = User.objects.filter(pk=_number(request.POST.get("persona"))).first()
    act = request.POST.get("accion")
    if person is None or act not in ("sesiones", "desbloquear"):
        raise Http404
    if act == "sesiones":
        assisting.close_sessions(request, person)
        messages.success(request, f"Se cerraron las sesiones de {person.full_name}.")
    else:
        assisting.unlock(request, person)
        messages.success(request, f"La cuenta de {person.full_name} ya no está bloqueada.")
    return redirect("admin:people:sessions")


def _number(text) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0
