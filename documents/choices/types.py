"""The types of document of an institution: which it uses and how, and its own ones (documents §3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.text import slugify

from documents import history, numbering
from documents.models import DocumentType, InstitutionType
from documents.states import DocumentKind, Makers
from documents.text import check_size, clean_html, images_of
from institutions.models import Appointment, Institution
from institutions.scope import require_whole
from quipux.errors import Invalid, NotFound
from quipux.history import recorder

LAYOUTS = [("oficio", "Oficio"), ("memorando", "Memorando"), ("resolucion", "Resolución"), ("acuerdo", "Acuerdo"),
           ("nota", "Nota")]  # fmt: skip
LONGEST_ABBREVIATION = 5
SAID = {"is_active": "uso", "abbreviation": "abreviatura", "makers": "quién lo elabora", "listed": "personas señaladas",
        "initial_html": "texto inicial"}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What an institution decides of a type.

    Attributes:
        is_active: whether new documents of it may begin.
        abbreviation: of its numbers; empty for that of the catalogue.
        makers: of ``Makers``; ``listed`` are the appointments of LISTED.
        initial_html: what a new document begins with; empty for the text of the catalogue.
    """

    is_active: bool
    abbreviation: str
    makers: str
    listed: Sequence[Appointment]
    initial_html: str


def types_of(institution: Institution) -> QuerySet[DocumentType]:
    """The types of Salida of the catalogue and those of its own, by name."""
    own = Q(institution=None) | Q(institution=institution)
    return DocumentType.objects.filter(own, kind=DocumentKind.OUTGOING).order_by("label", "pk")


def type_of(institution: Institution, slug: str) -> DocumentType:
    """One of them.

    Raises:
        NotFound: there is none, or it is another institution's.
    """
    found = types_of(institution).filter(slug=slug).first()
    if found is None:
        raise NotFound("No encontramos ese tipo de documento.")
    return found


def decided(institution: Institution, kind: DocumentType) -> InstitutionType:
    """What the institution decided of a type; not saved, and as the catalogue says, where it decided nothing."""
    row = InstitutionType.objects.filter(institution=institution, type=kind).first()
    return row or InstitutionType(institution=institution, type=kind, is_active=kind.is_active)


@transaction.atomic
def create(institution: Institution, *, label: str, abbreviation: str, layout: str, actor) -> DocumentType:
    """A type of its own, bound to a layout family; in use at once.

    Raises:
        Forbidden: the actor does not administer the whole institution.
        Invalid: the name or the abbreviation is taken, or cannot be used.
    """
    require_whole(actor)
    _lock(institution)
    label, abbreviation = " ".join(label.split()), abbreviation.strip().upper()
    if not label or types_of(institution).filter(label__iexact=label).exists():
        _refuse("label", f"Ya existe el tipo «{label}»." if label else "Escriba el nombre.")
    if layout not in dict(LAYOUTS):
        _refuse("layout", "Elija un formato de la lista.")
    if not abbreviation:
        _refuse("abbreviation", "Escriba la abreviatura.")
    kind = DocumentType(institution=institution, slug=_free_slug(institution, label), label=label, layout=layout,
                        abbreviation=abbreviation)  # fmt: skip
    _check_abbreviation(institution, kind, abbreviation)
    kind.save()
    _check_numbers(institution, kind)
    recorder.record(institution, history.DOCUMENT_SETTINGS, actor=actor, comment=f"Tipo de documento {label}: creado")
    return kind


def _free_slug(institution, label):
    base = slugify(f"{institution.sigla}-{label}")[:44]
    taken = set(DocumentType.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{turn}" for turn in range(2, 10_000))) if slug not in taken)


@transaction.atomic
def save(kind: DocumentType, wanted: Wanted, *, institution: Institution, actor) -> InstitutionType:
    """Keep what was decided; one entry of the Recorrido of the institution names what changed.

    Drafts of a type out of use may still be finished; numbers already given stay as they are.

    Raises:
        Forbidden: the actor does not administer the whole institution.
        Invalid: an abbreviation that another type has, nobody listed, or a text beyond the limits.
    """
    require_whole(actor)
    _lock(institution)
    row, listed = decided(institution, kind), list(wanted.listed) if wanted.makers == Makers.LISTED else []
    if wanted.makers == Makers.LISTED and not listed:
        _refuse("listed", "Elija al menos a una persona, o deje que lo elabore quien tenga el permiso.")
    values = {"is_active": wanted.is_active, "abbreviation": wanted.abbreviation.strip().upper(),
              "makers": wanted.makers, "initial_html": _checked_text(wanted.initial_html)}  # fmt: skip
    renamed = values["abbreviation"] != row.abbreviation
    if renamed:
        _check_abbreviation(institution, kind, values["abbreviation"] or kind.abbreviation)
    had = set(row.listed.values_list("pk", flat=True)) if row.pk else set()
    changed = [SAID[name] for name, value in values.items() if getattr(row, name) != value]
    changed += [SAID["listed"]] if had != {post.pk for post in listed} else []
    if not changed:
        return row
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    row.listed.set(listed)
    if renamed:
        _check_numbers(institution, kind)
    recorder.record(institution, history.DOCUMENT_SETTINGS, actor=actor,
                    comment=f"Tipo de documento {kind.label}: {', '.join(changed)}")  # fmt: skip
    return row


def _lock(institution):
    """Abbreviations are judged against each other, so they are saved one after another, as formats are."""
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)


def _checked_text(html):
    try:
        cleaned = clean_html(html)
        check_size(cleaned)
    except Invalid as error:
        raise Invalid(error.message, initial_html=error.message) from error
    if images_of(cleaned):
        _refuse("initial_html", "El texto inicial no admite imágenes.")
    return cleaned


def _check_abbreviation(institution, kind, abbreviation):
    plain = abbreviation.isascii() and abbreviation.isalnum() and len(abbreviation) <= LONGEST_ABBREVIATION
    if not plain:
        _refuse("abbreviation", f"La abreviatura admite hasta {LONGEST_ABBREVIATION} letras mayúsculas y números.")
    if other := numbering.type_abbreviated(institution, abbreviation, but=kind):
        _refuse("abbreviation", f"La abreviatura {abbreviation} es del tipo {other.label}.")


def _check_numbers(institution, kind):
    if twin := numbering.twin_of_type(institution, kind):
        _refuse("abbreviation", f"Con esa abreviatura se producirían los mismos números que {twin.area.name} – "
                                f"{twin.type.label}.")  # fmt: skip


def _refuse(field, message):
    raise Invalid(message, **{field: message})
