"""One child process as its parent sees it."""

import json
import signal
import subprocess
import time

from . import frames, process
from .failure import PdfError


class Worker:
    """A warm child. Used by one thread at a time; dead after its first failure."""

    def __init__(self, limits):
        """Start the child and wait for its report. Raises PdfError("start")."""
        self.limits = limits
        self.documents = 0
        try:
            self.socket, self.process = process.start("quipux.pdf.child", limits)
        except OSError as error:
            raise PdfError("start", type(error).__name__) from error
        try:
            self.report = json.loads(self._read(time.monotonic() + limits.start_seconds))
        except (TimeoutError, frames.Closed) as error:
            self.stop()
            raise PdfError("start", f"{type(error).__name__}, exit {self.process.returncode}") from error

    def usable(self) -> bool:
        """Tell whether the child lives and has not used up its documents."""
        return self.process.poll() is None and self.documents < self.limits.documents_per_child

    def render(self, job) -> bytes:
        """Return the PDF of ``job``. Any PdfError leaves the child stopped."""
        self.documents += 1
        deadline = time.monotonic() + self.limits.wall_seconds
        try:
            return self._exchange(job, deadline)
        except TimeoutError as error:
            self.stop()
            raise PdfError("wall") from error
        except frames.TooLarge as error:
            self.stop()
            raise PdfError("size") from error
        except frames.Closed as error:
            raise self._autopsy() from error
        except BaseException:
            self.stop()
            raise

    def _exchange(self, job, deadline):
        frames.send(self.socket, *job.frames(), deadline=deadline)
        answer = json.loads(self._read(deadline))
        if answer["ok"]:
            return self._read(deadline)
        raise PdfError(answer["reason"], answer["detail"])

    def _read(self, deadline):
        return frames.receive(self.socket, deadline=deadline)

    def _autopsy(self):
        # The socket closes a moment before the exit status can be collected.
        try:
            code = self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            code = None
        self.stop()
        reason = "cpu" if code == -signal.SIGXCPU else "killed"
        return PdfError(reason, f"exit {code}")

    def stop(self) -> None:
        """Kill the child, if it still lives, and collect it."""
        self.socket.close()
        self.process.kill()
        self.process.wait()

    def forget(self) -> None:
        """Drop the child without touching it: it belongs to the process we were forked from."""
        self.socket.close()
        self.process.returncode = 0
