"""Everything an installation needs, asked in one go (contract.md 1, `manage.py doctor`)."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.mail import get_connection
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from quipux import environments, pdf, scanning
from quipux.checks import only_what_is_served_is_kept, the_other_deployment_is_known
from quipux.extraction import ocr
from quipux.safekeeping import places
from quipux.safekeeping.errors import SafekeepingError
from quipux.signatures import health as signature_health
from quipux.web import health

# Application and database may differ by so much before purges refuse to run (backups.md 6.2).
_CLOCK_SECONDS = 5 * 60
_FOREIGN_READERS = {"unzip": "unzip", "zip": "zip", "7z": "p7zip-full", "bsdtar": "libarchive-tools"}
_OLDEST_POSTGRES = 150_000
SUPERADMIN = "tech_superadmin"  # the group whose holders give every other role


class Unhealthy(Exception):
    """A part does not do what it must; the message says in Spanish what to do about it."""


@dataclass(frozen=True)
class Finding:
    """One line of the report."""

    name: str
    ok: bool
    detail: str


ENVIRONMENTS = {
    environments.BOTH: "capacitación y producción en esta instalación",
    environments.TRAINING: "solo capacitación: nada de lo que se haga aquí tiene validez",
    environments.PRODUCTION: "solo producción; las implantaciones comienzan en la instalación de capacitación",
}


def examine() -> list[Finding]:
    """Runs every check; a failing one never hides the following."""
    return [_finding(name, check) for name, check in CHECKS.items()]


def _finding(name: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, check())
    except Exception as error:  # noqa: BLE001 (whatever a broken part raises is its line in the report)
        first = (str(error).splitlines() or [""])[0]
        return Finding(name, False, first if isinstance(error, Unhealthy) else f"{type(error).__name__}: {first}")


def _settings() -> str:
    try:
        call_command("check", deploy=settings.SECURE, fail_level="WARNING", stdout=StringIO(), stderr=StringIO())
    except CommandError as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip().startswith("?:")]
        raise Unhealthy("; ".join(lines) or "ejecute «manage.py check --deploy»") from None
    return "de producción" if settings.SECURE else "de demostración o desarrollo: solo para este equipo"


def _environment() -> str:
    """Which ambientes are served here, and what of the other stands in the database."""
    found = [*only_what_is_served_is_kept(None, ["default"]), *the_other_deployment_is_known(None)]
    if found:
        raise Unhealthy("; ".join(f"{one.msg} {one.hint}" for one in found))
    return ENVIRONMENTS[settings.QUIPUX_ENVIRONMENT]


def _database() -> str:
    connection.ensure_connection()
    if connection.pg_version < _OLDEST_POSTGRES:
        raise Unhealthy("se necesita PostgreSQL 15 o posterior")
    return f"PostgreSQL {connection.pg_version // 10_000}"


def _migrations() -> str:
    try:
        health.CHECKS["migraciones"]()
    except health.UnhealthyError:
        raise Unhealthy("hay migraciones sin aplicar; ejecute «manage.py migrate»") from None
    return "al día"


def _broker() -> str:
    health.CHECKS["cola"]()
    return "responde"


def _storage(alias: str) -> Callable[[], str]:
    def check() -> str:
        storage, content = storages[alias], b"doctor"
        name = storage.save("doctor/prueba", ContentFile(content))
        try:
            with storage.open(name) as stored:
                if stored.read() != content:
                    raise Unhealthy("devuelve bytes distintos de los guardados")
        finally:
            storage.delete(name)
        return "escribe, lee y borra"

    return check


def _clock() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        (there,) = cursor.fetchone()
    apart = abs((timezone.now() - there).total_seconds())
    if apart > _CLOCK_SECONDS:
        raise Unhealthy(f"difiere {apart:.0f} s del reloj de la base; active la sincronización horaria")
    return f"difiere {apart:.1f} s del de la base"


def _fonts() -> str:
    if not shutil.which("fc-match"):
        return "las del sistema (fontconfig no tiene programa para preguntarle)"
    found = subprocess.run(["fc-match", "-f", "%{family}", "sans-serif:lang=es"], capture_output=True, text=True)
    if found.returncode or not found.stdout:
        raise Unhealthy("no hay una fuente con letras del español; instale fonts-dejavu-core")
    return found.stdout


def _pdf() -> str:
    made = pdf.render("<!doctype html><html lang=es><title>Prueba</title><p>Señor ñandú</p></html>")
    if not made.startswith(b"%PDF-"):
        raise Unhealthy("el resultado no es un PDF")
    return f"{len(made)} bytes"


def _signatures() -> str:
    made = pdf.render("<!doctype html><html lang=es><title>Prueba</title><p>Señor ñandú</p></html>")
    if not signature_health.works(made):
        raise Unhealthy("lo que se firma aquí no se reconoce como válido; revise que el reloj del servidor esté bien")
    try:
        known = signature_health.recognised()
    except (OSError, ValueError) as error:
        raise Unhealthy(f"{settings.QUIPUX_SIGNATURE_TRUST_ROOTS} no se puede leer o tiene un archivo que no es un "
                        "certificado") from error  # fmt: skip
    if not known:
        return "funciona, sin entidades reconocidas: toda firma se rechaza"
    return f"funciona; entidades reconocidas: {known}"


def _scanner() -> str:
    if not scanning.is_on():
        return "ninguno: los anexos no se revisan (QUIPUX_SCANNER=none)"
    if not scanning.works():
        raise Unhealthy(f"{settings.QUIPUX_SCANNER} no reconoce el archivo de prueba; revise que ClamAV esté en marcha y "
                        "con sus firmas al día")  # fmt: skip
    return "reconoce el archivo de prueba"


def _ocr() -> str:
    found = ocr.language()
    if found and found != ocr.LANGUAGES[0]:
        return f"tesseract lee los escaneos sin los datos del español ({found}): apt-get install tesseract-ocr-spa"
    return f"tesseract lee los escaneos ({found})" if found else "sin tesseract: los escaneos se buscan por sus datos"


def _readers() -> str:
    missing = sorted(package for program, package in _FOREIGN_READERS.items() if not shutil.which(program))
    if missing:
        raise Unhealthy(f"para comprobar respaldos a mano falta: apt-get install {' '.join(missing)}")
    return ", ".join(_FOREIGN_READERS)


def _mail() -> str:
    mailer = get_connection()
    try:
        mailer.open()
        mailer.close()
    except OSError as error:  # smtplib's own errors too
        raise Unhealthy("no se puede conectar con el servidor de correo; revise EMAIL_URL") from error
    if settings.SECURE and settings.QUIPUX_SUPPORT_EMAIL.endswith(".invalid"):
        raise Unhealthy("QUIPUX_SUPPORT_EMAIL es el de ejemplo: las personas no tendrían a quién escribir")
    return "el servidor responde"


def _copies() -> str:
    try:
        return places.examine()
    except SafekeepingError as error:
        raise Unhealthy(str(error)) from error


def _operators() -> str:
    held = get_user_model().objects.filter(groups__name=SUPERADMIN, is_active=True).count()
    if get_user_model().objects.filter(is_superuser=True).exists():
        raise Unhealthy("hay usuarios con is_superuser, que pasan por encima de los roles; quíteselo")
    if held < 2:
        return f"superadministradores: {held}; use «manage.py first_superadmin» hasta tener dos"
    return f"superadministradores: {held}"


CHECKS: dict[str, Callable[[], str]] = {
    "Configuración": _settings,
    "Base de datos": _database,
    "Migraciones": _migrations,
    "Ambiente": _environment,
    "Cola de tareas": _broker,
    "Almacén de documentos": _storage("default"),
    "Almacén de respaldos": _storage("backups"),
    "Copias del sistema": _copies,
    "Reloj": _clock,
    "Fuentes": _fonts,
    "PDF": _pdf,
    "Firma electrónica": _signatures,
    "Antivirus": _scanner,
    "Correo": _mail,
    "Operadores": _operators,
    "Lectores de ZIP": _readers,
    "Lectura de escaneos": _ocr,
}
