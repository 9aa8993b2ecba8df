"""What stands above every page while a subrogación, a reorganisation or a term lasts (institutions §8, §10.3)."""

from datetime import timedelta

from accounts import agreements
from institutions import ending
from institutions.actors import suspended_of
from institutions.charges import in_words
from institutions.models import Appointment
from quipux import clock
from quipux.web.menu import Notice, register_notices

NEAR_END = timedelta(days=3)
SHOWN = 3  # named in one band


@register_notices
def subrogations(request):
    """To the deputy and to the titular."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.appointment is None or actor.is_leaver or actor.charge is None:
        return
    charge = actor.charge
    said = (f"Usted subroga este puesto hasta {in_words(charge.stops_at)}." if actor.is_delegate
            else f"{charge.refusal} Puede leer sus documentos, no firmarlos ni reasignarlos.")  # fmt: skip
    near = charge.stops_at - clock.now() <= NEAR_END
    yield Notice(f"{said} Termina en menos de tres días." if near else said, kind="Subrogación")


@register_notices
def ends_soon(request):
    """To the AIQs, what of the institution ends in less than three days; to who has an encargo, that it does (§8)."""
    post = getattr(getattr(request, "actor", None), "appointment", None)
    if post is None or request.actor.is_leaver or request.actor.is_delegate:
        return
    if post.kind == Appointment.Kind.CHARGE and post.ends_on and post.ends_on <= request.actor.today + NEAR_END:
        yield Notice(f"Su encargo termina el {post.ends_on.isoformat()}.", kind="Encargo")
    for kind, found in ending.told(post).items():
        more = f" y {len(found) - SHOWN} más" if len(found) > SHOWN else ""
        yield Notice(f"Terminan en menos de tres días: {'; '.join(found[:SHOWN])}{more}.", kind=kind)


@register_notices
def suspension(request):
    """To who has a post in a suspended institution: why it cannot be chosen, whatever else she works in (§5.2)."""
    for name in dict.fromkeys(_suspended(request)):
        yield Notice(f"{name} está suspendida. Mientras dure, sus puestos en ella no se pueden usar y nadie puede dirigirle "
                     "documentos; lo enviado y recibido se conserva.", kind="Institución suspendida")  # fmt: skip


def _suspended(request):
    """Asked only of who has no other context; for the others it came with theirs."""
    actor, user = getattr(request, "actor", None), getattr(request, "user", None)
    if actor is not None:
        known = actor.profile if actor.is_citizen else actor.appointment
        return getattr(known, "suspended", None) or ()
    return suspended_of(user) if user is not None and user.is_authenticated and not user.is_staff else ()


@register_notices
def reorganisation(request):
    """To who works in an área that is being moved: the work goes on, and nobody else enters (institutions §10.3, step 1)."""
    actor = getattr(request, "actor", None)
    if getattr(getattr(actor, "appointment", None), "area_moves", False):
        yield Notice(f"{actor.appointment.area.name} se está reorganizando. Usted puede seguir trabajando; hasta que termine, "
                     "nadie puede cambiar a un puesto de esta área.", kind="Reorganización")  # fmt: skip


@register_notices
def agreement(request):
    """To a citizen who signs and did not sign the «Acuerdo de uso» in force (accounts-portal §10.5)."""
    actor = getattr(request, "actor", None)
    if actor is None or not actor.is_citizen or not actor.signs:
        return
    awaited = agreements.awaited_from(actor.user)
    if awaited:
        yield Notice(f"Firme la versión nueva del Acuerdo de uso hasta el {awaited.sign_until.isoformat()}, en "
                     "«Mi firma electrónica».", kind="Acuerdo de uso")  # fmt: skip
