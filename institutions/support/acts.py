"""The acts on a support case: when each is possible, what it asks for, and the service it calls (institutions §13)."""

from collections.abc import Callable
from dataclasses import dataclass

from django_fsm import can_proceed, has_transition_perm

from institutions.models import SupportCase
from institutions.support import services
from quipux import clock


@dataclass(frozen=True)
class Act:
    """One button of the page of a case.

    Attributes:
        move: the transition that must be possible.
        carry_out: ``carry_out(case, text, actor)``.
        asks: label of the text that goes with it; empty for none.
    """

    slug: str
    label: str
    done: str
    move: str
    carry_out: Callable
    asks: str = ""
    hint: str = ""

    def admits(self, case: SupportCase, actor) -> bool:
        method = getattr(case, self.move)
        return can_proceed(method) and has_transition_perm(method, actor)


ACTS = {act.slug: act for act in (
    Act("resolver", "Responder y resolver", "El caso quedó resuelto y le avisamos a quien lo abrió.", "resolve_first",
        lambda case, text, actor: services.resolve_first(case, answer=text, actor=actor), "Respuesta"),
    Act("escalar", "Escalar a nivel 2", "El caso pasó a la mesa de servicio.", "escalate",
        lambda case, text, actor: services.escalate(case, diagnosis=text, actor=actor),
        "Diagnóstico y pasos que intentó", "La mesa de servicio lo lee: con al menos 20 caracteres."),
    Act("tomar", "Tomar el caso", "Usted atiende ahora el caso.", "take",
        lambda case, text, actor: services.take(case, actor=actor)),
    Act("responder", "Responder y resolver", "El caso quedó resuelto y le avisamos a quien lo abrió.", "resolve",
        lambda case, text, actor: services.resolve(case, answer=text, actor=actor), "Respuesta"),
    Act("cerrar", "Cerrar el caso", "El caso quedó cerrado.", "close",
        lambda case, text, actor: services.close(case, actor=actor)),
    Act("reabrir", "Reabrir el caso", "El caso volvió a quien lo respondió.", "reopen",
        lambda case, text, actor: services.reopen(case, reason=text, actor=actor), "Por qué lo reabre"),
)}  # fmt: skip


def possible(case: SupportCase, actor) -> list[Act]:
    """What this person may do now with the case."""
    acts = [act for act in ACTS.values() if act.admits(case, actor)]
    late = case.closed_at is not None and case.closed_at + services.REOPENS_WITHIN < clock.now()
    return [act for act in acts if not (late and act.move == "reopen")]
