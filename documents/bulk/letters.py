"""Documents, parties, copies and numbers of one block, drawn from two temporary tables: a letter and who holds it."""

from documents.bulk.inserting import insert
from documents.bulk.plan import PLACES, chance
from documents.models import Copy, Document, IssuedNumber, NumberCounter, Party
from documents.models.numbering import TemporaryCounter

# Document n: which series and year, what became of it, who wrote it to whom. Nothing is looked up.
_PLACED = f"""
    SELECT n, series.area, series.type, year.year, year.first, fate.name AS fate, fate.busy, author.place AS author,
        n - year.first AS nth,
        CASE WHEN n < %(numbered)s
            THEN year.begins + year.seconds * ((n - year.first + 0.5) / greatest(1, least(year.next, %(numbered)s) - year.first))
                * interval '1 second'
            ELSE year.begins + year.seconds * (0.8 + 0.2 * {chance(2, 1000)} / 1000.0) * interval '1 second' END AS at,
        CASE WHEN fate.busy THEN 1 WHEN {chance(3, 100)} < 46 THEN 1 WHEN {chance(3, 100)} < 96 THEN 2 ELSE 3 END AS receivers,
        fate.name = 'sent' AND NOT fate.busy AND series.type = 1 AND {chance(4, 100)} < 40 AS goes_abroad
    FROM generate_series(%(from)s::bigint, %(to)s - 1) AS n
    JOIN seed_bulk.year AS year ON n >= year.first AND n < year.next
    CROSS JOIN LATERAL (SELECT (n %% %(areas)s)::int AS area, (n / %(areas)s %% %(types)s)::int AS type,
        n %% %(institutions)s = 0 AND n < %(numbered)s AND (n / %(institutions)s + 1) * %(busy)s / greatest(1, %(of_first)s)
            > n / %(institutions)s * %(busy)s / greatest(1, %(of_first)s) AS busy) AS series
    CROSS JOIN LATERAL (SELECT series.busy, CASE
        WHEN n >= %(numbered)s THEN CASE WHEN {chance(1, 100)} < 70 THEN 'draft' WHEN {chance(1, 100)} < 95 THEN 'deleted'
            ELSE 'purged' END
        WHEN series.busy THEN 'sent' WHEN {chance(1, 1000)} < 5 THEN 'to_print' WHEN {chance(1, 1000)} < 10 THEN 'unsent'
        WHEN {chance(1, 1000)} < 14 THEN 'annulled' ELSE 'sent' END AS name) AS fate
    CROSS JOIN LATERAL (SELECT (series.area + %(areas)s * CASE WHEN series.busy AND series.area = 0
        THEN 1 + {chance(5, "(%(in_area)s - 1)")} ELSE {chance(5, "%(in_area)s")} END)::int AS place) AS author
"""  # noqa: S608 - constants of this package
_OFFSET = "(letter.author + %(institutions)s * (1 + {part} * %(third)s + {chance}) + {abroad}) %% %(seated)s"


def _receiver(part: int) -> str:
    """The post of the recipient number ``part``: colleagues of the author, never twice the same one."""
    other = _OFFSET.format(part=part, chance=chance(10 + part, "%(third)s"), abroad="abroad" if part == 0 else "0")
    first = f"WHEN letter.busy THEN {'0' if part == 0 else 'NULL'} WHEN receivers > {part} THEN ({other})::int"
    return f"CASE {first} END"


