"""The two questions of the search, each one query joined with what its reader may see (documents §13.1, §13.2, §13.4).

The join is written once: a copy is found by its own row of the index if it has one, else by that of its document.
"""

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Concat

from documents.matching import Folded
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
from documents.search.reading import KNOW, READ, bounded, skims, visible
from documents.search.words import SHORTEST_PART, cleaned, folded, query_of
from documents.states import Confidentiality, CopyRole, CopyState
from institutions.models import Appointment
from quipux import clock

EXACT, PART, WORDS = 0, 1, 2  # how good a match of the quick search is
FEW = 50  # documents with one same code: so few are looked up before anybody's rights are
NOTHING = {0}  # the key of no document
CEDULA_LENGTHS = (10, 13)


def found(copies):
    """``copies`` beside their row of the index, whose columns are named ``row_…``."""
    columns = {f"row_{name}": F(f"document__search_rows__{name}")
               for name in ("id", "copy", "codes", "code_text", "senders", "receivers", "head", "whole")}  # fmt: skip
    has_own = Exists(SearchRow.objects.filter(copy=OuterRef("pk"), copy__isnull=False))
    return copies.alias(**columns).filter(Q(row_copy=F("pk")) | (Q(row_copy=None, row_id__isnull=False) & ~has_own))


# Quick --------------------------------------------------------------------------------------------------


def quick(actor, text: str, *, at_least: int = KNOW):
    """Copies that ``actor`` may know of, by number, asunto, De, Para or No. Referencia.

    Args:
        actor: in the context in use.
        text: as typed; a cédula only for those who may look for people by it.
        at_least: level that the actor must have there.

    Returns:
        A queryset of copies with ``quality``: exact numbers first, then parts of numbers, then the newest.
    """
    text = cleaned(text)
    if not text:
        return Copy.objects.none()
    code = folded(text)
    matches = Q(row_codes__contains=[code])
    if len(code) >= SHORTEST_PART:
        matches |= Q(row_code_text__contains=code) | Q(row_head=query_of(text))
    if may_search_by_cedula(actor) and text.isdigit() and len(text) in CEDULA_LENGTHS:
        matches |= Q(document__in=_of_person(text))
    copies = found(bounded(visible(actor, at_least=at_least), actor)).filter(matches)
    quality = Case(When(row_codes__contains=[code], then=EXACT), When(row_code_text__contains=code, then=PART),
                   default=WORDS, output_field=IntegerField())  # fmt: skip
    return copies.annotate(quality=quality).order_by("quality", "-sort_at", "-pk")


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


def advanced(actor, criteria: Criteria):
    """Copies that ``actor`` may know of and that meet every one of ``criteria``; in no order.

    Returns:
        A queryset of copies with ``reads``: whether the actor has level 2 or more there, whose body and anexos
        then count for the text.
    """
    reads = Exists(visible(actor, at_least=READ).filter(pk=OuterRef("pk"))) if skims(actor) else Value(True)
    copies = found(bounded(visible(actor, at_least=KNOW), actor)).annotate(reads=reads)
    for condition in (_by_number, _by_people, _by_text, _by_kind, _by_day, _by_holder):
        copies = condition(copies, criteria)
    return _by_filing(copies, criteria, actor.appointment)


def attached(actor, criteria: Criteria):
    """The same among the institutions attached to the actor's: delivered copies, never confidential ones (§13.7).

    Nothing without the permission ``search_attached``.
    """
    if not actor.holds("search_attached"):
        return Copy.objects.none()
    return advanced(actor, criteria).filter(
        institution__attached_to=actor.institution, state__in=CopyState.of_received(),
        confidentiality=Confidentiality.PUBLIC)  # fmt: skip


def _by_number(copies, criteria):
    for typed in (criteria.number, criteria.reference):
        code = folded(cleaned(typed))
        if code:
            part = Q(row_code_text__contains=code) if len(code) >= SHORTEST_PART else Q()
            copies = copies.filter(Q(row_codes__contains=[code]) | part)
    return copies


def _by_people(copies, criteria):
    if query := query_of(criteria.sender):
        copies = copies.filter(row_senders=query)
    queries = [query for receiver in criteria.receivers if (query := query_of(receiver))]
    if queries:
        anyone = Q()
        for query in queries:
            anyone |= Q(row_receivers=query)
        copies = copies.filter(anyone)
    return copies


def _by_text(copies, criteria):
    """What matches the head matches the whole too: the first condition is the one with an index."""
    query = query_of(criteria.text)
    return copies.filter(Q(row_whole=query), Q(row_head=query) | Q(reads=True)) if query else copies


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
        copies = copies.filter(_took_part([criteria.participant]))
    if criteria.participant_name:
        copies = copies.filter(_took_part(_posts_named(criteria.participant_name)))
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


def _took_part(posts):
    """In this very copy: who had other copies is not for everybody to know."""
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
