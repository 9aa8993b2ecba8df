"""Millions of invented documents by sets of rows, to see how the product behaves at scale (contract §1, performance §2).

Nothing of it is walked through the services, so no page may use it. A test holds what it makes to the
house's own proofs: chains, numbers, counters, index of the search.

    plan       who sits where and which document is whose, all of it arithmetic on a document's ordinal
    staff      institutions, áreas, people and posts
    letters    documents, parties, copies and numbers
    facts      participation, informed, tasks
    traces     one Recorrido for each copy, its chain of hashes computed by the database
    finding    the index of the search
    aside      indexes and foreign keys go before a large load and always come back
    filling    the order of all that, in blocks that are whole or absent
"""

from documents.bulk.filling import Told, fill, repair
from documents.bulk.staff import busiest_post, busiest_posts

__all__ = ["Told", "busiest_post", "busiest_posts", "fill", "repair"]
