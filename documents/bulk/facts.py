"""Who took part in what, who was informed, and tasks; drawn from the same two tables as the copies."""

from documents.bulk.inserting import insert
from documents.models import Informed, Participation, Task

REASON = "Para su atención y trámite pertinente."
# One pass over the copies: each gives between none and eight facts.
PARTICIPATION = insert(Participation, {
    "appointment_id": "mine.id", "document_id": "held.document_id", "copy_id": "held.id", "how": "fact.how",
    "document_date": "letter.at", "at": "held.arrived_at + fact.later", "other_id": "other.id",
    "comment": f"CASE fact.how WHEN 'reassigned_by' THEN '{REASON}' ELSE '' END",
}, """held JOIN letter USING (n)
    CROSS JOIN LATERAL (VALUES
        ('registered', held.place = 0, letter.author, NULL::int, interval '0'),
        ('sent', held.place = 0 AND n < %(numbered)s, letter.author, NULL, interval '0'),
        (CASE held.role WHEN 'cc' THEN 'copied' ELSE 'received' END, held.delivered, held.who, letter.author, interval '0'),
        ('reassigned_by', held.passed, held.who, held.holder, interval '2 days'),
        ('reassigned_to', held.passed, held.holder, held.who, interval '2 days'),
        ('informed_to', held.informed IS NOT NULL, held.informed, held.who, interval '1 hour'),
        ('informed_by', held.informed IS NOT NULL, held.who, held.informed, interval '1 hour'),
        ('task_to', held.tasked, (held.holder + %(institutions)s) %% %(seated)s, held.holder, interval '3 days'),
        ('task_by', held.tasked, held.holder, (held.holder + %(institutions)s) %% %(seated)s, interval '3 days')
    ) AS fact (how, holds, who, other, later)
    JOIN seed_bulk.post AS mine ON mine.place = fact.who
    LEFT JOIN seed_bulk.post AS other ON other.place = fact.other
    WHERE fact.holds""")  # fmt: skip
INFORMED = insert(Informed, {
    "copy_id": "held.id", "informer_id": "informer.id", "informed_id": "informed.id",
    "comment": "'Para su conocimiento.'", "at": "held.arrived_at + interval '1 hour'",
    "read_at": "CASE WHEN held.id % 3 > 0 THEN held.arrived_at + interval '1 day' END".replace("%", "%%"),
}, """held JOIN seed_bulk.post AS informer ON informer.place = held.who
    JOIN seed_bulk.post AS informed ON informed.place = held.informed""")  # fmt: skip
TASKS = insert(Task, {
    "uuid": "md5('task' || held.id)::uuid", "copy_id": "held.id", "assigned_by_id": "giver.id",
    "assigned_to_id": "doer.id", "comment": f"'{REASON}'", "assigned_at": "held.arrived_at + interval '3 days'",
    "due": "(held.arrived_at + interval '18 days')::date", "state": "'pending'",
}, """held JOIN seed_bulk.post AS giver ON giver.place = held.holder
    JOIN seed_bulk.post AS doer ON doer.place = (held.holder + %(institutions)s) %% %(seated)s WHERE held.tasked""")  # fmt: skip
BLOCK = (PARTICIPATION, INFORMED, TASKS)
