"""Definitive numbers: consecutive per área, type and year, without gap or duplicate (documents §7)."""

import secrets

from django.db import connection

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def next_number(*, area, type, year: int) -> str:
    """Issue the next number; the counter stays locked until the transaction ends.

    Args:
        area: the área of De, whose counter is used.
        type: the document type.
        year: calendar year in Guayaquil of the assigning transaction.

    Returns:
        ``INSTITUCIÓN-ÁREA-AÑO-SECUENCIAL-TIPO``, with «CAP-» before it in training tenants.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO documents_numbercounter AS counter (area_id, type_id, year, last) VALUES (%s, %s, %s, 1) "
            "ON CONFLICT (area_id, type_id, year) DO UPDATE SET last = counter.last + 1 RETURNING last",
            [area.pk, type.pk, year],
        )
        [value] = cursor.fetchone()
    institution = area.institution
    prefix = ["CAP"] if institution.is_training else []
    return "-".join([*prefix, institution.sigla, area.sigla, str(year), f"{value:04d}", type.abbreviation])


def verification_code() -> str:
    """A code nobody can guess, in four groups of four easy letters (80 bits)."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(16))
    return "-".join(letters[i : i + 4] for i in range(0, 16, 4))
