"""The files a production starts from: compose, image recipe, gunicorn. No container engine is needed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from quipux.bootstrap.environment import PYTHON, ROOT
from quipux.bootstrap.private import private_servers
from quipux.bootstrap.verify import production
from quipux.configuration import VARIABLES, read

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ("prepare", "web", "worker", "scheduler")
# Read by the container's own programs and not by the settings.
NOT_SETTINGS = {
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "SCHEDULER_MARK",
    "WEB_BIND",
    "WEB_CONCURRENCY",
}


def test_the_composition_has_every_part_of_the_contract():
    assert set(SERVICES) == {"db", "broker", "storage", "prepare", "web", "worker", "scheduler", "nginx"}


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "prepare"])
def test_every_lasting_service_is_watched_and_starts_again(name):
    assert SERVICES[name]["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", OURS)
def test_every_variable_of_our_services_exists_in_the_settings(name):
    assert set(SERVICES[name]["environment"]) <= set(VARIABLES) | NOT_SETTINGS


@pytest.mark.parametrize("name", OURS)
def test_our_services_start_with_their_own_variables(name):
    """With the placeholders filled in as .env would, the settings accept them."""
    given = {key: re.sub(r"\$\{[^}]*\}", "valor", str(value)) for key, value in SERVICES[name]["environment"].items()}
    values = read(production({}) | given)
    assert values["STORAGE_URL"]["bucket"] == "quipux"
    assert values["QUIPUX_DELIVERY"] == "accel"


@pytest.mark.parametrize("name", OURS)
def test_our_services_may_do_little_on_their_machine(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_names_is_declared(name):
    service = SERVICES[name]
    assert set(service["networks"]) <= set(COMPOSE["networks"])
    assert set(service.get("depends_on", {})) <= set(SERVICES)
    for volume in service.get("volumes", []):
        source = volume.split(":")[0]
        assert source in COMPOSE["volumes"] or source.startswith("${") or (ROOT / source).exists(), volume


def test_only_the_proxy_has_a_port_and_only_the_worker_reaches_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]
    assert [name for name, service in SERVICES.items() if "outside" in service["networks"]] == ["worker"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert COMPOSE["networks"]["vault"]["internal"] is True


def test_a_service_shares_a_network_with_everything_it_talks_to():
    talks = {"web": ("db", "broker", "storage"), "worker": ("db", "broker", "storage"), "nginx": ("web", "storage")}
    for name, others in talks.items():
        for other in others:
            assert set(SERVICES[name]["networks"]) & set(SERVICES[other]["networks"]), (name, other)


@pytest.mark.skipif(
    not shutil.which("docker") or subprocess.run(["docker", "compose", "version"], capture_output=True).returncode != 0,
    reason="no docker compose plugin on this machine",
)
def test_the_composition_is_accepted_by_docker_compose(tmp_path):
    variables = "POSTGRES_PASSWORD=x\nAWS_ACCESS_KEY_ID=x\nAWS_SECRET_ACCESS_KEY=x\nQUIPUX_TLS=/tls\n"
    (tmp_path / ".env").write_text(variables)
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)
    done = subprocess.run(["docker", "compose", "config", "--quiet"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_image_holds_every_folder_the_code_imports_and_runs_as_nobody_special():
    recipe = (ROOT / "quipux/deploy/Dockerfile").read_text()
    copied = set(re.findall(r"^COPY (\w+) \w+$", recipe, re.MULTILINE))
    apps = {name.split(".")[0] for name in settings.INSTALLED_APPS if (ROOT / name.split(".")[0]).is_dir()}
    assert apps | {"templates", "static"} == copied
    allowed = set(re.findall(r"^!(\w[\w.]*)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    assert allowed == copied | {"manage.py", "pyproject.toml", "requirements.txt"}
    assert recipe.index("\nUSER quipux") < recipe.index("\nCMD")
    assert "--require-hashes" in recipe


def test_the_example_of_dotenv_serves_the_composition():
    named = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text()))
    assert named - {"POSTGRES_PASSWORD", "QUIPUX_TLS"} <= NOT_SETTINGS
    head = (ROOT / "docker-compose.yml").read_text().split("name: quipux")[0]
    assert all(name in head for name in named), "the comment on top tells what .env must hold"


@pytest.mark.long
def test_the_steps_of_the_image_give_static_files_names_of_their_content(tmp_path):
    """In a copy of the project, with the variables of a production."""
    copy = tmp_path / "srv"
    for name in ("quipux", "accounts", "institutions", "documents", "backups", "templates", "static"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("manage.py", "pyproject.toml"):
        shutil.copy(ROOT / name, copy / name)
    with private_servers() as servers:
        environ = {"PATH": os.environ["PATH"], **production(servers)}
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], cwd=copy, env=environ, check=True
        )
        found = subprocess.run(
            [sys.executable, "-c", "import quipux.wsgi"], cwd=copy, env=environ, capture_output=True, text=True
        )
        assert found.returncode == 0, found.stderr
    names = {path.name for path in Path(copy / "staticfiles").rglob("*.css")}
    assert any(re.search(r"\.[0-9a-f]{12}\.css$", name) for name in names)


def test_the_lock_of_the_tests_holds_every_pin_of_the_product():
    def pins(name):
        return set(re.findall(r"^([A-Za-z0-9._-]+==\S+)", (ROOT / name).read_text(), re.MULTILINE))

    assert pins("requirements.txt") <= pins("tests/requirements.txt")


def test_no_lock_names_a_package_host_or_a_path_of_a_machine():
    for name in ("requirements.txt", "tests/requirements.txt"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert "--index-url" not in text
        assert str(ROOT) not in text


def test_the_project_runs_in_its_own_environment():
    assert Path(sys.prefix).resolve() == PYTHON.parent.parent.resolve()