ABROAD = f"""
    INSERT INTO seed_bulk.abroad
    SELECT n, area.institution, placed.year, row_number() OVER (PARTITION BY area.institution, placed.year ORDER BY n)
    FROM ({_PLACED}) AS placed
    JOIN seed_bulk.area AS area ON area.place = (n + 1) %% %(institutions)s WHERE goes_abroad
"""  # noqa: S608 - constants of this package
LETTERS = f"""
    CREATE TEMP TABLE letter ON COMMIT DROP AS
    SELECT placed.*, %(document)s + n AS id, {_receiver(0).replace("letter.", "placed.").replace("abroad", "goes_abroad::int")} AS r1,
        {_receiver(1).replace("letter.", "placed.")} AS r2, {_receiver(2).replace("letter.", "placed.")} AS r3,
        area.id AS area_id, area.institution AS institution_id, type.id AS type_id, nth / %(series)s + 1 AS value,
        CASE WHEN n < %(numbered)s THEN concat_ws('-', area.institution_sigla, area.sigla, placed.year,
            to_char(nth / %(series)s + 1, CASE WHEN nth / %(series)s < 9999 THEN 'FM0000' ELSE 'FM999999999' END),
            type.abbreviation) ELSE '' END AS number,
        concat_ws('-', area.institution_sigla, area.sigla, placed.year, nth / %(areas)s + 1, 'TEMP') AS temporary,
        CASE WHEN abroad.n IS NOT NULL THEN format('%%s-%%s-%%s-%%s-E', there.institution_sigla, there.institution_sigla,
            placed.year, to_char(abroad.value, CASE WHEN abroad.value < 10000 THEN 'FM0000' ELSE 'FM999999999' END)) END AS received_number,
        abroad.value AS received_value, abroad.institution AS received_by,
        {chance(6, "%(subjects)s")}::int AS subject, {chance(7, "%(bodies)s")}::int AS body,
        CASE WHEN {chance(8, 100)} < 2 THEN 'confidential' ELSE 'public' END AS confidentiality,
        CASE {chance(9, 50)} WHEN 0 THEN 'urgent' WHEN 1 THEN 'late' ELSE 'normal' END AS category
    FROM ({_PLACED}) AS placed
    JOIN seed_bulk.area AS area ON area.place = placed.area
    JOIN seed_bulk.type AS type ON type.place = placed.type
    LEFT JOIN seed_bulk.abroad AS abroad USING (n)
    LEFT JOIN seed_bulk.area AS there ON there.place = (n + 1) %% %(institutions)s AND abroad.n IS NOT NULL
"""  # noqa: S608 - constants of this package


def _colleague(salt: int) -> str:
    """Somebody else of the institution of ``who``."""
    return f"(who + %(institutions)s * (1 + {chance(salt, '(%(colleagues)s - 1)', 'copy.id')})) %% %(seated)s"


