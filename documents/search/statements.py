"""The rows of the index, computed by the database from what they index: one statement for any number of documents."""

# Numbers and referencia of a document, folded, without empty ones.
CODES = """
    SELECT coalesce(array_agg(DISTINCT documents_search_folded(code)), '{{}}') AS list
    FROM unnest(ARRAY[{codes}]) AS code WHERE code <> ''
"""
# People as they are printed; in a draft, as they are called today.
PEOPLE = """
    SELECT string_agg(known.words, ' ') FILTER (WHERE known.role = 'from') AS senders,
           string_agg(known.words, ' ') FILTER (WHERE known.role <> 'from') AS receivers,
           string_agg(known.name, ' ') AS names
    FROM (
        SELECT party.role, concat_ws(' ', names.name, names.title) AS name,
               concat_ws(' ', names.name, names.title, party.area_name, party.institution_name) AS words
        FROM documents_party AS party
        LEFT JOIN institutions_appointment AS post ON post.id = party.appointment_id
        LEFT JOIN accounts_user AS person ON person.id = coalesce(party.person_id, post.person_id)
        CROSS JOIN LATERAL (
            SELECT coalesce(nullif(party.name, ''), concat_ws(' ', person.given_names, person.surnames)) AS name,
                   coalesce(nullif(party.title, ''), post.title) AS title
        ) AS names
        WHERE party.document_id = document.id
    ) AS known
"""
# Only what passed its revision: nobody finds what nobody may open.
ATTACHED = """
    SELECT string_agg(concat_ws(' ', annex.name, translate(annex.name, '._-', '   '), annex.description, annex.text), ' ') AS words
    FROM documents_attachment AS annex
    WHERE annex.document_id = document.id AND annex.copy_id IS NOT DISTINCT FROM {copy}
      AND annex.removed_at IS NULL AND annex.scan_state = 'clean'
"""
KEPT = """
    codes = excluded.codes, code_text = excluded.code_text, senders = excluded.senders,
    receivers = excluded.receivers, head = excluded.head, whole = excluded.whole
"""
DOCUMENTS = f"""
    INSERT INTO documents_searchrow (document_id, codes, code_text, senders, receivers, head, whole)
    SELECT document.id, codes.list, array_to_string(codes.list, E'\\n'),
           documents_search_vector(people.senders), documents_search_vector(people.receivers), head.vector,
           documents_search_whole(head.vector, concat_ws(' ', document.summary, document.attachments_description,
               document.body), attached.words)
    FROM documents_document AS document
    CROSS JOIN LATERAL ({CODES.format(codes="document.number, document.temporary_number, document.reference")}) AS codes
    CROSS JOIN LATERAL ({PEOPLE}) AS people
    CROSS JOIN LATERAL ({ATTACHED.format(copy="NULL")}) AS attached
    CROSS JOIN LATERAL (
        SELECT setweight(documents_search_vector(document.subject), 'A') || setweight(documents_search_vector(
            concat_ws(' ', document.number, document.temporary_number, document.reference, people.names)), 'B') AS vector
    ) AS head
    WHERE document.id = ANY(%(ids)s)
    ON CONFLICT (document_id) WHERE copy_id IS NULL DO UPDATE SET {KEPT}
"""  # noqa: S608 - constants of this module only
COPY_CODES = "document.number, document.temporary_number, document.reference, copy.number, copy.own_reference"
# A copy that has a number or reference of its own, or anexos that were added to it alone.
PARTICULAR = """
    (copy.number NOT IN ('', document.number) OR copy.own_reference <> '' OR EXISTS (
        SELECT FROM documents_attachment AS own WHERE own.copy_id = copy.id AND own.removed_at IS NULL))
"""
COPIES = f"""
    INSERT INTO documents_searchrow (document_id, copy_id, codes, code_text, senders, receivers, head, whole)
    SELECT document.id, copy.id, codes.list, array_to_string(codes.list, E'\\n'), common.senders, common.receivers,
           common.head || number.vector, documents_search_whole(common.whole || number.vector, '', attached.words)
    FROM documents_copy AS copy
    JOIN documents_document AS document ON document.id = copy.document_id
    JOIN documents_searchrow AS common ON common.document_id = document.id AND common.copy_id IS NULL
    CROSS JOIN LATERAL ({CODES.format(codes=COPY_CODES)}) AS codes
    CROSS JOIN LATERAL ({ATTACHED.format(copy="copy.id")}) AS attached
    CROSS JOIN LATERAL (
        SELECT setweight(documents_search_vector(concat_ws(' ', copy.number, copy.own_reference)), 'B') AS vector
    ) AS number
    WHERE copy.document_id = ANY(%(ids)s) AND {PARTICULAR}
    ON CONFLICT (copy_id) DO UPDATE SET {KEPT}
"""  # noqa: S608 - constants of this module only
NO_LONGER = f"""
    DELETE FROM documents_searchrow AS own_row USING documents_copy AS copy, documents_document AS document
    WHERE own_row.document_id = ANY(%(ids)s) AND copy.id = own_row.copy_id AND document.id = own_row.document_id
      AND NOT {PARTICULAR}
"""  # noqa: S608 - constants of this module only
EACH = (DOCUMENTS, COPIES, NO_LONGER)
