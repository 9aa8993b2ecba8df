"""What a form of composing holds, as JSON, and the draft it stands for (documents §6.2).

Names are those of the form's fields. People are named by ``party_key``; nothing here is trusted: a draft is
made from what the database says of each of them today.
"""

from uuid import UUID

from documents.composing import incoming, people, rules
from documents.models import Copy, Document, DocumentType
from documents.services.changes import options_of
from documents.services.draft_rows import OVERRIDES, UNCLASSIFIED, Draft, party_key
from documents.states import Category, Confidentiality, CopyRole, PartyRole
from documents.text import as_plain, paragraphs
from institutions.models import DistributionList
from quipux.errors import Forbidden, Invalid

TYPED = ("tipo", "nivel", "categoria", "tipificacion", "asunto", "descripcion", "notas", "antecedente", "pestana",
         *incoming.TYPED)  # fmt: skip
ROLES = {"de": PartyRole.FROM, "para": PartyRole.TO, "copia": PartyRole.CC}
ROLE_LABELS = {"de": "De", "para": "Para", "copia": "Copia"}
HTML, PLAIN = "html", "texto"
USUAL = "memorando"  # what most people write, most of the time


def new(actor, kind: DocumentType) -> dict:
    """A document nobody typed anything of: De is the actor, the text is the initial one of its type."""
    return {"tipo": kind.slug, "nivel": Confidentiality.PUBLIC, "categoria": Category.NORMAL, "tipificacion": UNCLASSIFIED,
            "asunto": "", "descripcion": "", "notas": "", "antecedente": "", "oculta": False,
            "cuerpo": rules.initial_html(kind, actor.institution), "de": [party_key(actor.appointment)], "para": [],
            "copia": [], "lista": None, "opciones": {}, "impresos": {}}  # fmt: skip


def start(actor, document_id: int | None, slug: str = "") -> dict:
    """What a text kept for the first time begins from: the draft as it is, or a new one of the type ``slug``.

    Raises:
        Forbidden: the actor may create no document.
    """
    if document_id:
        original = Copy.objects.select_related("document__type", "document__antecedent").get(
            document=document_id, role=CopyRole.ORIGINAL)  # fmt: skip
        return of_draft(original)
    if slug == incoming.SLUG:
        return incoming.new(actor)
    allowed = rules.types_for(actor)
    if not allowed:
        raise Forbidden("No tiene permiso para elaborar documentos.")
    wanted = {kind.slug: kind for kind in allowed}
    return new(actor, wanted.get(slug) or wanted.get(USUAL) or allowed[0])


def of_draft(original: Copy) -> dict:
    """A draft as it was saved."""
    document = original.document
    rows = list(document.parties.select_related("appointment", "person").order_by("position", "pk"))
    names = {role: [party_key(r.appointment or r.person) for r in rows if r.role == stored]
             for role, stored in ROLES.items()}  # fmt: skip
    printed = {
        party_key(r.appointment or r.person): {n: getattr(r, n) for n in OVERRIDES if getattr(r, n)} for r in rows
    }
    listed = [party_key(r.appointment or r.person) for r in rows if r.list_id]
    return {
        "tipo": document.type.slug, "nivel": original.confidentiality, "categoria": original.category,
        "tipificacion": original.classification, "asunto": document.subject,
        "descripcion": document.attachments_description, "notas": original.notes,
        "antecedente": str(document.antecedent.uuid) if document.antecedent else "",
        "oculta": document.hide_draft_steps, "cuerpo": document.body, **names,
        "lista": {"pk": document.list_id, "version": document.list_version, "miembros": listed}
                 if document.list_id else None,
        "opciones": options_of(document), "impresos": {key: one for key, one in printed.items() if one},
        **incoming.of_document(document, original),
    }  # fmt: skip


def typed(data) -> dict:
    """The fields of Información as a browser posted them; people and options are changed by their own acts."""
    found = {name: " ".join(data[name].split()) if name == "asunto" else data[name].replace("\r\n", "\n").replace("\0", "")
             for name in TYPED if name in data}  # fmt: skip
    if "cuerpo" in data:
        found["cuerpo"] = _body(data["cuerpo"], data.get("formato"))
    if "asunto" in data:
        found["oculta"] = data.get("oculta") in ("on", True)
    return found


def _body(text, written):
    text = text.replace("\r\n", "\n").replace("\0", "")
    return text if written == HTML else paragraphs(text)


def for_textarea(html: str) -> tuple[str, str]:
    """What the plain field shows and how it is to be read: plain text where nothing is lost by it, else HTML."""
    plain = as_plain(html)
    return (html, HTML) if plain is None else (plain, PLAIN)


