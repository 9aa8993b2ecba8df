"""The pages of the demo office that the manuals show, and as whom they are seen."""

from collections.abc import Callable
from dataclasses import dataclass

ANA, DIEGO, GINA, HUGO = "1710034065", "2400000002", "0926687856", "1713175071"


@dataclass(frozen=True)
class Screen:
    """One picture.

    Attributes:
        identity: cédula of who sees it; empty for a page of the portal.
        follow: names of links of the content to follow, one after the other.
        arrange: what to do on the page before the picture is taken.
    """

    name: str
    path: str
    identity: str = ""
    follow: tuple[str, ...] = ()
    arrange: Callable | None = None


def _first_subject(page):
    with page.expect_navigation():
        page.locator("main tbody a").first.click()


def _calculate(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Usar todo el período de gestión").click()


def _search(page):
    page.get_by_role("searchbox").first.fill("informe")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _choose_password(page):
    page.get_by_label("Nueva contraseña", exact=True).fill("cuatro caballos lentos")
    page.get_by_text("Cumple").nth(2).wait_for()


SCREENS = (
    Screen("tramites", "/tramites/"),
    Screen("verificar", "/verificar/"),
    Screen("ciudadano-recibidos", "/bandejas/ciudadano/recibidos/", GINA),
    Screen("solicitud-firma", "/ciudadanos/firma/", GINA),
    Screen("carta-ciudadano", "/ciudadano/cartas/nueva/", HUGO),
    Screen("registro", "/ciudadanos/registro/"),
    Screen("ingresar", "/ingresar/"),
    Screen("recuperar", "/clave/recuperar/"),
    Screen("recuperar-enviado", "/clave/recuperar/enviado/"),
    Screen("correo-perdido", "/ciudadanos/correo-perdido/"),
    Screen("clave-nueva", "/mi-perfil/clave/", ANA, arrange=_choose_password),
    Screen("recibidos", "/bandejas/recibidos/", ANA),
    Screen("documento", "/bandejas/recibidos/", ANA, arrange=_first_subject),
    Screen("redactar", "/documentos/nuevo/", ANA),
    Screen("buscar", "/bandejas/recibidos/", ANA, arrange=_search),
    Screen("respaldo-solicitar", "/respaldos/solicitar/", ANA, arrange=_calculate),
    Screen("respaldo-solicitudes", "/respaldos/mis-solicitudes/", ANA),
    Screen("areas", "/institucion/areas/", DIEGO),
    Screen("servidores", "/institucion/servidores/", DIEGO),
    Screen("importar", "/institucion/importar/", DIEGO),
    Screen("cambio-de-aiq", "/institucion/cambio-de-aiq/", DIEGO),
    Screen("respaldo-institucion", "/respaldos/institucion/solicitar/", DIEGO),
)
