"""The pages of the SGE in a real browser: axe, both sizes, the policy, without scripts too (U-32, U-38, U-43)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from backups.models import BackupRequest, SupportQuestion, Worker
from backups.services import operating, running
from quipux import clock
from tests import factories
from tests.backups import making
from tests.cast import servant
from tests.looks import faults, unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visit(browser, live_server, client):
    """Opens pages as a person of the SGE, at a size, with scripts or without; a complaint of the policy fails."""
    opened, complaints = [], []

    def go(person, *, width=1366, height=768, scripts=True):
        context = browser.new_context(java_script_enabled=scripts, viewport={"width": width, "height": height})
        opened.append(context)
        cookie = client(person).cookies["quipux"]
        context.add_cookies([{"name": "quipux", "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda told: complaints.append(told.text) if "Content Security" in told.text else None)
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        return page

    yield go
    for context in opened:
        context.close()
    assert complaints == []


@pytest.fixture
def night(ana, bruno, carla, area, sofia, tomas) -> dict[str, BackupRequest]:
    """Something on every page: a finished backup with a question, a paused, a failed and a waiting one, a worker."""
    done = making.fulfilled(ana, bruno)
    SupportQuestion.objects.create(request=done, person=ana.user, asked_at=clock.now(), reason="Se corta a la mitad")
    operating.remove(done, actor=sofia.actor, reason="Pedido de la institución")
    paused, failed = (making.approved(servant(factories.make_servant(area, name)), bruno)
                      for name in ("Pía Ortiz", "Raúl Coba"))  # fmt: skip
    operating.pause(paused, actor=sofia.actor, reason="Mantenimiento")
    running.fail(making.claim(failed).pk, "7-StoreError")
    waiting = making.approved(carla, ana)
    now = clock.now()
    Worker.objects.create(name="constructor@servidor-1", started_at=now - timedelta(hours=1), seen_at=now,
                          part=done.backup.parts.first(), documents=5200, bytes=9 * 10**8, memory=180 * 2**20)  # fmt: skip
    return {"done": done, "paused": paused, "failed": failed, "waiting": waiting}


def addresses(night) -> dict[str, str]:
    plain = ("board", "queue", "to_schedule", "status", "pending_acts", "calendar", "days_off", "workers", "storage",
             "integrity", "omitted")  # fmt: skip
    found = {name: reverse(f"admin:sge:{name}") for name in plain} | {"front": reverse("admin:index")}
    found["night"] = reverse("admin:sge:night", args=[clock.today().isoformat()])
    for name in ("request", "history", "omissions"):
        found[name] = reverse(f"admin:sge:{name}", args=[night["done"].uuid])
    found["failed"] = reverse("admin:sge:request", args=[night["failed"].uuid])
    for act, key in (("eliminar", "done"), ("responder", "done"), ("extender", "done"), ("pausar", "waiting")):
        found[act] = reverse("admin:sge:act", args=[night[key].uuid, act])
    return found


def test_u_32_u_43_every_page_of_the_sge_is_accessible_and_fits(visit, live_server, sofia, night):
    page = visit(sofia)
    for name, path in addresses(night).items():
        page.goto(live_server.url + path)
        for details in page.locator("main summary").all():
            details.click()
        assert unsound(page) == [], name


def test_errors_of_the_forms_take_the_focus_and_stay_accessible(visit, live_server, sofia, night):
    page = visit(sofia)
    page.goto(live_server.url + addresses(night)["pausar"])
    page.get_by_role("button", name="Pausar").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert faults(page) == []
    page.goto(live_server.url + addresses(night)["night"])
    page.get_by_role("button", name="Guardar capacidad").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert faults(page) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_b_28_several_are_calendarized_with_the_keyboard_and_without_scripts(visit, live_server, sofia, night, scripts):
    page = visit(sofia, scripts=scripts)
    page.goto(live_server.url + addresses(night)["to_schedule"])
    for key in ("waiting", "failed"):
        page.get_by_label(f"Seleccionar la solicitud {night[key].number}").press("Space")
    page.get_by_role("button", name="Calendarizar").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Calendarización de Solicitud.")
    assert not scripts or faults(page) == []
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    page.get_by_label("Fecha a ejecutar:").fill(tomorrow)
    page.get_by_role("button", name="Ver el efecto").press("Enter")
    expect(page.get_by_text("Si aprueba estas 2, la última termina")).to_be_visible()
    page.get_by_role("button", name="Grabar").press("Enter")
    expect(page.get_by_role("heading", name=f"Calendarizadas para la noche del {tomorrow}: 2")).to_be_visible()
    assert not scripts or faults(page) == []
