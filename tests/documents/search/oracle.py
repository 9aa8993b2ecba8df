"""Who may see what, written a second time from the specification and without the product's own rule (documents §16.2)."""

from django.db import connection

BELOW = """
    WITH RECURSIVE below AS (
        SELECT id FROM institutions_area WHERE id = %(area)s
        UNION ALL SELECT area.id FROM institutions_area AS area JOIN below ON area.parent_id = below.id
    )
    SELECT id FROM below
"""
COPIES = """
    SELECT copy.id, copy.state, copy.role, copy.confidentiality, copy.holder_id, copy.institution_id,
           own.appointment_id AS addressee, here.attached_to_id AS attached_to,
           ARRAY(SELECT appointment_id FROM documents_party AS p WHERE p.document_id = copy.document_id
                 AND p.role = 'from') AS senders,
           ARRAY(SELECT g.appointment_id FROM documents_confidentialgrant AS g WHERE g.copy_id = copy.id
                 AND g.revoked_at IS NULL) AS granted,
           ARRAY(SELECT f.appointment_id FROM documents_participation AS f WHERE f.copy_id = copy.id
                 AND f.how NOT IN ('sent', 'received', 'copied')) AS handled,
           ARRAY(SELECT a.area_id FROM documents_participation AS f JOIN institutions_appointment AS a
                 ON a.id = f.appointment_id WHERE f.copy_id = copy.id) AS areas
    FROM documents_copy AS copy
    JOIN institutions_institution AS here ON here.id = copy.institution_id
    LEFT JOIN documents_party AS own ON own.id = copy.party_id
"""


def asked(statement, **values) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def levels(post) -> dict[int, int]:
    """Primary key of each copy → whether ``post`` holds, reads, skims or knows it: 4, 3, 2, 1; 0 for nothing.

    Only what the office of these tests has: no tasks, no shared trays, no citizens.
    """
    held = {row["permission"] for row in asked(
        "SELECT permission FROM institutions_grant WHERE appointment_id = %(post)s", post=post.pk)}  # fmt: skip
    leads = post.profile == "jefe" or "consult_area_documents" in held
    areas = {row["id"] for row in asked(BELOW, area=post.area_id)} if leads else set()
    return {copy["id"]: _level(copy, post, held, areas) for copy in asked(COPIES)}


def _level(copy, post, held, areas) -> int:
    if copy["state"] == "purged":
        return 0
    if copy["holder_id"] == post.pk:
        return 4
    hidden = copy["state"] in ("draft", "deleted")
    here = copy["institution_id"] == post.institution_id
    delivered = copy["state"] in ("in_process", "shelved", "sent")
    if (post.pk in copy["senders"] and here and not hidden) or (copy["addressee"] == post.pk and delivered):
        return 3
    if copy["confidentiality"] == "confidential":
        return 3 if post.pk in copy["granted"] and copy["state"] != "deleted" else 0
    if post.pk in copy["handled"] and copy["state"] != "deleted":
        return 3
    if here and not hidden and areas & set(copy["areas"]):
        return 3
    if here and copy["state"] == "shelved" and "use_physical_archive" in held:
        return 3
    if copy["attached_to"] == post.institution_id and delivered and "search_attached" in held:
        return 2
    return 1 if here and not hidden and "see_institution_basic" in held else 0


PART = """
    SELECT copy.id FROM documents_copy AS copy JOIN documents_document AS document ON document.id = copy.document_id
    WHERE copy.holder_id = %(post)s OR (copy.role = 'original' AND document.author_id = %(post)s)
       OR copy.id IN (SELECT copy_id FROM documents_participation WHERE appointment_id = %(post)s)
"""


def taken_part(post) -> set[int]:
    """Primary keys of the copies that ``post`` holds, wrote or had any fact of."""
    return {row["id"] for row in asked(PART, post=post.pk)}
