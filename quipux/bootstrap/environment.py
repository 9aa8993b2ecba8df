"""The Python environment and the system packages, made with the standard library alone."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
DATA = ROOT / ".data"
DEMO_ENVIRONMENT = DATA / "demo.env"
_INSTALLER = "uv==0.13.9"
_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


def say(message: str) -> None:
    """One line for the person at the terminal, at once."""
    print(f"[quipux] {message}", flush=True)


def stop(message: str) -> None:
    """Ends the command with a sentence instead of a traceback."""
    raise SystemExit(f"[quipux] {message}")


def is_root() -> bool:
    return os.geteuid() == 0


def enter_environment() -> None:
    """Runs this same command with the project's own Python, and with the demo's variables if nothing else is set.

    So `python3 manage.py doctor` works beside a running demo from any terminal.
    """
    if PYTHON.exists() and Path(sys.prefix).resolve() != VENV.resolve():
        os.execv(PYTHON, [str(PYTHON), *sys.argv])
    if "DATABASE_URL" not in os.environ and not (ROOT / ".env").exists() and DEMO_ENVIRONMENT.exists():
        lines = DEMO_ENVIRONMENT.read_text().splitlines()
        os.environ.update(line.split("=", 1) for line in lines if "=" in line)


def install_python_packages(lock: str) -> None:
    """Makes .venv and installs a hashed lock file, once per content of that file.

    `lock` is a path relative to the project. uv is several times faster; pip is the way when it
    cannot be had, for example behind a mirror that only pip is configured for.
    """
    path = ROOT / lock
    if _mark(lock).exists() and PYTHON.exists():
        return
    begun = time.monotonic()
    if not PYTHON.exists():
        _make_venv()
    _install(path)
    _mark(lock).touch()
    say(f"Paquetes de Python listos en {time.monotonic() - begun:.0f} s")


def _mark(lock: str) -> Path:
    return VENV / f".installed-{hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()[:16]}"


def install_test_packages() -> None:
    """The tests' lock, which holds every pin of the product's lock too (a house test compares them)."""
    install_python_packages("tests/requirements.txt")
    _mark("requirements.txt").touch()


def _make_venv() -> None:
    say("Preparando el entorno de Python en .venv")
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if made.returncode and "ensurepip" in made.stdout + made.stderr:
        # Debian ships Python without venv's second half.
        shutil.rmtree(VENV, ignore_errors=True)
        install_system_packages({f"python{sys.version_info.major}.{sys.version_info.minor}-venv": False})
        made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if made.returncode:
        stop(f"No se pudo crear .venv:\n{made.stdout}{made.stderr}")


def _install(lock: Path) -> None:
    quiet = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    pip = [str(PYTHON), "-m", "pip", "install", "-q"]
    # The machine's own certificates, for offices whose proxy signs the traffic; a bare one has none.
    certificates = ["--system-certs"] if _CERTIFICATES.exists() else []
    uv = [str(VENV / "bin" / "uv"), "pip", "install", "-q", *certificates, "--python", str(PYTHON)]
    hashed = ["--require-hashes", "-r", str(lock)]
    try:
        subprocess.run([*pip, _INSTALLER], check=True, env=quiet, stderr=subprocess.DEVNULL)
        subprocess.run([*uv, *hashed], check=True, env=quiet, stderr=subprocess.DEVNULL)
    except (subprocess.CalledProcessError, OSError):
        say("uv no está disponible; se instala con pip (más lento)")
        tried = subprocess.run([*pip, *hashed], env=quiet, capture_output=True, text=True)
        if tried.returncode:
            stop(f"No se pudieron instalar los paquetes de Python:\n{tried.stderr[-2000:]}")


def install_system_packages(needed: dict[str, bool]) -> None:
    """Installs what is missing when root, else prints the exact line and stops.

    `needed` maps each Debian package to whether it is already there.
    """
    missing = [package for package, present in needed.items() if not present]
    if not missing:
        return
    if not is_root() or not shutil.which("apt-get"):
        line = "apt-get update && apt-get install -y --no-install-recommends " + " ".join(missing)
        stop(f"Falta software del sistema. Ejecute como root y vuelva a intentar:\n\n  {line}\n")
    begun = time.monotonic()
    say(f"Instalando del sistema: {' '.join(missing)}")
    # An unattended upgrade may hold the lock for minutes on a fresh machine.
    apt = ["apt-get", "-o", "DPkg::Lock::Timeout=300"]
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    updated = subprocess.run([*apt, "update", "-qq"], **quiet)
    installed = subprocess.run([*apt, "install", "-y", "-qq", "--no-install-recommends", *missing], **quiet)
    if installed.returncode:
        hint = "no se pudo leer la lista de paquetes" if updated.returncode else "apt-get falló"
        stop(f"No se pudo instalar {' '.join(missing)}: {hint}.")
    say(f"Paquetes del sistema listos en {time.monotonic() - begun:.0f} s")
