"""The first page of the administration, and who is inside (accounts-portal §12)."""

import pytest

from accounts.models import Role
from accounts.models.sessions import OpenSession
from quipux import clock
from quipux.accesslog.models import AccessEntry, Event, Result
from quipux.runs import services as runs
from tests.accounts.roles.test_roles import propose, staff
from tests.backups import making
from tests.backups.pages.reading import Page
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def tomas():
    return staff("Tomás Vera", Role.SUPERADMIN)


def waiting(client, person) -> dict[str, str]:
    return {row[0]: row[1] for row in Page(client(person).get("/admin/")).rows("Lo que espera")}


def test_the_first_page_counts_what_waits(client, tomas, ana, bruno, settings):
    settings.QUIPUX_SYSTEM_BACKUP_FOLDER = "/mnt/copias"
    before = waiting(client, tomas)
    making.approved(ana, bruno)
    propose(make_user("Rosa Lema"), tomas)
    runs.run("copy_system", lambda: 1)
    after = waiting(client, tomas)
    changed = {label for label in after if after[label] != before[label]}
    assert {"Respaldos por generar", "Roles por confirmar", "Última copia de seguridad"} <= changed
    assert after["Último simulacro de restauración"] == "0"
    assert "Ana Torres" not in client(tomas).get("/admin/").content.decode()


def test_it_takes_as_many_queries_whatever_waits(client, tomas, ana, bruno, django_assert_max_num_queries):
    browser = client(tomas)
    browser.get("/admin/")
    making.approved(ana, bruno)
    with django_assert_max_num_queries(45):
        browser.get("/admin/")


def test_open_sessions_and_locks_are_shown_and_ended_by_the_mesa_alone(client, ana, bruno):
    client(ana).get("/bandejas/recibidos/")
    now = clock.now()
    OpenSession.objects.create(person=ana.user, began_at=now, last_used_at=now, idle_minutes=60, device="Firefox",
                               network="10.0.0.7")  # fmt: skip
    AccessEntry.objects.create(at=now, event=Event.LOCK, user=bruno.user, result=Result.REFUSED, network="10.0.0.9")
    address = "/admin/personas/sesiones/"
    desk, viewer = client(staff("Mesa Uno", Role.DESK)), client(staff("Solo Mira", Role.VIEWER))
    page = Page(desk.get(address))
    assert "Ana Torres" in [row[0] for row in page.rows("Sesiones abiertas")]
    assert [row[0] for row in page.rows("Cuentas que el ingreso bloqueó")] == ["Bruno Salas"]
    act = {"persona": ana.user.pk, "accion": "sesiones"}
    assert viewer.post(address, act).status_code == 403
    told = desk.post(address, act, follow=True)
    assert "Se cerraron las sesiones de Ana Torres." in told.content.decode()
    assert not OpenSession.objects.filter(person=ana.user, ended_at=None).exists()
    assert AccessEntry.objects.filter(event=Event.EXPULSION, user=ana.user).exists()
    assert desk.post(address, {"persona": bruno.user.pk, "accion": "desbloquear"}).status_code == 302
    assert desk.post(address, {"persona": "nadie", "accion": "sesiones"}).status_code == 404
