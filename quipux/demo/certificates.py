"""A certificate for practice for each person of the demo office, made once and kept beside its data."""

from pathlib import Path

from django.utils.text import slugify

from accounts.models import User
from quipux.demo.logins import ROLES
from quipux.signatures import test_authority
from quipux.signatures.test_authority.authority import PASSWORD, new_key


def write(folder: Path) -> str:
    """Make what is missing in ``folder``; gives the sentence that says where they are and what opens them."""
    folder.mkdir(exist_ok=True)
    people = {one.identity_number: one for one in User.objects.filter(identity_number__in=dict(ROLES))}
    missing = {folder / f"{slugify(person.full_name)}.p12": person for person in people.values()}
    missing = {file: person for file, person in missing.items() if not file.exists()}
    key = new_key() if missing else None  # one for all: making keys takes long, and these protect nothing
    for file, person in missing.items():
        file.write_bytes(test_authority.issue(identity=person.identity_number, name=person.full_name, key=key))
    return f"Certificados de prueba para firmar: {folder} (clave {PASSWORD.decode()})"
