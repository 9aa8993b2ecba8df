"""What a subrogación says above every page while it lasts (institutions §8)."""

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
def agreement(request):
    """To a citizen who signs and did not sign the «Acuerdo de uso» in force (accounts-portal §10.5)."""
    actor = getattr(request, "actor", None)
    if actor is None or not actor.is_citizen or not actor.signs:
        return
    awaited = agreements.awaited_from(actor.user)
    if awaited:
        yield Notice(f"Firme la versión nueva del Acuerdo de uso hasta el {awaited.sign_until.isoformat()}, en "
                     "«Mi firma electrónica».", kind="Acuerdo de uso")  # fmt: skip
