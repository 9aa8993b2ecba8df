"""Guards that both kinds of request share: the period, one active request, documents enough (backups §2.4)."""

from django.conf import settings

from backups import selection
from backups.models import BackupRequest
from backups.services.wishes import Wish
from quipux import clock
from quipux.errors import Conflict, Invalid

IN_ORDER = "La Fecha Inicio debe ser menor o igual que la Fecha Fin."
NOT_FUTURE = "La Fecha Fin debe ser menor o igual que la Fecha Actual."
NO_DOCUMENTS = "No hay documentos en el período seleccionado."


def period_faults(wish: Wish) -> dict[str, str]:
    """Field → sentence of guard 1; empty when the days are in order and not in the future."""
    if wish.date_from > wish.date_to:
        return {"date_from": IN_ORDER}
    return {"date_to": NOT_FUTURE} if wish.date_to > clock.today() else {}


def refuse(faults: dict[str, str]) -> None:
    """Raise Invalid with every fault at its field; nothing without any."""
    if faults:
        raise Invalid(next(iter(faults.values())), **faults)


def check_period(wish: Wish) -> None:
    """Raise Invalid, field by field, unless the days are in order and not in the future."""
    refuse(period_faults(wish))


def check_no_other(others, draft: BackupRequest | None) -> None:
    """Raise Conflict when one of the requests ``others`` is not ``draft`` itself (guard 4)."""
    other = others.exclude(pk=draft.pk if draft else None).first()
    if other:
        raise Conflict(already_open_message(other))


def already_open_message(other: BackupRequest) -> str:
    """Guard 4 of backups §2.4."""
    return (f"Ya tiene la solicitud No. {other.number} en estado {other.get_state_display()} para este puesto. "
            "Ver su Recorrido.")  # fmt: skip


class TooFewDocuments(Invalid):
    """Fewer than the minimum: the person downloads them directly (guard 6)."""

    def __init__(self, figures, minimum: int | None = None):
        minimum = settings.QUIPUX_MINIMUM_DOCUMENTS if minimum is None else minimum
        message = NO_DOCUMENTS if figures.documents == 0 else (
            f"Su solicitud tiene {figures.documents} documentos en el rango seleccionado. Los respaldos se generan a "
            f"partir de {minimum} documentos; con menos, realice la descarga manualmente.")  # fmt: skip
        super().__init__(message, date_from=message)
        self.figures = figures


def count_enough(wish: Wish, post) -> selection.Preflight:
    """The pre-flight figures of ``wish`` over the documents of ``post`` (guard 6).

    Raises:
        TooFewDocuments: fewer than the kind of request asks for.
    """
    figures = selection.preflight(post, wish.date_from, wish.date_to, part_size=settings.QUIPUX_PART_SIZE)
    if figures.documents < wish.minimum:
        raise TooFewDocuments(figures, wish.minimum)
    return figures
