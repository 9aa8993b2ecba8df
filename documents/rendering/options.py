"""Opciones de impresión: which a type offers, and those in force for a document (documents §6.6)."""

from documents.models import DocumentType, PrintOptions

PAPER = frozenset({"uses_background", "scale"})
CLOSING = frozenset({"signature_at", "farewell", "hides_farewell", "phrase", "hides_phrase"})
LINES = frozenset({"hides_attachments", "hides_reference", "hides_initials"})
HEAD = frozenset({"addressing", "addressee_at", "greeting", "hides_number", "hides_subject", "is_italic",
                  "adds_signers"})  # fmt: skip
# By layout; a Circular is an Oficio that offers what a Memorando does. What is not offered is ignored.
OFFERED = {
    "oficio": PAPER | CLOSING | LINES | HEAD,
    "circular": PAPER | CLOSING | LINES | {"addressing"},
    "memorando": PAPER | CLOSING | LINES | {"addressing"},
    "resolucion": PAPER | CLOSING | LINES,
    "nota": PAPER | {"addressing", "greeting", "adds_signers", "is_italic", "note_kind"},
    "acuerdo": PAPER | {"given_in"},
}
CIRCULAR = "circular"  # slug of the type that lists its addressees


def offered(type: DocumentType) -> frozenset[str]:
    """Names of the fields of PrintOptions that documents of a type may use."""
    return frozenset(OFFERED.get(CIRCULAR if type.slug == CIRCULAR else type.layout, PAPER))


def options_of(document) -> PrintOptions:
    """The options in force: those kept, the default where the type does not offer one."""
    kept = PrintOptions.objects.filter(document=document).first() if document.pk else None
    if kept is None:
        return PrintOptions()
    names = offered(document.type)
    return PrintOptions(**{name: getattr(kept, name) for name in names})
