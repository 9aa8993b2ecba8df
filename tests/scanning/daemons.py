"""A real ClamAV with a signature database of our own, and a small server that speaks its protocol."""

import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from quipux.scanning import TEST_FILE

CLAMD = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
START_SECONDS = 60


class Clamd:
    """A clamd of its own; ``stop`` and ``start`` as an operator would."""

    def __init__(self):
        # Not pytest's folder: a socket's path has to be short.
        self.folder = Path(tempfile.mkdtemp(prefix="clamd-"))
        self.socket = self.folder / "s"
        self.address = f"unix://{self.socket}"
        database = self.folder / "db"
        database.mkdir()
        (database / "own.ndb").write_text(f"Eicar-Test-Signature:0:*:{TEST_FILE.hex()}\n")
        self.folder.chmod(0o755)
        (self.folder / "clamd.conf").write_text(
            f"LocalSocket {self.socket}\nDatabaseDirectory {database}\nForeground yes\nMaxThreads 2\n"
        )
        self._process = None

    def start(self):
        """Start it and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen([CLAMD, "-c", str(self.folder / "clamd.conf")], stdout=log, stderr=log)
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self._process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < end, "clamd did not start"
            time.sleep(0.1)

    def _answers(self):
        with suppress(OSError), socket.socket(socket.AF_UNIX) as tried:
            tried.connect(str(self.socket))
            tried.sendall(b"zPING\x00")
            return tried.recv(16) == b"PONG\x00"
        return False

    def is_running(self) -> bool:
        return self._process.poll() is None

    def stop(self):
        self._process.terminate()
        self._process.wait(timeout=30)

    def close(self):
        self.stop()
        shutil.rmtree(self.folder)


class Speaker:
    """A TCP server with the protocol of clamd, which says what it is told to say."""

    def __init__(self):
        self.version, self.verdict, self.limit = "ClamAV 1.4.3", "stream: OK", 1 << 30
        self.received: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        # Closing alone does not wake the thread that waits in accept.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self):
        with suppress(OSError):  # the listener was closed
            while True:
                near, _ = self._listener.accept()
                with near, suppress(ConnectionError):
                    self._speak(near)

    def _speak(self, near):
        with near.makefile("rb") as stream:
            command = b""
            while not command.endswith(b"\x00"):
                command += stream.read(1)
            if command == b"zVERSION\x00":
                near.sendall(self.version.encode() + b"\x00")
                return
            assert command == b"zINSTREAM\x00"
            content = b""
            while size := struct.unpack("!I", stream.read(4))[0]:
                content += stream.read(size)
                if len(content) > self.limit:
                    near.sendall(b"INSTREAM size limit exceeded. ERROR\x00")
                    return
            self.received.append(content)
            near.sendall(self.verdict.encode() + b"\x00")
