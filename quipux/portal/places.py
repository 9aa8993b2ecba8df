"""The places of the public pages whose text the operators write (accounts-portal §11.1)."""

from dataclasses import dataclass

from django.template.loader import render_to_string


@dataclass(frozen=True)
class Place:
    """A text of the portal.

    Attributes:
        slug: also the name of the template with the text that the product brings.
        title: heading of that text.
        audience: for whom it is written.
        consequence: what publishing another text does besides showing it.
    """

    slug: str
    title: str
    audience: str
    consequence: str = ""

    @property
    def original(self) -> str:
        """HTML that is shown until an operator publishes another."""
        return render_to_string(f"portal/contenidos/{self.slug}.html").strip()


HOME = (
    Place("implantacion", "Implantación del Sistema", "Instituciones"),
    Place("procedimientos", "Procedimientos y Manuales", "Todas las personas"),
    Place("ayuda", "Ayuda, Soporte y Capacitación", "Todas las personas"),
)
TERMS = Place("terminos", "Términos de uso", "Todas las personas")
AGREEMENT = Place(
    "acuerdo-de-uso", "Acuerdo de uso de Quipux para ciudadanos con firma electrónica", "Ciudadanos con firma electrónica",
    consequence="Al publicar otro texto, todos los ciudadanos con firma electrónica deben firmarlo en 60 días; a quien "
                "no lo firme se le suspende la firma.",
)  # fmt: skip
PLACES = {place.slug: place for place in (*HOME, TERMS, AGREEMENT)}
