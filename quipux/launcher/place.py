"""Where a demonstration keeps its things, and the environment its processes share."""

import fcntl
import os
import secrets
import shutil
import socket
from hashlib import sha256
from pathlib import Path

from quipux import servers
from quipux.bootstrap.environment import DATA, DEMO_ENVIRONMENT, ROOT, stop

# Small, so that a backup of the whole demonstration has three parts, whatever its size.
_PART_BYTES_PER_DOCUMENT = 24_000
_SMALLEST_PART_BYTES = 1_000_000
_GIVEN = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "STORAGE_URL", "EMAIL_URL", "QUIPUX_PART_SIZE")


class Place:
    """The folders of one demonstration.

    `data` lies in the project. `cluster` does too, unless root started the demonstration from a
    folder that the database server's user cannot enter (/root, for example): then the database
    lives in /var/lib/quipux-demo-<hash>, which survives a restart of the machine.
    """

    def __init__(self, data: Path = DATA):
        self.data = data
        self.logs = data / "logs"
        self.filling = data / "filling"
        self.migrated = data / "migrated"
        data.mkdir(mode=0o711, exist_ok=True)
        self.who = servers.server_user("nobody")
        self.cluster_home = _cluster_home(data, self.who)
        self._lock = None

    def claim(self) -> None:
        """Takes the place for this process until it ends; a second demonstration is told where the first is."""
        self._lock = (self.data / "lock").open("a+")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock.seek(0)
            address = self._lock.read().strip() or "otra terminal"
            stop(f"La demostración ya está en marcha: {address}")
        self.logs.mkdir(exist_ok=True)

    def announce(self, address: str) -> None:
        """Leaves the address for who tries to start a second one."""
        self._lock.truncate(0)
        self._lock.write(address)
        self._lock.flush()

    def clear(self) -> None:
        """Forgets the former office: database, stored bytes, mails and logs."""
        for path in self.data.iterdir():
            if path.name == "lock":
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if self.cluster_home != self.data:
            shutil.rmtree(self.cluster_home)
            self.cluster_home.mkdir(mode=0o711)
        self.logs.mkdir(exist_ok=True)

    def environment(self, *, database: str, redis: str, port: int, documents: int) -> dict[str, str]:
        """The variables of the demonstration, kept beside it for `manage.py` in another terminal."""
        mail = self.data / "correo"
        mail.mkdir(exist_ok=True)
        made = {
            "DATABASE_URL": database,
            "REDIS_URL": redis,
            "STORAGE_URL": str(self.data / "almacen"),
            "EMAIL_URL": f"filemail:///{mail}",
            "QUIPUX_PART_SIZE": str(max(documents * _PART_BYTES_PER_DOCUMENT, _SMALLEST_PART_BYTES)),
            **{name: os.environ[name] for name in _GIVEN if os.environ.get(name)},
            "SECRET_KEY": self._secret_key(),
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "QUIPUX_DEMO": "1",
            "QUIPUX_IDENTITY_SOURCE": "stub",
            "QUIPUX_SIGNATURE_PROVIDERS": "desktop,server_p12",
            # All day, so that a request is built at once and not at night.
            "QUIPUX_NIGHT_WINDOW": "00:00-23:59",
            "QUIPUX_PUBLIC_URL": f"http://127.0.0.1:{port}",
            # Certificates for practice, and the time-stamps of their authority, which answers inside each process.
            "QUIPUX_ACCEPT_TEST_CA": "1",
            "QUIPUX_SIGNATURE_TSA_URL": "http://entidad-de-prueba.quipux.invalid/sello",
        }
        DEMO_ENVIRONMENT.touch(mode=0o600)
        DEMO_ENVIRONMENT.write_text("".join(f"{name}={value}\n" for name, value in made.items()))
        return made

    def _secret_key(self) -> str:
        # Kept, so that sessions survive a restart; the prefix makes production refuse it.
        path = self.data / "secret"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text("demo-" + secrets.token_urlsafe(48))
        return path.read_text()


def _cluster_home(data: Path, who: dict) -> Path:
    """Where the database is, or will be: a folder whose permissions changed must not look like an empty office."""
    outside = Path("/var/lib") / f"quipux-demo-{sha256(str(data).encode()).hexdigest()[:10]}"
    if (outside / "pg").exists():
        return outside
    if servers.may_enter(data, who):
        return data
    if (data / "pg").exists():
        stop(
            f"El servidor de base de datos ya no puede entrar a {data}. Dé permiso de paso (chmod o+x) a sus carpetas."
        )
    outside.mkdir(mode=0o711, exist_ok=True)
    return outside


def migrations_digest() -> str:
    """Changes whenever a migration of the project or an installed package does."""
    files = sorted(ROOT.glob("*/migrations/*.py")) + sorted(ROOT.glob("*/*/migrations/*.py"))
    digest = sha256((ROOT / "requirements.txt").read_bytes())
    for path in files:
        if not path.is_relative_to(ROOT / ".venv"):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def free_port(wanted: int) -> int:
    """The wanted port of this machine, or the next one nobody listens on."""
    for port in range(wanted, min(wanted + 200, 65_536)):
        with socket.socket() as probe:
            # A listener that just ended leaves the port waiting, not busy.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    stop(f"No hay un puerto libre desde el {wanted}. Indique otro con --port.")
