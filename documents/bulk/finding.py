"""Rows of the search's index, put together from vectors made once for each post, asunto and text.

The same words with the same weights as `documents.search.statements` writes; a test compares them. Positions
differ, and no question of the search looks at them.
"""

from documents.bulk.inserting import insert
from documents.models import SearchRow

_NUMBERS = "setweight(to_tsvector('spanish', concat_ws(' ', {})), 'B')"
_NAMES = "author.names || r1.names || coalesce(r2.names, '') || coalesce(r3.names, '')"
_HEAD = f"subject.vector || {_NUMBERS.format('letter.number, letter.temporary')} || {_NAMES}"
_CODES = "lower(letter.temporary) AS temporary, lower(letter.number) AS number"
_LISTED = "CASE WHEN code.number = '' THEN ARRAY[code.temporary] ELSE ARRAY[least({0}), greatest({0})] END".format(
    "code.number, code.temporary"
)
_PEOPLE = """JOIN seed_bulk.post AS author ON author.place = letter.author
    JOIN seed_bulk.post AS r1 ON r1.place = letter.r1
    LEFT JOIN seed_bulk.post AS r2 ON r2.place = letter.r2
    LEFT JOIN seed_bulk.post AS r3 ON r3.place = letter.r3
    JOIN seed_bulk.subject AS subject ON subject.place = letter.subject
    JOIN seed_bulk.body AS body ON body.place = letter.body"""
# A draft does not print área and institution yet.
_WORDS = "CASE WHEN letter.n < %(numbered)s THEN {0}.words ELSE setweight({0}.names, 'D') END"
_SENDERS = _WORDS.format("author")
_RECEIVERS = " || ".join([_WORDS.format("r1"), *(f"coalesce({_WORDS.format(other)}, '')" for other in ("r2", "r3"))])
DOCUMENTS = insert(SearchRow, {
    "document_id": "letter.id", "codes": "listed.codes", "code_text": "array_to_string(listed.codes, E'\\n')",
    "senders": _SENDERS, "receivers": _RECEIVERS, "head": "known.head", "whole": "known.head || body.vector",
}, f"""letter {_PEOPLE}
    CROSS JOIN LATERAL (SELECT {_CODES}) AS code
    CROSS JOIN LATERAL (SELECT {_LISTED} AS codes) AS listed
    CROSS JOIN LATERAL (SELECT {_HEAD} AS head OFFSET 0) AS known""")  # fmt: skip
# A copy that another institution numbered is found by that number too.
_OWN = _NUMBERS.format("letter.received_number, letter.number")
COPIES = insert(SearchRow, {
    "document_id": "letter.id", "copy_id": "held.id", "codes": "listed.codes",
    "code_text": "array_to_string(listed.codes, E'\\n')", "senders": _SENDERS, "receivers": _RECEIVERS,
    "head": "known.head", "whole": "known.head || body.vector",
}, f"""letter JOIN held ON held.n = letter.n AND held.place = 1 {_PEOPLE}
    CROSS JOIN LATERAL (SELECT array_agg(code ORDER BY code) AS codes FROM unnest(ARRAY[lower(letter.number),
        lower(letter.temporary), lower(letter.received_number)]) AS code) AS listed
    CROSS JOIN LATERAL (SELECT {_HEAD} || {_OWN} AS head OFFSET 0) AS known
    WHERE letter.received_number IS NOT NULL""")  # fmt: skip  # noqa: S608 - constants of this package
# The triggers noticed new documents; their rows are there already.
UNMARKED = (
    "DELETE FROM documents_searchmark WHERE document_id BETWEEN %(document)s + %(from)s AND %(document)s + %(to)s - 1"
)
BLOCK = (DOCUMENTS, COPIES, UNMARKED)
