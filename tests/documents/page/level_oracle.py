"""The levels of documents §16.2 written a second time, in plain SQL and row by row of the specification's table."""

from django.db import connection

LEVELS = """
    WITH RECURSIVE me AS (
        SELECT id, area_id, institution_id, profile FROM institutions_appointment WHERE id = %(post)s
    ), held AS (
        SELECT permission FROM institutions_grant WHERE appointment_id = %(post)s
    ), led AS (
        SELECT area_id AS id FROM me
        WHERE profile = 'jefe' OR 'consult_area_documents' IN (SELECT permission FROM held)
        UNION ALL
        SELECT a.id FROM institutions_area a JOIN led ON a.parent_id = led.id
    ), facts AS (
        SELECT c.id, c.state, c.holder_id = me.id AS mine, c.institution_id = me.institution_id AS here,
               c.confidentiality = 'confidential' AS secret,
               c.role <> 'original' AND own.appointment_id = me.id AS addressed,
               c.state IN ('in_process', 'shelved', 'sent') AS delivered,
               EXISTS (SELECT FROM documents_party p WHERE p.document_id = c.document_id AND p.role = 'from'
                       AND p.appointment_id = me.id) AS sender,
               EXISTS (SELECT FROM documents_confidentialgrant g WHERE g.copy_id = c.id AND g.appointment_id = me.id
                       AND g.revoked_at IS NULL) AS leave_,
               EXISTS (SELECT FROM documents_confidentialgrant g WHERE g.copy_id = c.id AND g.appointment_id = me.id
                       AND g.revoked_at IS NULL AND g.reason = 'task') AS leave_of_task,
               c.state IN ('draft', 'in_process') AND EXISTS (SELECT FROM documents_task t WHERE t.copy_id = c.id
                       AND t.assigned_to_id = me.id AND t.state = 'pending') AS tasked,
               EXISTS (SELECT FROM documents_participation f WHERE f.copy_id = c.id AND f.appointment_id = me.id
                       AND f.how IN ('reassigned_to', 'reassigned_by', 'informed_to', 'informed_by', 'registered',
                                     'task_to', 'task_by')) AS handled,
               EXISTS (SELECT FROM institutions_sharedtray s JOIN institutions_appointment chief ON chief.id = s.chief_id
                       WHERE s.member_id = me.id AND s.chief_id = c.holder_id AND chief.area_id = me.area_id
                       AND chief.profile = 'jefe') AS shared,
               EXISTS (SELECT FROM documents_participation f JOIN institutions_appointment a ON a.id = f.appointment_id
                       WHERE f.copy_id = c.id AND a.area_id IN (SELECT id FROM led)) AS of_led,
               d.area_id = me.area_id AS of_my_area, inst.attached_to_id = me.institution_id AS attached
        FROM documents_copy c JOIN documents_document d ON d.id = c.document_id
        JOIN institutions_institution inst ON inst.id = c.institution_id
        LEFT JOIN documents_party own ON own.id = c.party_id CROSS JOIN me
    )
    SELECT id, CASE
        WHEN state = 'purged' THEN 0
        WHEN state = 'citizen_pending' THEN
            CASE WHEN here AND 'process_citizen_documents' IN (SELECT permission FROM held) THEN 6 ELSE 0 END
        WHEN mine AND state = 'draft' THEN 7
        WHEN mine AND state = 'in_process' THEN 6
        WHEN mine THEN 4
        WHEN secret AND tasked AND leave_of_task THEN 5
        WHEN secret AND sender AND here AND state NOT IN ('draft', 'deleted') THEN 3
        WHEN secret AND addressed AND delivered THEN 3
        WHEN secret AND leave_ AND state <> 'deleted' THEN 3
        WHEN secret THEN 0
        WHEN tasked THEN 5
        WHEN handled AND state <> 'deleted' THEN 3
        WHEN sender AND here AND state NOT IN ('draft', 'deleted') THEN 3
        WHEN addressed AND delivered THEN 3
        WHEN shared AND state = 'in_process' THEN 3
        WHEN state = 'shelved' AND here AND 'use_physical_archive' IN (SELECT permission FROM held) THEN 3
        WHEN state = 'to_print' AND of_my_area AND 'print_dispatch' IN (SELECT permission FROM held) THEN 3
        WHEN of_led AND here AND state NOT IN ('draft', 'deleted') THEN 3
        WHEN attached AND state IN ('in_process', 'shelved', 'sent')
             AND 'search_attached' IN (SELECT permission FROM held) THEN 2
        WHEN here AND state NOT IN ('draft', 'deleted')
             AND 'see_institution_basic' IN (SELECT permission FROM held) THEN 1
        ELSE 0 END
    FROM facts
"""


def levels(post) -> dict[int, int]:
    """Primary key of every copy → level of an appointment that works today."""
    with connection.cursor() as cursor:
        cursor.execute(LEVELS, {"post": post.pk})
        return dict(cursor.fetchall())
