"""What the child gives up before it reads its first document (safety.md 2.6).

Each step works alone where the platform offers it and the report says which ones did: resource
limits everywhere, the network namespace, Landlock and the death signal on Linux. An audit hook
refuses files, sockets and programs inside Python whatever the kernel allows.
"""

import ctypes
import math
import os
import resource
import signal
import sys
import time
from pathlib import Path

from . import landlock

PROJECT = Path(__file__).resolve().parents[2]
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE = 1, 4
REFUSED_EVENTS = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "os.remove",
    "os.rename",
)
FONT_FOLDERS = (
    "/etc/fonts",
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/usr/share/fontconfig",
    "/var/cache/fontconfig",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "~/.cache/fontconfig",
)


class Sandbox:
    """Locks the calling process up, step by step; ``report`` tells the doctor what holds."""

    def __init__(self, limits, *, parent: int):
        self.limits = limits
        self.parent = parent
        self.report = {"limits": True, "audit_hook": True, "notes": []}

    def leave_the_network(self) -> None:
        """Enter an empty network namespace and die with the parent. Needs a single thread."""
        linux = sys.platform == "linux"
        # A user namespace first: without it only root may make the other one.
        done = linux and any(_call("unshare", flags) for flags in (CLONE_NEWUSER | CLONE_NEWNET, CLONE_NEWNET))
        self._note("network_namespace", done, "La plataforma no permite una red propia y vacía al proceso de PDF.")
        # After the namespaces: a change of credentials clears the signal.
        done = linux and _call("prctl", PR_SET_PDEATHSIG, signal.SIGKILL) and _call("prctl", PR_SET_DUMPABLE, 0)
        self._note("dies_with_parent", done, "El proceso de PDF solo termina al cerrarse su canal.")
        if os.getppid() != self.parent:
            sys.exit("the parent is gone")

    def limit_resources(self) -> None:
        """Set the limits that hold from the start: memory, descriptors, no core dump."""
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)  # a parent that ignores it would hand that down
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
        try:
            resource.setrlimit(resource.RLIMIT_AS, (self.limits.memory_bytes, self.limits.memory_bytes))
        except (OSError, ValueError):  # macOS has the name but refuses the limit
            self._note("limits", False, "La plataforma no limita la memoria del proceso de PDF.")

    def close_the_files(self) -> None:
        """Leave nothing to open but fonts and Python's own library, nothing to write at all."""
        os.chdir("/")
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        folders = _readable_folders()
        done = landlock.restrict(folders)
        self._note("landlock", done, "El núcleo no ofrece Landlock: los archivos se cierran solo dentro de Python.")
        sys.addaudithook(_refuse_all_but(folders))

    def grant_cpu(self) -> None:
        """Give the next document its seconds of processor on top of what was used so far."""
        soft = math.ceil(time.process_time()) + self.limits.cpu_seconds
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))

    def _note(self, name, done, complaint):
        self.report[name] = bool(done)
        if not done:
            self.report["notes"].append(complaint)


def _call(name, *arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    return getattr(libc, name)(*map(ctypes.c_ulong, arguments)) == 0


def _readable_folders():
    variables = [os.environ.get(name) for name in ("FONTCONFIG_PATH", "FONTCONFIG_FILE")]
    wanted = [*filter(None, sys.path), *FONT_FOLDERS, *filter(None, variables)]
    folders = {Path(path).expanduser().resolve() for path in wanted}
    # Never the project's own folder, nor one around it: it holds settings and may hold data.
    return sorted(str(folder) for folder in folders if not PROJECT.is_relative_to(folder))


def _refuse_all_but(folders):
    allowed = tuple(folder + os.sep for folder in folders)

    def hook(event, arguments):
        if event == "open":
            path, _mode, flags = arguments
            if isinstance(path, int) or _may_read(path, flags, allowed):
                return
        elif not event.startswith(REFUSED_EVENTS):
            return
        raise PermissionError(f"refused by the sandbox: {event}")

    return hook


def _may_read(path, flags, allowed):
    if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        return False
    return os.path.realpath(os.fsdecode(path)).startswith(allowed)
