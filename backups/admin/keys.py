"""From a number that a form posted to its row."""

from quipux.errors import NotFound

LONGEST = 18  # digits of a key that the database can hold


def row_or_404(rows, text: str):
    """The row of ``rows`` with this primary key; NotFound for anything else."""
    is_key = text.isascii() and text.isdigit() and len(text) <= LONGEST
    found = rows.filter(pk=int(text)).first() if is_key else None
    if found is None:
        raise NotFound("No encontramos lo que busca.")
    return found
