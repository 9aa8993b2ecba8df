"""Documents whose index is written, as people find them."""

import pytest

from documents.search import indexing, queries
from tests import factories


@pytest.fixture
def finds():
    """``finds(person, text)``: asuntos that the quick search gives, in order, after the index was written."""

    def subjects(person, text):
        indexing.reindex_due()
        return [copy.document.subject for copy in queries.quick(factories.actor_of(person), text)]

    return subjects
