"""A short Recorrido for each copy, chained as `quipux.history.recorder` chains: SHA-256 of the canonical JSON."""

from documents import history
from documents.bulk.facts import REASON
from documents.bulk.inserting import insert
from documents.states import CopyState
from quipux.history.models import Entry

# Keys in alphabetical order and nothing between them, as the recorder's ``json.dumps`` writes it.
FUNCTION = """
CREATE FUNCTION seed_bulk.digest(previous text, action text, actor text, at timestamptz, comment text, sequence int,
    state text, subject uuid, target text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(previous || '{"action":"' || action || '",' || actor || ',"at":"'
        || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+00:00","comment":' || to_json(comment)
        || ',"details":{},"second_state":"","sequence":' || sequence || ',"state":"' || state || '","subject_id":"' || subject
        || '","subject_kind":"copy","target":' || coalesce(target, 'null') || '}', 'UTF8')), 'hex')
$$
"""
DRAFT, UNSENT, WORKED_ON = (state.label for state in (CopyState.DRAFT, CopyState.UNSENT_ORIGINAL, CopyState.IN_PROCESS))
NOT_DELIVERED = CopyState.UNSENT_ELECTRONIC.label
_SYSTEM = """'"actor_appointment":"","actor_area":' || to_json(%(operator)s::text)
    || ',"actor_id":null,"actor_name":"Sistema","actor_position":""'"""
# What was done first with a copy: its arrival, told by Sistema, or what its author did.
_FIRST = f"""
    SELECT CASE WHEN held.delivered THEN '{history.DELIVER}' WHEN held.place > 0 OR n >= %(numbered)s THEN '{history.REGISTER}'
            ELSE '{history.SIGN_AND_SEND}' END AS action,
        CASE WHEN held.delivered THEN '{WORKED_ON}' WHEN held.place > 0 THEN '{NOT_DELIVERED}'
            WHEN n >= %(numbered)s THEN '{DRAFT}' ELSE '{UNSENT}' END AS state,
        CASE WHEN n >= %(numbered)s THEN 'Documento Temporal No. ' || letter.temporary ELSE '' END AS comment,
        CASE WHEN held.place > 0 THEN receiver.target_json END AS target
"""
_FIRST_HASH = f"""
    SELECT seed_bulk.digest('', act.action, CASE WHEN held.delivered THEN {_SYSTEM} ELSE author.actor_json END,
        held.arrived_at, act.comment, 1, act.state, held.uuid, act.target) AS hash OFFSET 0
"""
_EACH = f"""
    SELECT 1 AS sequence, act.action, act.state, act.comment, act.target, held.arrived_at AS at, '' AS previous, first.hash,
        CASE WHEN NOT held.delivered THEN author.person END AS actor_id,
        CASE WHEN held.delivered THEN '' ELSE author.uuid::text END AS actor_appointment,
        CASE WHEN held.delivered THEN 'Sistema' ELSE author.name END AS actor_name,
        CASE WHEN held.delivered THEN '' ELSE author.title END AS actor_position,
        CASE WHEN held.delivered THEN %(operator)s ELSE author.area_name END AS actor_area
    UNION ALL
    SELECT 2, '{history.REASSIGN}', '{WORKED_ON}', '{REASON}', holder.target_json, held.arrived_at + interval '2 days', first.hash,
        seed_bulk.digest(first.hash, '{history.REASSIGN}', receiver.actor_json, held.arrived_at + interval '2 days',
            '{REASON}', 2, '{WORKED_ON}', held.uuid, holder.target_json),
        receiver.person, receiver.uuid::text, receiver.name, receiver.title, receiver.area_name
    WHERE held.passed
"""
_SAME = ("sequence", "action", "state", "comment", "at", "hash", "actor_id", "actor_appointment", "actor_name",
         "actor_position", "actor_area")  # fmt: skip
ENTRIES = insert(Entry, {name: f"entry.{name}" for name in _SAME} | {
    "subject_kind": "'copy'", "subject_id": "held.uuid", "target": "entry.target::jsonb", "details": "'{}'",
    "previous_hash": "entry.previous",
}, f"""held JOIN letter USING (n)
    JOIN seed_bulk.post AS author ON author.place = letter.author
    JOIN seed_bulk.post AS receiver ON receiver.place = held.who
    JOIN seed_bulk.post AS holder ON holder.place = held.holder
    CROSS JOIN LATERAL ({_FIRST}) AS act
    CROSS JOIN LATERAL ({_FIRST_HASH}) AS first
    CROSS JOIN LATERAL ({_EACH}) AS entry""")  # fmt: skip
BLOCK = (ENTRIES,)
