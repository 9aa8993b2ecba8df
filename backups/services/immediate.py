"""«Descargar ahora»: who may, how often, one at a time, and what the security log keeps of it (backups §4.4, safety §2.3)."""

import logging
from datetime import timedelta

from backups.archive.streaming import stream_zip
from backups.immediate import ImmediateSource, immediate_view
from backups.permissions import can_create_personal
from backups.selection import select
from backups.services.guards import NO_DOCUMENTS, check_period
from backups.services.wishes import Wish
from quipux.errors import Conflict, Forbidden, Invalid, TooMany
from quipux.limits import services as limits

logger = logging.getLogger("quipux.security")
ACT = "immediate_download"
PER_DAY = 10
BUSY = "Ya tiene una descarga inmediata en curso. Espere a que termine para empezar otra."


def start(wish: Wish, *, actor) -> "ImmediateZip":
    """Begin the ZIP of the few documents of ``wish``; nothing is stored.

    Raises:
        Forbidden: not the own appointment.
        Invalid: the period, no documents, or as many as make a backup.
        Conflict: another one of this person is under way.
        TooMany: ten were begun today.
    """
    post = actor.appointment
    if not can_create_personal(post, actor):
        raise Forbidden("Aquí no puede descargar documentos.")
    check_period(wish)
    selection = select(post, wish.date_from, wish.date_to)
    check_few(len(selection), wish.minimum)
    _take_turn(actor.user)
    view = immediate_view(selection, post, actor.user, wish.date_from, wish.date_to)
    return ImmediateZip(ImmediateSource(view, selection, post), actor)


def check_few(documents: int, minimum: int) -> None:
    """Raise Invalid unless there is something, and less than a backup."""
    if not documents:
        raise Invalid(NO_DOCUMENTS)
    if documents >= minimum:
        raise Invalid(f"«Descargar ahora» sirve para menos de {max(minimum, 1)} documentos y el período tiene {documents}. "
                      "Presione Enviar para solicitar el respaldo.")  # fmt: skip


def _take_turn(user):
    if not limits.hold(ACT, user.pk):
        raise Conflict(BUSY)
    again = limits.take(ACT, user.pk, limit=PER_DAY, period=timedelta(days=1))
    if again is not None:
        limits.let_go(ACT, user.pk)
        raise TooMany(f"Ya hizo {PER_DAY} descargas inmediatas hoy. Podrá hacer otra desde el {again:%Y-%m-%d}.")


class ImmediateZip:
    """The body of the answer. The server closes it in every case, also when the person goes away.

    Attributes:
        name: of the file.
    """

    def __init__(self, source: ImmediateSource, actor):
        self.name = f"{source.view.name}.zip"
        self._source, self._actor, self._bytes, self._complete, self._closed = source, actor, 0, False, False
        self._chunks = stream_zip(source.members())
        self._log("immediate_download_started", documents=len(source.selection))

    def __iter__(self):
        return self

    def __next__(self) -> bytes:
        try:
            chunk = next(self._chunks)
        except StopIteration:
            self._complete = True
            raise
        self._bytes += len(chunk)
        return chunk

    def close(self) -> None:
        """Stop wherever it stands, and let the person begin another."""
        if self._closed:
            return
        self._closed = True
        try:
            self._chunks.close()
        finally:
            limits.let_go(ACT, self._actor.user.pk)
            self._log("immediate_download_ended", bytes=self._bytes, complete=self._complete,
                      omitted=self._source.omitted)  # fmt: skip

    def _log(self, event, **facts):
        view = self._source.view
        logger.info(event, extra={"user": self._actor.user.pk, "appointment": self._actor.appointment.pk,
                                  "from": str(view.date_from), "to": str(view.date_to), **facts})  # fmt: skip
