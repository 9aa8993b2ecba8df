"""«Procedimientos y Manuales»: the catalogue, and where the pictures and the PDF of each one are (accounts-portal §11).

The text is the template; a picture is taken from the running demonstration by ``manual_screenshots``, and the PDF is
printed from both by ``manual_pdfs``, which writes beside it the digest of what it printed.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template, render_to_string

CITIZENS, SERVANTS, INSTITUTIONS = "Ciudadanos", "Servidores Públicos", "Instituciones"
FOLDER = settings.BASE_DIR / "static" / "manuales"
MANIFEST = FOLDER / "versiones.json"
LICENCE = "CC BY-SA 4.0"
_PICTURE = re.compile(r"manuales/([\w-]+)\.png")


@dataclass(frozen=True)
class Manual:
    """One manual; ``version`` and ``on`` change with its words."""

    slug: str
    title: str
    audience: str
    about: str
    version: int
    on: date

    @property
    def template(self) -> str:
        return f"portal/manuales/{self.slug}.html"

    @property
    def pdf(self) -> Path:
        return FOLDER / f"{self.slug}.pdf"

    @cached_property
    def size(self) -> int:
        """Bytes of the PDF."""
        return self.pdf.stat().st_size

    @property
    def text(self) -> str:
        """The HTML of its body, with the addresses of its pictures."""
        return render_to_string(self.template)

    @property
    def pictures(self) -> list[str]:
        """Names of the pictures it shows, in order."""
        return list(dict.fromkeys(_PICTURE.findall(Path(get_template(self.template).origin.name).read_text("utf-8"))))

    @property
    def digest(self) -> str:
        """SHA-256 of what the PDF is printed from."""
        found = hashlib.sha256(f"{self.title}|{self.version}|{self.on}|".encode())
        found.update(Path(get_template(self.template).origin.name).read_bytes())
        for name in self.pictures:
            found.update((FOLDER / f"{name}.png").read_bytes())
        return found.hexdigest()


def _of(slug, title, audience, about, version=1, on=date(2026, 11, 22)):
    return Manual(slug, title, audience, about, version, on)


_ALL = (
    _of("ciudadano-sin-firma", "Manual de usuario para ciudadanos sin firma electrónica", CITIZENS,
        "Consultar un trámite, verificar un documento y leer lo que presentó y recibió.", version=2),
    _of("ciudadano-con-firma", "Manual de usuario para ciudadanos con firma electrónica", CITIZENS,
        "Pedir la autorización, escribir una carta, firmarla y enviarla.", version=2),
    _of("parametrizacion", "Parametrización del sistema", SERVANTS,
        "Para el Administrador Institucional: áreas, personas, permisos, números y formatos."),
    _of("bandeja-de-entrada", "Manual de Bandeja de Entrada", SERVANTS,
        "Leer lo recibido, responder, reasignar, informar y archivar."),
    _of("bandeja-de-salida", "Manual de Bandeja de Salida y Tareas", SERVANTS,
        "Redactar, firmar y enviar un documento; asignar tareas y seguirlas."),
    _of("administracion", "Manual de Administración", SERVANTS,
        "Carpetas virtuales, búsqueda, reportes y cambio de puesto."),
    _of("respaldos-activos", "Instructivo para obtención de respaldos usuarios activos", SERVANTS,
        "Pedir, seguir, descargar y comprobar el respaldo de sus documentos."),
    _of("respaldos-inactivos", "Instructivo para obtención de respaldos usuarios inactivos", SERVANTS,
        "Cómo el Administrador Institucional obtiene el respaldo de quien dejó su puesto."),
    _of("restablecer-contrasena", "Restablecer la contraseña", SERVANTS,
        "Recuperar el acceso con un código y un enlace al correo, o cambiarla desde el perfil.", version=2),
    _of("firma-electronica", "Manual de Firma Electrónica", SERVANTS,
        "Firmar con el programa de su equipo o con un archivo .p12, y comprobar una firma."),
    _of("cambio-de-aiq", "Cambio de AIQ", SERVANTS,
        "Entregar la administración de la institución a otra persona."),
    _of("instalacion-local", "Instalación local", INSTITUTIONS,
        "Instalar Quipux en los servidores de una institución."),
)  # fmt: skip
MANUALS = {manual.slug: manual for manual in _ALL}


def printed() -> dict[str, str]:
    """Slug → digest of what each PDF was printed from."""
    return json.loads(MANIFEST.read_text("utf-8")) if MANIFEST.exists() else {}
