"""A form that comes back after its person, context or session became another: nothing is saved, no text is lost (§9.2)."""

from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render
from django.urls import reverse

from quipux import access
from quipux.web import page_owner

KEPT = "kept_text"  # of the session: whose text it is, the page it was typed on, and the text
# What means the same from every tab.
ANYWHERE = {"accounts:logout", "institutions:switch_context", "accounts:keep_session", "accounts:kept_text"}
OTHER_CONTEXT = "Esta página se abrió como {} y ahora usted está como {}. No se guardó nada."
OTHER_SESSION = "Esta página se abrió en una sesión anterior. No se guardó nada."
NO_CONTEXT = "una persona sin puesto"


class StalePageMiddleware:
    """Compares for whom a form was drawn with who sends it.

    Views that are free of the token have forms of their own, which prove more; some must not be read before the view
    says where uploads go.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return None
        drawn_for = page_owner.of_form(request.POST)
        if drawn_for is None or request.resolver_match.view_name in ANYWHERE:
            return None
        if not request.user.is_authenticated:
            return None if access.level_of(view) == access.PUBLIC else hold(request, drawn_for)
        return None if drawn_for == page_owner.of_request(request) else answer(request, drawn_for)


def hold(request, drawn_for):
    """The session ended: the text waits in the new one, for the same person alone, until she has entered."""
    typed = page_owner.typed_in(request.POST)
    if not typed:
        return None
    request.session[KEPT] = {"person": drawn_for.person, "page": page_of(request), "typed": typed}
    return redirect_to_login(reverse("accounts:kept_text"))


def answer(request, drawn_for):
    """The page that says why nothing was saved (409), with the text, and the way back to the former context."""
    own = drawn_for.person == str(request.user.uuid)
    contexts = {one.id: one.description for one in request.actor.contexts} if own and request.actor else {}
    context = {
        "message": _message(request, drawn_for, own, contexts), "typed": page_owner.typed_in(request.POST),
        "has_files": bool(request.FILES), "page": page_of(request), "former": contexts.get(drawn_for.context, "").rpartition(" / ")[2],
        "former_id": drawn_for.context if drawn_for != page_owner.of_request(request) else "",
    }  # fmt: skip
    return render(request, "errors/409_stale.html", context, status=409)


def _message(request, drawn_for, own, contexts):
    if drawn_for == page_owner.of_request(request):
        return OTHER_SESSION
    now = request.actor.label if request.actor else NO_CONTEXT
    if not own:
        return OTHER_CONTEXT.format("otra persona", f"{request.user.full_name}, {now}" if not request.actor else now)
    return OTHER_CONTEXT.format(contexts.get(drawn_for.context, "un puesto que ya no tiene"), now)


def page_of(request) -> str:
    """Path of the page that a form was on, else the address it was sent to."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc == request.get_host():
        return came_from.path + (f"?{came_from.query}" if came_from.query else "")
    return request.path
