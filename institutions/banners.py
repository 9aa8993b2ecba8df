"""What stands above every page while a subrogación, a reorganisation or a term lasts (institutions §8, §10.3)."""

from datetime import timedelta

from accounts import agreements
from institutions.charges import in_words
from quipux import clock
from quipux.web.menu import Notice, register_notices

NEAR_END = timedelta(days=3)


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
