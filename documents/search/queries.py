"""The two questions of the search, each joined with what its reader may see (documents §13.1, §13.2, §13.4).

The join is written once: a copy is found by its own row of the index if it has one, else by that of its document.
Where to begin is told by ``documents.search.reach``.
"""

from dataclasses import replace

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat

from documents.folding import Folded
from documents.models import (
    Attachment,
    Copy,
    FolderItem,
    MetadataValue,
    Participation,
    Party,
    PersonalLabel,
    SearchRow,
)
from documents.search.criteria import Criteria
from documents.search.finding import Finding
from documents.search.reach import NOTHING, Reach
from documents.search.reading import KNOW, READ, skims, visible
from documents.search.terms import COLUMNS, Term
from documents.search.words import SHORTEST_PART, cleaned, folded, query_of
from documents.states import Confidentiality, CopyRole, CopyState
from institutions.models import Appointment
from quipux import clock

WORDS = 2  # what is looked for last by the quick search
FEW = 50  # documents with one same code: so few are looked up before anybody's rights are
CEDULA_LENGTHS = (10, 13)


def found(copies):
    """``copies`` beside their row of the index, whose columns are named ``row_…``."""
    has_own = Exists(SearchRow.objects.filter(copy=OuterRef("pk"), copy__isnull=False))
    return copies.alias(**COLUMNS).filter(Q(row_copy=F("pk")) | (Q(row_copy=None, row_id__isnull=False) & ~has_own))


# Quick --------------------------------------------------------------------------------------------------


def quick(actor, text: str, *, at_least: int = KNOW, most: int | None = None) -> list[Copy]:
    """Copies that ``actor`` may know of, by number, asunto, De, Para or No. Referencia.

    Args:
        actor: in the context in use.
        text: as typed; a cédula only for those who may look for people by it.
        at_least: level that the actor must have there.
        most: copies; None for all.

    Returns:
        Exact numbers first, then parts of numbers, then the newest.
    """
    text = cleaned(text)
    if not text or actor.is_leaver:
        return []
    copies, reach, result = visible(actor, at_least=at_least), Reach.of(actor), []
    for quality, stage in enumerate(_stages(folded(text), text)):
        left = None if most is None else most - len(result)
        if left == 0:
            break
        rest = copies.exclude(pk__in=[copy.pk for copy in result])
        better = Finding(found(rest).filter(stage.beside), reach, [stage]).newest(left)
        if quality == WORDS and may_search_by_cedula(actor) and text.isdigit() and len(text) in CEDULA_LENGTHS:
            better = _newest_of(better, rest.filter(document__in=_of_person(text)), left)
        result += better
    return result


def _stages(code, text) -> list[Term]:
    """What is looked for, the best match first; words only where better matches do not suffice."""
    exact, part = Q(codes__contains=[code]), Q(code_text__contains=code)
    if len(code) < SHORTEST_PART:
        return [Term(exact, None)]
    return [Term(exact, part), Term(part, part), *filter(None, [Term.words("head", text)])]


def _newest_of(some, others, most):
    """``some`` with the newest of ``others``."""
    together = {copy.pk: copy for copy in [*some, *others.order_by("-sort_at", "-pk")[:most]]}
    return sorted(together.values(), key=lambda copy: (copy.sort_at, copy.pk), reverse=True)[:most]


def exact(actor, text: str, *, at_least: int = KNOW):
    """Copies that ``actor`` may know of with that very number or referencia, newest first.

    The number is looked up before what the person may see, which answers in a few milliseconds however much
    that is. A code of more documents than FEW (a referencia «S/N») is nobody's number: nothing is returned.
    What the person may see is asked even where no document has the code: that one more question was asked would tell
    that some confidential document has it (safety S-92).
    """
    code = folded(cleaned(text))
    if len(code) < SHORTEST_PART:
        return Copy.objects.none()
    having = SearchRow.objects.filter(codes__contains=[code]).values_list("document", flat=True)
    documents = set(having[: FEW + 1])
    asked = documents if 0 < len(documents) <= FEW else NOTHING
    copies = found(visible(actor, at_least=at_least).filter(document__in=asked))
    return copies.filter(row_codes__contains=[code]).order_by("-sort_at", "-pk")


def may_search_by_cedula(actor) -> bool:
    """Only those who register people at the desk (documents §13.1)."""
    return actor.holds("register_incoming") or actor.holds("create_citizens")


def _of_person(identity_number):
    person = Q(person__identity_number=identity_number) | Q(appointment__person__identity_number=identity_number)
    return Party.objects.filter(person).values("document")


# Advanced -----------------------------------------------------------------------------------------------


