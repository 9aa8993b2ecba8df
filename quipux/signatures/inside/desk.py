"""What the child can be told to do, one function per command."""

from pyhanko.sign.signers import SimpleSigner

from quipux.signatures import wire
from quipux.signatures.inside import accepting, examining, keys, rechecking, signing


class Line:
    """To the parent, who may ask the authorities."""

    def __init__(self, sock):
        self._socket = sock

    def fetch(self, url: str, body: bytes | None = None, media_type: str = "") -> bytes | None:
        """The body of the answer, or None if there is none."""
        wire.tell(self._socket, {"kind": "fetch", "url": url, "media_type": media_type}, *([body] if body else []))
        _, blobs = wire.hear(self._socket)
        return blobs[0] if blobs else None


class Desk:
    """Does what it is told; the key stays here between its opening and the signatures made with it."""

    def __init__(self, line: Line):
        self._line = line
        self._signer: SimpleSigner | None = None

    async def do(self, header: dict, blobs: list[bytes]) -> wire.Message:
        """The answer to one command: what it says, and the bytes it made."""
        return await getattr(self, f"_do_{header['command']}")(header, blobs)

    async def _do_open(self, header, blobs):
        self._signer, said = keys.opened(*blobs, sources=header["sources"])
        return said, []

    async def _do_sign(self, header, blobs):
        return await signing.sign(self._signer, header, blobs, self._line)

    async def _do_accept(self, header, blobs):
        return await accepting.accept(header, blobs, self._line), []

    async def _do_examine(self, header, blobs):
        return await examining.examine(header, blobs, self._line), []

    async def _do_examine_enveloped(self, header, blobs):
        return await examining.examine_enveloped(header, blobs, self._line), []

    async def _do_recheck(self, header, blobs):
        return await rechecking.recheck(header, blobs, self._line), []
