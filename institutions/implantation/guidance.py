"""What an AIQ still has to do for each item, why, and on which page: a registry that upper apps fill too (institutions §12.6)."""

from dataclasses import dataclass

from django.urls import reverse

from institutions.models import FocalUser, SupportDesk, TrackingItem
from quipux.web.components import Link

UNCHECKED = "El sistema todavía no lo comprueba: pulse «Verificar ahora»."
UNANSWERED = "Falta que usted lo responda."
SEEN = "El sistema ya lo da por cumplido; falta que usted lo responda."
UNSEEN = "Corríjalo, o márquelo como justificado y escriba por qué."


@dataclass(frozen=True)
class Step:
    """Where an item is done.

    Attributes:
        do: one sentence, in the words of the page it leads to.
        page: label of the link.
        url_name: name of its address.
        anchor: place in the page.
        args: arguments of the address.
    """

    do: str
    page: str
    url_name: str
    anchor: str = ""
    args: tuple = ()

    @property
    def link(self) -> Link:
        return Link(self.page, reverse(self.url_name, args=self.args) + self.anchor)


@dataclass(frozen=True)
class Missing:
    """One thing that lacks: its name, why it does, what to do, and the links to answer it and to do it."""

    name: Link
    why: str
    do: str
    place: Link | None


_steps: dict[str, Step] = {}


def register(step: Step, *codes: str) -> None:
    """Say how the items of ``codes`` are done.

    Raises:
        ValueError: one of them has its step already.
    """
    for code in codes:
        if _steps.setdefault(code, step) is not step:
            raise ValueError(f"two steps of {code}")


def known() -> frozenset[str]:
    """The codes that have a step."""
    return frozenset(_steps)


def step_of(code: str) -> Step | None:
    """How an item is done; None for one that only needs an answer."""
    return _steps.get(code)


def why(item: TrackingItem) -> str:
    """Why an item is not fulfilled, from what the system saw, what the AGQ wrote and what the AIQ said."""
    said = [item.remark] if item.remark and item.verdict == "not_met" else []
    if item.is_automatic and item.is_green is None:
        said.append(UNCHECKED)
    elif item.is_automatic and not item.is_green:
        said += [f"{item.found}.", UNSEEN]
    else:
        said.append(SEEN if item.is_automatic else UNANSWERED)
    return " ".join(said)


def missing(case, items) -> list[Missing]:
    """Everything that keeps the AIQ from asking for the next step, in the order of the plantilla (T16, T21).

    Args:
        items: of the environment where she works now.
    """
    found = [_of_item(item) for item in items if item.is_mandatory and not item.is_fulfilled]
    return found + (_of_production(case.production) if case.production else _of_training(case.training))


def _of_training(institution):
    found = []
    if institution.support_email_verified_at is None:
        found.append(
            _of_place("Correo de soporte verificado", "Nadie confirmó el enlace que recibe ese correo.", "PS-J1")
        )
    if not FocalUser.objects.filter(institution=institution, trained_on__isnull=False).exists():
        found.append(_of_place("Un usuario focal capacitado", "Ninguno tiene fecha de capacitación.", "PS-I1"))
    return found


def _of_production(institution):
    if SupportDesk.objects.filter(institution=institution, announced_at__isnull=False).exists():
        return []
    return [_of_place("Mesa de ayuda comunicada", "Sus usuarios todavía no conocen el correo de soporte.", "PS-P2")]


def _of_item(item):
    step = step_of(item.code)
    own = Link(f"{item.code} {item.text}", reverse("institutions:my_item", args=[item.code.lower()]))
    return Missing(own, why(item), step.do if step else "", step.link if step else None)


def _of_place(name, because, code):
    step = step_of(code)
    return Missing(Link(name, step.link.url), because, step.do, None)


MINE = "institutions:my_implantation"
register(Step("Escriba el teléfono y la dirección, y suba el logotipo.", "Ir a Institución", "institutions:data"),
         "PS-A1", "PS-A2", "PS-A4", "PS-A5")  # fmt: skip
register(Step("Guarde la mesa de ayuda y abra el enlace que recibe su correo de soporte.", "Ir a Mesa de ayuda", MINE, "#mesa"),
         "PS-A3", "PS-J1", "PS-J2")  # fmt: skip
register(Step("Importe las áreas del orgánico funcional, o créelas una por una.", "Ir a Importar", "institutions:imports"),
         "PS-B1")  # fmt: skip
register(Step("Corrija los datos del área en el árbol.", "Ir a Áreas", "institutions:areas"), "PS-B2", "PS-B3", "PS-B5")
register(
    Step("En cada área elija a su Jefe, o justifique por qué no lo tiene.", "Ir a Áreas", "institutions:areas"), "PS-B4"
)
register(
    Step("Exporte las áreas a PDF y adjunte el archivo como evidencia.", "Ir a Áreas", "institutions:areas"), "PS-B6"
)
register(Step("Importe a los servidores desde un archivo, o créelos uno por uno.", "Ir a Importar", "institutions:imports"),
         "PS-C1")  # fmt: skip
register(Step("Corrija los datos de cada servidor en su página.", "Ir a Servidores públicos", "institutions:people"),
         "PS-C2", "PS-C3", "PS-C4", "PS-C5", "PS-C6", "PS-C7")  # fmt: skip
register(Step("Cree al servidor que reemplaza al AIQ y pida a la Subsecretaría su permiso.", "Ir a Servidores públicos",
              "institutions:people"), "PS-C8")  # fmt: skip
register(Step("Filtre por área y permiso, marque a las personas y otorgue lo que falta.", "Ir a Permisos a usuarios",
              "institutions:permissions"), "PS-D1", "PS-D2", "PS-D3", "PS-D4", "PS-D5", "PS-D6")  # fmt: skip
register(Step("Cree las listas que usan varias áreas.", "Ir a Listas", "institutions:lists"), "PS-F1")
register(Step("En el área del Jefe elija con quién comparte su bandeja.", "Ir a Áreas", "institutions:areas"), "PS-G1")
register(
    Step("Cree una subrogación de prueba y termínela.", "Ir a Subrogación de puesto", "institutions:delegations"),
    "PS-G2",
)
register(Step("Designe al usuario focal y escriba cuándo se capacitó.", "Ir a Usuarios focales", MINE, "#focales"),
         "PS-I1", "PS-I2", "PS-I3")  # fmt: skip
register(Step("Revise en producción lo que falta de esos grupos.", "Ir a Institución", "institutions:data"), "PS-P1")
register(Step("Pulse «Comunicar a los usuarios».", "Ir a Mesa de ayuda", MINE, "#mesa"), "PS-P2")
register(Step("Envíe las activaciones y espere a que las personas ingresen.", "Ir a Servidores públicos",
              "institutions:people"), "PS-P3", "PS-P5", "PS-P6")  # fmt: skip
