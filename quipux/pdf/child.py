"""The child: ``python -m quipux.pdf.child SOCKET PARENT LIMITS``. Reads jobs until its socket closes."""

import gc
import json
import signal
import socket
import sys

from . import frames, sandbox
from .job import Job, Limits


def main(descriptor: str, parent: str, limits: str) -> None:
    """Lock this process up, say how, and serve documents one after another."""
    # Ctrl-C in a terminal reaches the whole group; when to stop is the parent's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sock = socket.socket(fileno=int(descriptor))
    limits = Limits(**json.loads(limits))
    cage = sandbox.Sandbox(limits, parent=int(parent))
    cage.leave_the_network()
    cage.limit_resources()
    # Imported inside the limits; everything it loads lazily is loaded before the files close.
    from .typesetting import Typesetter

    typesetter = Typesetter()
    typesetter.warm_up()
    cage.close_the_files()
    gc.collect()
    gc.freeze()
    frames.send(sock, json.dumps(cage.report).encode())
    serve(sock, typesetter, cage)


def serve(sock, typesetter, cage) -> None:
    """Answer each job with a verdict and, if it went well, the PDF; leave after a failure."""
    while (job := _next_job(sock)) is not None:
        cage.grant_cpu()
        try:
            answer = _answer(typesetter, job)
        except Exception as error:  # noqa: BLE001 - whatever it was, the parent tells the person and starts anew
            frames.send(sock, _refusal(error))
            return
        frames.send(sock, *answer)
        del job, answer
        # While nobody waits: cycles of the last document would make the next one slower.
        gc.collect()


def _next_job(sock):
    try:
        return Job.from_frames(lambda: frames.receive(sock))
    except frames.Closed:
        return None


def _answer(typesetter, job):
    return json.dumps({"ok": True}).encode(), typesetter.typeset(job)


def _refusal(error):
    # MemoryError and RecursionError also arrive wrapped by the library that met them first.
    kinds = {type(error), type(error.__cause__), type(error.__context__)}
    reason = "memory" if MemoryError in kinds else "nesting" if RecursionError in kinds else "content"
    return json.dumps({"ok": False, "reason": reason, "detail": type(error).__name__}).encode()


if __name__ == "__main__":
    main(*sys.argv[1:])
