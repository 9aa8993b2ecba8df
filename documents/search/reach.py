"""Among which documents a search looks, and in what order (performance §2).

A database left to choose begins with the words, and one word stands in half a million documents out of ten. Here the
few documents of a rare word begin, or else the reader's own, the newest first, until there are enough. That changes no
answer: what may be seen and what must match is asked of each copy all the same.

The order rests on one thing: Fecha Documento is the same in a copy and in every fact about it, from its signature on
(`services.sending.freezing`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet

from documents.levels import Reader
from documents.models import ConfidentialGrant, Copy, Participation
from documents.search.terms import Term, estimated, rows
from documents.states import CopyState
from institutions.models import Appointment, Institution, SharedTray
from quipux.plans import guarded

RARE = 40_000  # documents of the words: looked up before anybody's rights are
SOME = 2000  # of those, so few that all are read whosever they are
FEW = 300  # of those, so few that it does not matter whose they are
MOST_POSTS = 300  # whose facts are gone through one beside the other; who reads more reads most of the institution
BATCHES = (500, 2000, 8000)  # documents looked at together: few where they may suffice, more the longer it takes
NOTHING = {0}  # the key of no document
# Rights to documents of people with whom nothing was shared, by the thousands.
WHOLE = ("see_institution_basic", "search_attached", "use_physical_archive")
# The newest of several lists that are each in order, from an instant on.
LIST = """
    SELECT given.at, given.document_id FROM unnest(%s::bigint[]) AS key CROSS JOIN LATERAL (
        SELECT {date} AS at, document_id FROM {table} AS row
        WHERE row.{column} = key AND {date} {side} %s {condition} ORDER BY {date} {way} LIMIT %s
    ) AS given ORDER BY given.at {way} LIMIT %s