# One row for each copy: the original in place 0, then the recipients. Old papers are filed, recent ones are being worked on.
HELD = f"""
    CREATE TEMP TABLE held ON COMMIT DROP AS
    SELECT letter.n, letter.id AS document_id, seat.place, copy.id, md5('copy' || copy.id)::uuid AS uuid, who,
        CASE seat.place WHEN 0 THEN 'original' WHEN 3 THEN 'cc' ELSE 'to' END AS role, state.name AS state, delivered, passed,
        CASE WHEN seat.place = 0 OR NOT delivered THEN author WHEN passed THEN {_colleague(22)} ELSE who END::int AS holder,
        CASE WHEN delivered AND {chance(23, 100, "copy.id")} < 4 THEN ({_colleague(24)})::int END AS informed,
        state.name = 'in_process' AND NOT busy AND {chance(25, 100, "copy.id")} < 10 AS tasked,
        state.name <> 'in_process' OR {chance(26, 100, "copy.id")} < 70 AS is_read,
        letter.at + CASE WHEN delivered THEN interval '20 minutes' ELSE interval '0' END AS arrived_at,
        CASE WHEN state.name = 'in_process' AND {chance(27, 100, "copy.id")} < 15
            THEN (letter.at + interval '1 day' * (5 + {chance(28, 40, "copy.id")}))::date END AS deadline
    FROM letter
    CROSS JOIN LATERAL (VALUES (0, author), (1, r1), (2, r2), (3, r3)) AS seat (place, who)
    CROSS JOIN LATERAL (SELECT %(copy)s + n * {PLACES} + seat.place AS id) AS copy
    CROSS JOIN LATERAL (SELECT seat.place > 0 AND fate = 'sent' AS delivered) AS arrival
    CROSS JOIN LATERAL (SELECT delivered AND NOT busy AND {chance(21, 100, "copy.id")} < 10 AS passed) AS handling
    CROSS JOIN LATERAL (SELECT CASE
        WHEN delivered THEN CASE WHEN busy OR {chance(20, 100, "copy.id")} < CASE WHEN letter.at > now() - interval '90 days' THEN 60
            ELSE 5 END THEN 'in_process' ELSE 'shelved' END
        WHEN seat.place > 0 THEN CASE fate WHEN 'unsent' THEN 'unsent_electronic' ELSE fate END
        WHEN fate = 'sent' THEN CASE WHEN {chance(20, 100, "copy.id")} < 40 THEN 'shelved' ELSE 'sent' END
        WHEN fate = 'to_print' THEN 'sent' WHEN fate = 'unsent' THEN 'unsent_original' ELSE fate END AS name) AS state
    WHERE who IS NOT NULL AND (seat.place = 0 OR n < %(numbered)s)
"""  # noqa: S608 - constants of this package
READY = "CREATE INDEX ON letter (n); ANALYZE letter, held"
_SENT = "CASE WHEN n < %(numbered)s THEN {} END"
DOCUMENTS = insert(Document, {
    "id": "letter.id", "uuid": "md5('document' || letter.id)::uuid", "type_id": "letter.type_id",
    "institution_id": "letter.institution_id", "area_id": "letter.area_id", "author_id": "author.id",
    "number": "letter.number", "temporary_number": "letter.temporary", "registered_at": "at",
    "document_date": _SENT.format("at"), "frozen_at": _SENT.format("at"),
    "sent_at": "CASE WHEN fate IN ('sent', 'to_print') THEN at + interval '20 minutes' END", "subject": "subject.text",
    "body": "body.html", "from_label": "CASE WHEN n < %(numbered)s THEN author.name ELSE '' END",
    "to_label": """CASE WHEN n >= %(numbered)s THEN '' WHEN letter.r2 IS NULL THEN receiver.name
        ELSE receiver.name || ' y 1 más' END""",
    "verification_code": _SENT.format("""regexp_replace(translate(upper(substr(md5('code' || letter.id), 1, 16)), '01', 'YZ'),
        '(.{4})(.{4})(.{4})(.{4})', '\\1-\\2-\\3-\\4')"""),
}, """letter JOIN seed_bulk.post AS author ON author.place = letter.author
    JOIN seed_bulk.post AS receiver ON receiver.place = letter.r1
    JOIN seed_bulk.subject AS subject ON subject.place = letter.subject
    JOIN seed_bulk.body AS body ON body.place = letter.body""")  # fmt: skip
_FROZEN = "CASE WHEN n < %(numbered)s THEN {} ELSE '' END"
PARTIES = insert(Party, {
    "id": f"%(party)s + n * {PLACES} + seat.place", "document_id": "letter.id", "appointment_id": "post.id",
    "role": "CASE seat.place WHEN 0 THEN 'from' WHEN 3 THEN 'cc' ELSE 'to' END",
    "position": "CASE seat.place WHEN 2 THEN 2 ELSE 1 END", "name": _FROZEN.format("post.name"),
    "title": _FROZEN.format("post.title"), "area_name": _FROZEN.format("post.area_name"),
    "institution_name": _FROZEN.format("post.institution_name"), "city": _FROZEN.format("post.city"),
}, """letter CROSS JOIN LATERAL (VALUES (0, author), (1, r1), (2, r2), (3, r3)) AS seat (place, who)
    JOIN seed_bulk.post AS post ON post.place = seat.who""")  # fmt: skip
