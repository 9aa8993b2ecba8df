"""What can be done with an open incident, each act with its own form on the page of the incident."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts import incidents
from accounts.models import Incident
from accounts.models.incidents import IncidentState


@dataclass(frozen=True)
class Act:
    """One act.

    Attributes:
        slug: value of its button and prefix of its form.
        heading: of its part of the page.
        asks: label of its text; hint: below it; length: characters.
        carry_out: ``carry_out(incident, text, actor)``.
        is_open: whether the incident admits it now.
    """

    slug: str
    heading: str
    label: str
    asks: str
    hint: str
    done: str
    carry_out: Callable
    is_open: Callable = lambda _incident: True
    length: int = 600


def _authority_open(one):
    return one.authority_settled_at is None


def _people_open(one):
    return one.people_settled_at is None


ACTS = {act.slug: act for act in (
    Act("autoridad", "Notificación a la autoridad", "Registrar la notificación", "Constancia de la notificación",
        "El número con el que la autoridad de protección de datos la recibió.", "La notificación quedó registrada.",
        lambda one, text, actor: incidents.settle_authority(one, note=text, was_told=True, actor=actor), _authority_open),
    Act("sin-autoridad", "No corresponde notificar a la autoridad", "Registrar que no corresponde",
        "Por qué no corresponde", "Queda escrito con su nombre.", "Quedó registrado que no corresponde notificar.",
        lambda one, text, actor: incidents.settle_authority(one, note=text, was_told=False, actor=actor), _authority_open),
    Act("avisar", "Aviso a las personas", "Avisar a las personas", "Texto del aviso",
        "Diga qué pasó, qué se hizo y qué puede hacer cada persona. Lo reciben por correo quienes tienen uno confirmado.",
        "El aviso se está enviando a las personas con correo confirmado.",
        lambda one, text, actor: incidents.tell_people(one, text=text, actor=actor), _people_open, 2000),
    Act("sin-aviso", "No corresponde avisar a las personas", "Registrar que no corresponde", "Por qué no corresponde",
        "Queda escrito con su nombre.", "Quedó registrado que no corresponde avisar.",
        lambda one, text, actor: incidents.excuse_people(one, reason=text, actor=actor), _people_open),
    Act("ampliar", "Agregar lo que se supo después", "Agregar", "Lo que se supo",
        "Lo escrito antes no cambia.", "Quedó agregado al Recorrido del incidente.",
        lambda one, text, actor: incidents.extend(one, text=text, actor=actor), length=2000),
    Act("cerrar", "Cerrar", "Cerrar el incidente", "Conclusión", "Después no se puede agregar nada.",
        "El incidente quedó cerrado.",
        lambda one, text, actor: incidents.close(one, conclusion=text, actor=actor),
        lambda one: not (_authority_open(one) or _people_open(one))),
)}  # fmt: skip


def possible(incident: Incident) -> list[Act]:
    """Those that its state and terms admit."""
    return [act for act in ACTS.values() if incident.state == IncidentState.OPEN and act.is_open(incident)]
