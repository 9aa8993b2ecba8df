"""«Alertas y bloqueos»: announced, obeyed and ended by the clock (accounts-portal §11.2)."""

from datetime import datetime, timedelta

import pytest

from documents.composing.sessions import Slip
from documents.models import ComposeSession
from institutions.models import Grant
from quipux import clock
from quipux.errors import Forbidden, Invalid
from quipux.history.models import Entry
from quipux.portal import service_notices
from quipux.portal.models import NoticeKind, ServiceNotice
from tests.backups.pages.reading import Page, words
from tests.cast import PASSWORD, CastClient

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 30, 22, 0, tzinfo=clock.GUAYAQUIL)
ELEVEN = TEN + timedelta(hours=1)
TRAY = "/bandejas/recibidos/"


def announce(sofia, kind=NoticeKind.GENERAL_BLOCK, text="Se actualiza el sistema.", **fields) -> ServiceNotice:
    with clock.frozen_at(TEN - timedelta(days=1)):
        return service_notices.announce(**{"kind": kind, "text": text, "starts_at": TEN, "ends_at": ELEVEN,
                                           "actor": sofia.actor} | fields)  # fmt: skip


def at(hour: str):
    """The clock at ``hour`` of that evening."""
    return clock.frozen_at(
        datetime.combine(TEN.date(), datetime.strptime(hour, "%H:%M").time(), tzinfo=clock.GUAYAQUIL)
    )


def bands(client, path=TRAY) -> str:
    section = Page(client.get(path)).find("section", aria_label="Avisos del sistema")
    return "" if section is None else words(section)


def test_a_50_a_general_block_warns_at_2140_and_2152_closes_at_22_and_opens_by_itself(client, ana, sofia):
    announce(sofia)
    desk, told = client(ana), {}
    for hour in ("21:39", "21:40", "21:52"):
        with at(hour):
            told[hour] = bands(desk)
    assert told["21:39"] == ""
    assert "se cerrará por mantenimiento a las 22:00 (GMT-5). Guarde su trabajo." in told["21:40"]
    assert "a las 22:00 (GMT-5). Guarde ahora: su sesión terminará." in told["21:52"]
    with at("22:15"):
        closed = desk.get(TRAY)
        assert closed.status_code == 503
        assert closed["Retry-After"] == str(45 * 60)
        assert "Se actualiza el sistema." in Page(closed).text
        assert not desk.session.get("_auth_user_id")
        assert CastClient().get("/").status_code == 503
        assert CastClient().get("/estado/").status_code == 200
        assert CastClient().get("/salud/viva").status_code == 200
    with at("23:00"):
        assert client(ana).get(TRAY).status_code == 200


def test_a_50_what_is_being_typed_when_it_closes_is_kept(client, ana, sofia):
    announce(sofia)
    Grant.objects.create(appointment=ana.appointment, permission="create_outgoing")
    desk = client(ana)
    with at("21:50"):
        slip = Slip.of(ana.actor)
    with at("22:01"):
        answer = desk.post("/documentos/nuevo/", {"ficha": slip.sign(), "asunto": "Texto a medio escribir"})
    assert answer.status_code == 503
    assert "Su texto está guardado." in Page(answer).text
    assert ComposeSession.objects.get().payload["asunto"] == "Texto a medio escribir"


def test_a_50_the_people_it_names_and_its_author_go_on_and_can_enter(client, ana, bruno, sofia):
    notice = announce(sofia, excepted=[bruno.user])
    for person in (ana, bruno):
        person.user.set_password(PASSWORD)
        person.user.save()
    with at("22:15"):
        assert client(bruno).get(TRAY).status_code == 200
        assert client(sofia).get("/admin/portal/avisos/").status_code == 200
        entering = {p: CastClient().post("/ingresar/", {"username": p.user.identity_number, "password": PASSWORD})
                    for p in (ana, bruno)}  # fmt: skip
        assert [answer.status_code for answer in entering.values()] == [422, 302]
        assert "Se actualiza el sistema." in Page(entering[ana]).text
        service_notices.cancel(notice, reason="Se terminó antes", actor=sofia.actor)
        assert client(ana).get(TRAY).status_code == 200


def test_a_block_of_logins_lets_who_is_in_go_on(client, ana, sofia):
    announce(sofia, NoticeKind.LOGIN_BLOCK)
    ana.user.set_password(PASSWORD)
    ana.user.save()
    with at("21:45"):
        assert "Desde las 22:00 (GMT-5) no se podrá ingresar" in bands(client(ana))
    with at("22:15"):
        assert client(ana).get(TRAY).status_code == 200
        answer = CastClient().post("/ingresar/", {"username": ana.user.identity_number, "password": PASSWORD})
        assert answer.status_code == 422
        wrong = CastClient().post("/ingresar/", {"username": ana.user.identity_number, "password": "otra"})
        assert "Se actualiza el sistema. " not in Page(wrong).find("div", class_="govuk-error-summary").itertext()


def test_an_alert_is_shown_to_everybody_while_it_lasts_and_closes_nothing(client, ana, sofia):
    announce(sofia, NoticeKind.ALERT, "El viernes es feriado.")
    seen = {}
    for hour in ("21:50", "22:30", "23:00"):
        with at(hour):
            seen[hour] = (bands(client(ana)), bands(CastClient(), "/estado/"))
    assert seen["21:50"] == seen["23:00"] == ("", "")
    assert all("Alerta: El viernes es feriado. Hasta el 2026-11-30 23:00 (GMT-5)." in text for text in seen["22:30"])


def test_the_clock_ends_it_once_and_the_recorrido_says_so(sofia):
    notice = announce(sofia)
    with clock.frozen_at(ELEVEN):
        assert [service_notices.end_due(), service_notices.end_due()] == [{"ended": 1}, {"ended": 0}]
    notice.refresh_from_db()
    assert notice.state == "ended"
    assert [(e.action, e.actor_name) for e in Entry.objects.of(notice)] == [
        ("ended", "Sistema"), ("announced", sofia.user.full_name)]  # fmt: skip


def test_only_operators_announce_and_the_period_must_make_sense(ana, sofia):
    with pytest.raises(Forbidden):
        announce(ana)
    for ends_at in (TEN, TEN - timedelta(days=2), TEN + timedelta(days=32)):
        with pytest.raises(Invalid):
            announce(sofia, ends_at=ends_at)
    assert not ServiceNotice.objects.exists()


def test_the_page_announces_names_wrong_cedulas_and_cancels_with_a_reason(client, ana, sofia):
    desk, path = client(sofia), "/admin/portal/avisos/"
    data = {"tipo": "general_block", "texto": "Cambio de discos", "desde": "2026-11-30 22:00", "hasta": "2026-11-30 23:00",
            "exceptuadas": f"{ana.user.identity_number}\n1710034065"}  # fmt: skip
    with clock.frozen_at(TEN - timedelta(days=1)):
        assert "Una de las cédulas escritas no consta." in Page(desk.post(path, data)).text
        assert desk.post(path, data | {"exceptuadas": ana.user.identity_number})["Location"] == path
        notice = ServiceNotice.objects.get()
        assert (notice.starts_at, set(notice.excepted.all())) == (TEN, {ana.user, sofia.user})
        assert "Complete el campo «Motivo»." in Page(desk.post(f"{path}{notice.uuid}/", {})).text
        desk.post(f"{path}{notice.uuid}/", {"motivo": "Se aplazó"})
        assert "Se aplazó" in Page(desk.get(f"{path}{notice.uuid}/")).text
        assert desk.post(f"{path}{notice.uuid}/", {"motivo": "Otra vez"}).status_code == 422
