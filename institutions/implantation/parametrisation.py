"""«Copiar parametrización»: one package from the training tenant to production, in one installation or two (§12.9).

Never: documents, tasks, counters used, delegations, histories, backups, credentials. What comes in a file is checked
whole before anything is written (safety S-87).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db import DataError, IntegrityError, transaction

from institutions.implantation import history, packages
from institutions.implantation.packages import Package
from institutions.implantation.permissions import can_review
from institutions.implantation.shapes import Shape, WrongShapeError, many
from institutions.implantation.states import CaseState
from institutions.models import Institution
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history import recorder

MOST_ROWS = 20_000  # of one part
BUSY = "La parametrización ya se copió o la institución ya tiene personas."
WORKS = "La institución ya tiene documentos: su parametrización se cambia desde Administración."
GROWN = "La institución ya tiene áreas: su parametrización se cambia desde Administración."
TOO_LATE = "La parametrización se carga mientras se configura el ambiente de producción."
OTHER_CASE = "El paquete es de otra institución."
OTHER_PARTS = "El paquete no tiene las partes que se esperan."
REFUSED = "La base de datos no admite el paquete: repite o contradice datos. No se escribió nada."


@dataclass(frozen=True)
class Part:
    """What one app brings to the package.

    Attributes:
        export: from an institution to rows that JSON can say.
        load: ``load(institution, rows, files)`` writes them into another institution and returns how many rows it made.
        shape: what each row must be.
        check: ``check(rows, package, institution)`` refuses rows that fit their shape and not each other.
        files: bytes that the rows name by their SHA-256.
        needs: codes of parts without which this one cannot be copied.
    """

    code: str
    label: str
    export: Callable[[Institution], list]
    load: Callable[[Institution, list, dict[str, bytes]], int]
    shape: Shape
    check: Callable[[list, Package, Institution], None] = lambda rows, package, institution: None
    files: Callable[[Institution], dict[str, bytes]] = lambda institution: {}
    needs: tuple[str, ...] = ()


_parts: dict[str, Part] = {}
_obstacles: list[tuple[Callable[[Institution], bool], str]] = []


def register(part: Part) -> None:
    """Add a part; they are loaded in the order in which they were added.

    Raises:
        ValueError: another part has its code.
    """
    if _parts.setdefault(part.code, part) is not part:
        raise ValueError(f"two parts {part.code}")


def register_obstacle(found: Callable[[Institution], bool], message: str) -> None:
    """Let an upper app say that an institution works already, so that nothing is copied into it."""
    _obstacles.append((found, message))


def choices() -> list[tuple[str, str]]:
    """Code and label of what may be copied."""
    return [(part.code, part.label) for part in _parts.values()]


def package_of(institution: Institution) -> Package:
    """Everything of the parametrisation of an institution."""
    files = {digest: content for part in _parts.values() for digest, content in part.files(institution).items()}
    return Package({part.code: part.export(institution) for part in _parts.values()}, files)


@transaction.atomic
def copy(case, *, actor, chosen: Collection[str] | None = None) -> dict[str, int]:
    """Copy from the training institution of a case to the one of production, all or nothing.

    Args:
        chosen: codes of parts; None for all.

    Returns:
        How many rows of each part were made, by its label.

    Raises:
        NotAllowedNow: somebody besides the AIQ works in production already, or it has áreas or documents.
        Invalid: a part was chosen without one that it needs.
    """
    return _load(case, package_of(case.training), chosen, actor)


def bring(case, content: bytes, *, actor, rehearses: bool, chosen: Collection[str] | None = None) -> dict[str, int]:
    """The same from the file of another installation.

    Args:
        content: of `Package.written`.
        rehearses: everything is checked and written, and then undone.

    Raises:
        Forbidden: the actor is no AGQ.
        Invalid: the file is no package, or not one for this institution; nothing was written.
        NotAllowedNow: as `copy`, or production is not being configured.
    """
    if not can_review(case, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    if case.state != CaseState.CONFIGURING_PRODUCTION or case.production is None:
        raise NotAllowedNow(TOO_LATE)
    package = packages.read(content)
    if package.case and package.case.get("ruc") != case.ruc:
        raise Invalid(OTHER_CASE)
    with transaction.atomic():
        made = _load(case, package, chosen, actor)
        transaction.set_rollback(rehearses)
    return made


def _load(case, package, chosen, actor):
    target, parts = Institution.objects.select_for_update().get(pk=case.production.pk), _chosen(chosen)
    _require_untouched(target, case)
    check(package, target)
    try:
        with transaction.atomic():
            made = {part.label: part.load(target, package.parts[part.code], package.files) for part in parts}
    except (IntegrityError, DataError) as error:
        raise Invalid(REFUSED) from error
    words = " · ".join(f"{label}: {count}" for label, count in made.items())
    words += f". Huella del paquete (SHA-256): {package.sha256}"
    recorder.record(case, history.COPIED, actor=actor, comment=words, details={"sha256": package.sha256})
    return made


def _chosen(codes):
    parts = [part for part in _parts.values() if codes is None or part.code in codes]
    taken = {part.code for part in parts}
    for part in parts:
        if lacking := [_parts[code].label for code in part.needs if code not in taken]:
            raise Invalid(f"Para copiar «{part.label}» copie también «{lacking[0]}».")
    return parts


def _require_untouched(target, case):
    if target.appointments.exclude(person__identity_number=case.aiq.identity_number).exists():
        raise NotAllowedNow(BUSY)
    if target.areas.exclude(parent=None).exists():
        raise NotAllowedNow(GROWN)
    for found, message in _obstacles:
        if found(target):
            raise NotAllowedNow(message)


def check(package: Package, target: Institution) -> None:
    """Every row of every part, before the first is written.

    Raises:
        Invalid: with the place of the first fault.
    """
    if package.parts.keys() != _parts.keys():
        raise Invalid(OTHER_PARTS)
    try:
        for code, part in _parts.items():
            many(part.shape, MOST_ROWS)(package.parts[code], part.label)
        for code, part in _parts.items():
            part.check(package.parts[code], package, target)
    except WrongShapeError as error:
        raise Invalid(f"El paquete no se admite. {error}.") from error
