"""Participation counted again from what it tells of: what lacks is written, what differs is corrected (safety §9).

Each row is written by the service that makes its fact, so the expected drift is 0; every other figure is logged.
Reassignments are facts of their own, with their comment and deadline: nothing else keeps them, so they are not judged here.
"""

import logging

from django.db import connection, transaction
from django.db.models import Max, Min

from documents.models import Document
from quipux import clock

logger = logging.getLogger("quipux.documents")
AT_ONCE = 20_000  # documents of one transaction
NIGHTS = 7  # in which everything is looked at once
# Facts as the other tables keep them: post, document, copy, how, date of the document, instant, other post.
FACTS = {
    "sent": """
        SELECT party.appointment_id, document.id, copy.id, 'sent', document.document_date, document.frozen_at, NULL::bigint
        FROM documents_document document
        JOIN documents_copy copy ON copy.document_id = document.id AND copy.role = 'original'
        JOIN documents_party party ON party.document_id = document.id AND party.role = 'from'
        WHERE document.frozen_at IS NOT NULL AND document.kind = 'outgoing' AND party.appointment_id IS NOT NULL""",
    "registered": """
        SELECT document.author_id, document.id, copy.id, 'registered', coalesce(document.document_date, copy.sort_at),
               document.registered_at, NULL::bigint
        FROM documents_document document
        JOIN documents_copy copy ON copy.document_id = document.id AND copy.role = 'original'
        WHERE document.author_id IS NOT NULL AND document.kind <> 'citizen_letter'""",
    "received": """
        SELECT party.appointment_id, document.id, copy.id, CASE copy.role WHEN 'to' THEN 'received' ELSE 'copied' END,
               coalesce(document.document_date, copy.sort_at), copy.arrived_at, sender.appointment_id
        FROM documents_document document
        JOIN documents_copy copy ON copy.document_id = document.id AND copy.role IN ('to', 'cc')
        JOIN documents_party party ON party.id = copy.party_id
        LEFT JOIN documents_party sender ON sender.document_id = document.id AND sender.role = 'from'
        WHERE copy.state IN ('in_process', 'shelved', 'sent') AND party.appointment_id IS NOT NULL
              AND document.kind <> 'incoming'""",
    "informed_to": """
        SELECT told.informed_id, copy.document_id, copy.id, 'informed_to', copy.sort_at, told.at, told.informer_id
        FROM documents_informed told JOIN documents_copy copy ON copy.id = told.copy_id
        JOIN documents_document document ON document.id = copy.document_id WHERE TRUE""",
    "informed_by": """
        SELECT told.informer_id, copy.document_id, copy.id, 'informed_by', copy.sort_at, told.at, told.informed_id
        FROM documents_informed told JOIN documents_copy copy ON copy.id = told.copy_id
        JOIN documents_document document ON document.id = copy.document_id WHERE TRUE""",
    "task_to": """
        SELECT task.assigned_to_id, copy.document_id, copy.id, 'task_to', copy.sort_at, task.assigned_at, task.assigned_by_id
        FROM documents_task task JOIN documents_copy copy ON copy.id = task.copy_id
        JOIN documents_document document ON document.id = copy.document_id WHERE TRUE""",
}  # fmt: skip
WRITE = """
    INSERT INTO documents_participation (appointment_id, document_id, copy_id, how, document_date, at, other_id, comment)
    SELECT fact.*, '' FROM ({fact} AND document.id BETWEEN %(first)s AND %(last)s)
        AS fact (appointment_id, document_id, copy_id, how, document_date, at, other_id)
    WHERE NOT EXISTS (SELECT FROM documents_participation known WHERE known.copy_id = fact.copy_id
                      AND known.appointment_id = fact.appointment_id AND known.how = fact.how)"""
# What was done with a draft, and its sending, count at the document's own date (backups §4.1).
DATE = """
    UPDATE documents_participation known SET document_date = document.document_date
    FROM documents_document document
    WHERE document.id = known.document_id AND document.id BETWEEN %(first)s AND %(last)s
          AND document.kind = 'outgoing' AND document.frozen_at IS NOT NULL
          AND known.how IN ('sent', 'registered', 'received', 'copied')
          AND known.document_date <> document.document_date"""


def recount() -> dict[str, int]:
    """Look at every document.

    Returns:
        ``documents`` looked at, ``missing`` rows written and ``dated`` rows corrected: both expected to be 0.
    """
    return _between(*_ends())


def recount_tonight() -> dict[str, int]:
    """The seventh part whose turn it is tonight; as `recount`."""
    first, last = _ends()
    size = -(-(last - first + 1) // NIGHTS)
    begin = first + size * (clock.today().toordinal() % NIGHTS)
    return _between(begin, min(begin + size - 1, last))


def _ends():
    ends = Document.objects.aggregate(first=Min("pk"), last=Max("pk"))
    return ends["first"] or 0, ends["last"] or -1


def _between(first, last):
    counts = {"documents": Document.objects.filter(pk__range=(first, last)).count(), "missing": 0, "dated": 0}
    for begin in range(first, last + 1, AT_ONCE):
        missing, dated = _correct(begin, min(begin + AT_ONCE - 1, last))
        counts["missing"] += missing
        counts["dated"] += dated
    if counts["missing"] or counts["dated"]:
        logger.error("participation_drift", extra=counts)
    return counts


@transaction.atomic
def _correct(first, last):
    ends, missing = {"first": first, "last": last}, 0
    with connection.cursor() as cursor:
        for fact in FACTS.values():
            cursor.execute(WRITE.format(fact=fact), ends)
            missing += cursor.rowcount
        cursor.execute(DATE, ends)
        return missing, cursor.rowcount