def advanced(actor, criteria: Criteria) -> Finding:
    """Copies that ``actor`` may know of and that meet every one of ``criteria``.

    Returns:
        What takes them in order; each has ``reads``: whether the actor has level 2 or more there, whose body and
        anexos then count for the text.
    """
    terms = _terms(criteria)
    reads = Exists(visible(actor, at_least=READ).filter(pk=OuterRef("pk"))) if skims(actor) else Value(True)
    copies = found(visible(actor, at_least=KNOW)).annotate(reads=reads).filter(*(term.beside for term in terms))
    if query := query_of(criteria.text):
        copies = copies.filter(Q(row_head=query) | Q(reads=True))
    for condition in (_by_kind, _by_day, _by_holder):
        copies = condition(copies, criteria)
    copies = _by_filing(copies, criteria, actor.appointment)
    return Finding(copies, Reach.of(actor, criteria.participant), terms, **_days(criteria))


def _days(criteria):
    """Between which instants Fecha Documento lies, where it was asked for."""
    if criteria.registered:
        return {}
    days = {"start": clock.day_start(criteria.start)} if criteria.start else {}
    return days | ({"end": clock.day_range(criteria.end, criteria.end)[1]} if criteria.end else {})


def _terms(criteria) -> list[Term]:
    """What matches the head matches the whole too."""
    wanted = (Term.code(criteria.number), Term.code(criteria.reference), Term.words("senders", criteria.sender),
              Term.words("receivers", *criteria.receivers), Term.words("whole", criteria.text))  # fmt: skip
    return [term for term in wanted if term]


def attached(actor, criteria: Criteria) -> Finding:
    """The same among the institutions attached to the actor's: delivered copies, never confidential ones (§13.7).

    Nothing without the permission ``search_attached``.
    """
    finding = advanced(actor, criteria)
    if not actor.holds("search_attached"):
        return replace(finding, copies=Copy.objects.none())
    theirs = finding.copies.filter(institution__attached_to=actor.institution, state__in=CopyState.of_received(),
                                   confidentiality=Confidentiality.PUBLIC)  # fmt: skip
    return replace(finding, copies=theirs)


def _by_kind(copies, criteria):
    exact = {"state": criteria.state, "document__type__slug": criteria.type, "category": criteria.category,
             "classification": criteria.classification}  # fmt: skip
    copies = copies.filter(**{name: value for name, value in exact.items() if value})
    if criteria.signed is not None:
        copies = copies.filter(document__signature__isnull=not criteria.signed)
    if criteria.with_attachments:
        kept = Attachment.objects.filter(Q(copy=None) | Q(copy=OuterRef("pk")), document=OuterRef("document"),
                                         removed_at=None)  # fmt: skip
        copies = copies.filter(Exists(kept))
    return copies


def _by_day(copies, criteria):
    field = "document__registered_at" if criteria.registered else "sort_at"
    if criteria.start:
        copies = copies.filter(**{f"{field}__gte": clock.day_start(criteria.start)})
    if criteria.end:
        copies = copies.filter(**{f"{field}__lt": clock.day_range(criteria.end, criteria.end)[1]})
    return copies


def _by_holder(copies, criteria):
    if criteria.area:
        copies = copies.filter(holder__area=criteria.area)
    if criteria.institution:
        copies = copies.filter(institution=criteria.institution)
    if criteria.participant:
        copies = copies.filter(took_part(criteria.participant))
    if criteria.participant_name:
        copies = copies.filter(_some_took_part(_posts_named(criteria.participant_name)))
    return copies


def _by_filing(copies, criteria, post):
    """Only by what the own área may read: its folders, and its or the institution's headings of metadatos."""
    if criteria.folder:
        kept = FolderItem.objects.filter(copy=OuterRef("pk"), folder=criteria.folder, area=post.area_id)
        copies = copies.filter(Exists(kept))
    if criteria.metadata:
        ours = Q(label__area=None) | Q(label__area=post.area_id)
        values = MetadataValue.objects.filter(ours, copy=OuterRef("pk"), label__institution=post.institution_id)
        for word in folded(cleaned(criteria.metadata)).split():
            values = values.alias(said=Folded("text")).filter(said__contains=word)
        copies = copies.filter(Exists(values))
    if criteria.label:
        put = PersonalLabel.copies.through.objects.filter(copy=OuterRef("pk"), personallabel=criteria.label,
                                                          personallabel__appointment=post)  # fmt: skip
        copies = copies.filter(Exists(put))
    return copies


def took_part(post):
    """In this very copy: who had other copies is not for everybody to know."""
    fact = Exists(Participation.objects.filter(copy=OuterRef("pk"), appointment=post))
    return Q(holder=post) | Q(role=CopyRole.ORIGINAL, document__author=post) | fact


def _some_took_part(posts):
    """The same of any of ``posts``, of whom there may be many and who begin the search."""
    facts = Participation.objects.filter(appointment__in=posts).values("copy")
    held = Copy.objects.filter(holder__in=posts).values("pk")
    written = Copy.objects.filter(role=CopyRole.ORIGINAL, document__author__in=posts).values("pk")
    return Q(pk__in=facts.union(held, written))


def _posts_named(text):
    """Posts, ended ones too, of people whose name has every word of ``text``."""
    posts = Appointment.objects.alias(name=Folded(Concat("person__given_names", Value(" "), "person__surnames")))
    for word in folded(cleaned(text)).split():
        posts = posts.filter(name__contains=word)
    return posts.values("pk")