def draft_of(payload: dict, actor, *, original: Copy | None = None) -> Draft:
    """The draft that a text stands for.

    Raises:
        Invalid: a value is none of the choices, or somebody named cannot be reached any more.
    """
    named = {role: list(payload.get(role) or []) for role in ROLES}
    known = people.found([key for keys in named.values() for key in keys], actor)
    chosen = {role: [known[key] for key in keys if key in known] for role, keys in named.items()}
    _check_reachable([*chosen["para"], *chosen["copia"]])
    own = (
        incoming.values(payload, actor, chosen["de"])
        if incoming.is_incoming(payload)
        else _written(payload, actor, chosen)
    )
    listed = payload.get("lista") or {}
    members = [key for key in listed.get("miembros", []) if key in known]
    document = original.document if original else None
    return Draft(
        type=type_of(payload.get("tipo"), actor, document), subject=payload.get("asunto", ""), to=chosen["para"],
        cc=chosen["copia"],
        category=_choice(payload.get("categoria"), Category, "categoria"),
        confidentiality=_choice(payload.get("nivel"), Confidentiality, "nivel"),
        classification=payload.get("tipificacion") or UNCLASSIFIED, notes=payload.get("notas", ""),
        attachments_description=payload.get("descripcion", ""), antecedent=antecedent_of(payload.get("antecedente"), actor, document),
        list=DistributionList.objects.filter(pk=listed.get("pk")).first(), list_version=listed.get("version"),
        listed=frozenset(members), **own,
    )  # fmt: skip


def _written(payload, actor, chosen) -> dict:
    """What only a document of Salida has."""
    if not chosen["de"]:
        sentence = "De debe ser un servidor activo de su institución."
        raise Invalid(sentence, de=sentence)
    return {"sender": chosen["de"][0], "body": payload.get("cuerpo", ""), "options": payload.get("opciones") or {},
            "overrides": payload.get("impresos") or {},
            "hides_draft_steps": bool(payload.get("oculta")) and actor.holds("hide_draft_steps")}  # fmt: skip


def _check_reachable(chosen):
    for somebody in chosen:
        if not people.is_active(somebody):
            name = somebody.full_name if hasattr(somebody, "full_name") else somebody.person.full_name
            raise Invalid(people.inactive_message(name), para=people.inactive_message(name))


def _choice(value, choices, name):
    if value not in choices.values:
        raise Invalid("Elija una opción de la lista.", **{name: "Elija una opción de la lista."})
    return value


def type_of(slug, actor, document=None) -> DocumentType:
    """The type by its slug, among those of the actor's institution; a draft may keep its own.

    Raises:
        Invalid: there is none.
    """
    found = DocumentType.objects.filter(slug=slug or "").first()
    if found is None or found.institution_id not in (None, actor.institution.pk):
        raise Invalid("Elija el tipo de documento.", tipo="Elija el tipo de documento.")
    return found


def antecedent_of(value, actor, document=None, *, strict: bool = True) -> Document | None:
    """The antecedent, by the UUID of a document; one that the draft has already stays.

    Raises:
        Invalid: the actor reads no such document, or it comes after this one; without ``strict`` None is given.
    """
    if not value:
        return None
    try:
        wanted = UUID(str(value))
    except ValueError:
        return None
    if document and document.antecedent and document.antecedent.uuid == wanted:
        return document.antecedent
    copy = Copy.objects.visible_to(actor).filter(document__uuid=wanted).select_related("document").first()
    if copy is None and not strict:
        return None
    if copy is None:
        raise Invalid("No encontramos el antecedente.", antecedente="No encontramos el antecedente.")
    if strict:
        _check_chain(copy.document, document)
    return copy.document


def _check_chain(antecedent, document):
    """No document is, through others, its own antecedent."""
    above = antecedent
    while document and above:
        if above.pk == document.pk:
            message = f"El documento ya es consecuente de {document.number or document.temporary_number}."
            raise Invalid(message, antecedente=message)
        above = above.antecedent


def moved(text: dict, move: str, key: str) -> dict:
    """The roles that change when somebody is taken out, or goes one place up or down in its role."""
    for role in ROLES:
        keys = list(text.get(role) or [])
        if key in keys:
            place = keys.index(key)
            keys.pop(place)
            if move in ("subir", "bajar"):
                keys.insert(max(0, place + (-1 if move == "subir" else 1)), key)
            return {role: keys}
    return {}


def role_of(text: dict, key: str) -> str | None:
    """The role somebody has already."""
    return next((role for role in ROLES if key in (text.get(role) or [])), None)


def with_type(text: dict, slug: str, actor) -> dict:
    """What changes with another type: an untouched initial text follows it, print options go back to the default."""
    old, new_type = type_of(text["tipo"], actor), type_of(slug, actor)
    changes = {"tipo": new_type.slug, "opciones": {}, "sin_pregunta": ""}
    if text["cuerpo"] == rules.initial_html(old, actor.institution):
        changes["cuerpo"] = rules.initial_html(new_type, actor.institution)
    return changes