"""
GRANTS = """(
    SELECT given.appointment_id, copy.sort_at, copy.document_id
    FROM documents_confidentialgrant AS given JOIN documents_copy AS copy ON copy.id = given.copy_id
)"""

Dated = tuple[datetime, int]  # Fecha Documento and primary key of a document


@dataclass(frozen=True)
class Source:
    """Lists of documents that together are gone through by date.

    Attributes:
        table, column, date: where the lists are (a table, or a query in brackets), what tells them apart, and the date
            that orders each.
        keys: whose lists.
        documents: a query set of rows with ``document``: the same documents in no order.
        state: of a copy, where only those of one state count.
    """

    table: str
    column: str
    date: str
    keys: tuple[int, ...]
    documents: QuerySet
    state: str = ""

    @classmethod
    def facts(cls, posts) -> "Source":
        """Everything in which one of ``posts`` (primary keys) took part."""
        known = Participation.objects.filter(appointment__in=posts).values("document")
        return cls("documents_participation", "appointment_id", "document_date", tuple(posts), known)

    @classmethod
    def copies(cls, institutions, state: str = "") -> "Source":
        """The copies of ``institutions`` (primary keys), of one state if given."""
        known = Copy.objects.filter(institution__in=institutions, **({"state": state} if state else {}))
        return cls("documents_copy", "institution_id", "sort_at", tuple(institutions), known.values("document"), state)

    @classmethod
    def grants(cls, post) -> "Source":
        """The confidential copies that ``post`` (primary key) was given leave to read, by whoever gave it."""
        known = ConfidentialGrant.objects.filter(appointment=post).values(document=F("copy__document"))
        return cls(GRANTS, "appointment_id", "sort_at", (post,), known)

    def read(self, edge: datetime, most: int, *, oldest_first: bool) -> list[Dated]:
        """At most so many dates with their documents, from ``edge`` on, itself included."""
        words = {"table": self.table, "column": self.column, "date": f"row.{self.date}",
                 "side": ">=" if oldest_first else "<=", "way": "ASC" if oldest_first else "DESC",
                 "condition": f"AND row.state = '{self.state}'" if self.state else ""}  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(LIST.format(**words), [list(self.keys), edge, most, most])
            return cursor.fetchall()


@dataclass(frozen=True)
class Reach:
    """The documents among which somebody looks.

    Attributes:
        sources: what together has every one of them.
    """

    sources: tuple[Source, ...]

    @classmethod
    def of(cls, actor, participant: int | None = None) -> "Reach":
        """What ``actor`` may know of; only that in which ``participant`` (primary key of a post) took part, if given."""
        if participant is not None:
            return cls((Source.facts([participant]),))
        return cls(tuple(_sources(actor, Reader.of(actor))))

    def having(self, terms: list[Term]) -> list[Dated] | None:
        """The documents of this reach with a row of ``terms``; None where the planner knows of many, or many they are.

        Of very few all are given, of this reach or not.
        """
        if not terms or (many := estimated(terms)) > RARE:
            return None
        found = rows(terms)
        if many <= SOME:
            few = _dated(found)
            if len({document for _, document in few}) <= FEW:
                return sorted(few)
        # No limit: for the first of them the whole table might be read; and without their dates, as long as they are many.
        found, documents = found.order_by().values_list("document", flat=True), set()
        for source in self.sources:
            documents |= set(found.filter(Exists(source.documents.filter(document=OuterRef("document")))))
        if len(documents) > RARE:
            return None
        dated = Copy.objects.filter(document__in=documents or NOTHING).order_by().values_list("sort_at", "document")
        return sorted(set(dated))

    def in_order(self, edge: datetime, last: datetime, *, oldest_first: bool) -> Iterator[list[Dated]]:
        """All documents by their date from ``edge`` to ``last``, each once, in batches that grow."""
        seen, turn, ends = set(), 0, False
        while not ends:
            most = BATCHES[min(turn, len(BATCHES) - 1)]
            batch, edge, ends = self._batch(edge, most, oldest_first)
            fresh = sorted({(at, document) for at, document in batch if document not in seen}, reverse=not oldest_first)
            seen.update(document for _, document in fresh)
            if fresh:
                yield fresh
            turn += 1
            ends = ends or (edge > last if oldest_first else edge < last)

    def _batch(self, edge, most, oldest_first):
        """What lies before the date to which every source was read, that date, and whether all were read to their end."""
        while True:
            read = [source.read(edge, most, oldest_first=oldest_first) for source in self.sources]
            cut = [found[-1][0] for found in read if len(found) == most]
            if not cut:
                return [pair for found in read for pair in found], edge, True
            bound = min(cut) if oldest_first else max(cut)
            if bound != edge:
                break
            most *= 4  # so many of one very instant
        # Those of the last instant may not be all: they come again.
        pairs = (pair for found in read for pair in found)
        return [pair for pair in pairs if (pair[0] < bound if oldest_first else pair[0] > bound)], bound, False


def matching(terms: list[Term], documents: list[Dated]) -> list[Dated]:
    """Those of ``documents`` with a row of ``terms``, each looked at."""
    near = rows([]).filter(document__in=[document for _, document in documents])
    near = set(near.filter(*(guarded(term.exact) for term in terms)).values_list("document", flat=True))
    return [(at, document) for at, document in documents if document in near]


def _dated(found) -> set[Dated]:
    """The documents of rows of the index, each with its date, which all its copies share."""
    return set(found.order_by().values_list("document__copies__sort_at", "document"))


def _sources(actor, reader):
    post = reader.post
    posts = _posts_of(reader.areas)
    own = Source.facts({post.pk, *_chiefs_of(post), *posts[:MOST_POSTS]})
    if len(posts) > MOST_POSTS or any(actor.holds(permission) for permission in WHOLE):
        own = Source.facts({post.pk, *_chiefs_of(post)})
        yield Source.copies([post.institution_id])
    yield own
    yield Source.grants(post.pk)
    if actor.holds("search_attached"):
        yield Source.copies(
            list(Institution.objects.filter(attached_to=post.institution_id).values_list("pk", flat=True))
        )
    if reader.printing:
        yield Source.copies([post.institution_id], CopyState.TO_PRINT)
    if actor.holds("process_citizen_documents"):
        yield Source.copies([post.institution_id], CopyState.CITIZEN_PENDING)


def _posts_of(areas) -> list[int]:
    found = Appointment.objects.filter(area__in=areas).values_list("pk", flat=True)
    return list(found[: MOST_POSTS + 1]) if areas else []


def _chiefs_of(post) -> list[int]:
    return list(SharedTray.objects.in_force().filter(member=post).values_list("chief", flat=True))
