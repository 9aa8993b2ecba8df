"""Numbers of drafts, kept for ever beside the definitive one (documents §7.10)."""

from django.db import connection

from documents.numbering.formats import CITIZENS, TRAINING, printed_sigla
from institutions.models import Area

_TAKE = """
    INSERT INTO documents_temporarycounter AS counter (area_id, year, last) VALUES (%s, %s, 1)
    ON CONFLICT (area_id, year) DO UPDATE SET last = counter.last + 1 RETURNING last
"""


def next_temporary(area: Area | None, year: int) -> str:
    """The next ``INST-DEP-AAAA-n-TEMP`` of an área, or ``CIU-AAAA-n-TEMP`` of the citizens.

    Args:
        area: that of the draft's author; None for a citizen.
        year: calendar year in Guayaquil of the transaction that saves the draft.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [area.pk if area else None, year])
        [value] = cursor.fetchone()
    return "-".join([*_words(area), str(year), str(value), "TEMP"]).upper()


def _words(area):
    if area is None:
        return [CITIZENS]
    prefix = [TRAINING] if area.institution.is_training else []
    return [*prefix, printed_sigla(area), area.sigla]