_ABROAD = "held.place = 1 AND letter.received_number IS NOT NULL"
COPIES = insert(Copy, {
    "id": "held.id", "uuid": "held.uuid", "document_id": "held.document_id", "role": "held.role",
    "party_id": f"CASE WHEN held.place > 0 THEN %(party)s + held.n * {PLACES} + held.place END",
    "institution_id": "post.institution", "holder_id": "holder.id", "state": "held.state",
    "previous_holder_id": "CASE WHEN held.passed THEN post.id END",
    "reassigned_by_id": "CASE WHEN held.passed THEN post.id END",
    "reassigned_at": "CASE WHEN held.passed THEN held.arrived_at + interval '2 days' END",
    "number": f"CASE WHEN {_ABROAD} THEN letter.received_number ELSE letter.number END",
    "own_reference": f"CASE WHEN {_ABROAD} THEN letter.number ELSE '' END",
    "shown_type_id": f"CASE WHEN {_ABROAD} THEN %(external)s END",
    "category": "letter.category", "confidentiality": "letter.confidentiality", "is_read": "held.is_read",
    "deadline": "held.deadline", "out_on_task": "held.tasked", "arrived_at": "held.arrived_at", "sort_at": "letter.at",
    "shelved_at": "CASE WHEN held.state = 'shelved' THEN held.arrived_at + interval '6 days' END",
}, """held JOIN letter USING (n) JOIN seed_bulk.post AS post ON post.place = held.who
    JOIN seed_bulk.post AS holder ON holder.place = held.holder""")  # fmt: skip
NUMBERS = insert(IssuedNumber, {
    "institution_id": "letter.institution_id", "counter_id": "counter.id", "value": "letter.value",
    "text": "letter.number", "document_id": "letter.id", "issued_at": "letter.at", "issued_by": "author.name",
    "status": "CASE fate WHEN 'annulled' THEN 'annulled' ELSE 'used' END",
    "reason": "CASE fate WHEN 'annulled' THEN 'Documento anulado' ELSE '' END",
    "annulled_by": "CASE fate WHEN 'annulled' THEN author.name ELSE '' END",
}, """letter JOIN seed_bulk.post AS author ON author.place = letter.author
    JOIN documents_numbercounter AS counter ON counter.area_id = letter.area_id AND counter.type_id = letter.type_id
        AND counter.year = letter.year WHERE n < %(numbered)s""")  # fmt: skip
RECEIVED_NUMBERS = insert(IssuedNumber, {
    "institution_id": "letter.received_by", "counter_id": "counter.id", "value": "letter.received_value",
    "text": "letter.received_number", "document_id": "letter.id", "issued_at": "letter.at", "issued_by": "'Sistema'",
}, """letter JOIN seed_bulk.area AS there ON there.place = (n + 1) %% %(institutions)s
    JOIN documents_numbercounter AS counter ON counter.area_id = there.root AND counter.type_id = %(external)s
        AND counter.year = letter.year WHERE letter.received_number IS NOT NULL""")  # fmt: skip
BLOCK = (LETTERS, HELD, READY, DOCUMENTS, PARTIES, COPIES, NUMBERS, RECEIVED_NUMBERS)
# Counters are written first, with the value they will end at: blocks may then come in any order.
COUNTERS = (
    insert(NumberCounter, {"area_id": "area.id", "type_id": "type.id", "year": "year.year",
                           "last": "(spread.count - 1 - spread.before) / %(series)s + 1"},
           """seed_bulk.year AS year CROSS JOIN seed_bulk.area AS area CROSS JOIN seed_bulk.type AS type
           CROSS JOIN LATERAL (SELECT least(year.next, %(numbered)s) - year.first AS count,
               ((area.place + %(areas)s * type.place - year.first) %% %(series)s + %(series)s) %% %(series)s AS before) AS spread
           WHERE spread.before < spread.count"""),
    insert(NumberCounter, {"area_id": "area.root", "type_id": "%(external)s", "year": "year", "last": "max(value)"},
           "seed_bulk.abroad JOIN seed_bulk.area AS area ON area.institution = abroad.institution GROUP BY 1, 2, 3"),
    insert(TemporaryCounter, {"area_id": "area.id", "year": "year.year", "last": "(spread.count - 1 - spread.before) / %(areas)s + 1"},
           """seed_bulk.year AS year CROSS JOIN seed_bulk.area AS area
           CROSS JOIN LATERAL (SELECT year.next - year.first AS count,
               ((area.place - year.first) %% %(areas)s + %(areas)s) %% %(areas)s AS before) AS spread
           WHERE spread.before < spread.count"""),
)  # fmt: skip
