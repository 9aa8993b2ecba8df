"""The catalogue of transports of an institution (documents §2.1, §10.4)."""

from documents.models import InstitutionSettings
from institutions.models import Institution

USUAL = ("Correos", "Mensajería propia")  # offered until the institution chooses its own


def carriers_of(institution: Institution) -> list[str]:
    """Names of the transports that an institution works with."""
    chosen = InstitutionSettings.objects.filter(institution=institution).values_list("carriers", flat=True).first()
    return list(chosen or USUAL)
