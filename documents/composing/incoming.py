"""The external mode of the form: what the window types of a paper from outside (documents §6.2, §11)."""

from documents import permissions
from documents.models import Copy, Document
from documents.services.draft_rows import UNCLASSIFIED, party_key
from documents.services.incoming import directable
from documents.states import Category, Confidentiality, DocumentKind
from institutions.models import Appointment
from quipux import clock
from quipux.errors import Forbidden
from quipux.web.forms import parse_date

SLUG = "externo"  # of the type, which also names the mode of a text
TYPED = ("fecha", "referencia", "resumen", "dirigido")


def is_incoming(payload: dict) -> bool:
    """Whether a text is of the external mode."""
    return payload.get("tipo") == SLUG


def new(actor) -> dict:
    """A paper nobody typed anything of yet; most were written today.

    Raises:
        Forbidden: the actor does not register.
    """
    if not permissions.can_register(actor):
        raise Forbidden("No tiene permiso para registrar documentos externos.")
    return {"tipo": SLUG, "nivel": Confidentiality.PUBLIC, "categoria": Category.NORMAL, "tipificacion": UNCLASSIFIED,
            "asunto": "", "descripcion": "", "notas": "", "antecedente": "", "oculta": False, "cuerpo": "", "de": [],
            "para": [], "copia": [], "lista": None, "opciones": {}, "impresos": {},
            "fecha": clock.today().isoformat(), "referencia": "", "resumen": "", "dirigido": ""}  # fmt: skip


def of_document(document: Document, original: Copy) -> dict:
    """The fields that only an external has, as they were saved."""
    if document.kind != DocumentKind.INCOMING:
        return {}
    dated = document.document_date and clock.local(document.document_date).date().isoformat()
    return {"fecha": dated or "", "referencia": document.reference, "resumen": document.summary,
            "dirigido": party_key(original.directed_to) if original.directed_to else ""}  # fmt: skip


def values(payload: dict, actor, senders: list) -> dict:
    """What a ``Draft`` of this mode has besides; a day or a person that cannot be read is None."""
    return {"senders": senders, "dated": parse_date(payload.get("fecha") or ""),
            "reference": payload.get("referencia") or "", "summary": payload.get("resumen") or "",
            "directed_to": _directed(payload.get("dirigido"), actor)}  # fmt: skip


def _directed(key, actor) -> Appointment | None:
    return next((post for post in directable(actor.institution) if party_key(post) == key), None) if key else None


def directed_choices(actor) -> list[tuple[str, str]]:
    """«Dirigir documento a»: who receives what is directed, by the key of each."""
    return [(party_key(post), f"{post.person.full_name} – {post.title}, {post.area.name}")
            for post in directable(actor.institution)]  # fmt: skip
