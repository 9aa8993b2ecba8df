"""The Registro Civil: who asks, what for, how often, and what stays of it (accounts-portal §3)."""

import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.urls import reverse

from accounts import data_changes
from accounts.identity_source import services, sources
from accounts.identity_source.sources import Record, Service, Unavailable
from quipux.accesslog.models import AccessEntry, Event
from quipux.errors import Forbidden, NotAllowedNow
from quipux.history.models import Entry
from quipux.limits.services import take
from tests.backups.pages.reading import Page
from tests.cast import CastClient

pytestmark = pytest.mark.django_db
ROSA, NOBODY = "1712345675", "2400000002"
CITIZEN, PURPOSE = "/ventanilla/ciudadanos/nuevo/", "Carta que trae en persona"


@pytest.fixture
def connected(settings):
    settings.QUIPUX_IDENTITY_SOURCE = "stub"


def asked(person, cedula=ROSA, purpose=PURPOSE, **more):
    return CastClient()(person).post(
        CITIZEN, {"accion": "consultar", "identidad": cedula, "proposito": purpose, **more}
    )


def lookups():
    return Entry.objects.filter(action="civil_lookup")


def test_a_06_the_names_come_with_a_purpose_and_the_look_up_is_logged_without_them(connected, desk):
    page = Page(asked(desk, telefono="022222222"))
    assert page.response.status_code == 200
    assert (page.fields()["nombres"], page.fields()["apellidos"]) == ("Rosa Elena", "Quishpe Ñacata")
    assert page.fields()["telefono"] == "022222222"
    entry = lookups().get()
    assert (entry.actor_name, entry.comment) == (desk.user.full_name, PURPOSE)
    assert not any(word in json.dumps(entry.details) + entry.comment for word in (ROSA, "Rosa", "Quishpe"))


def test_a_06_without_a_purpose_without_login_or_without_the_right_it_is_refused(connected, desk, ana, client):
    assert services.NO_PURPOSE in Page(asked(desk, purpose="  ")).text
    assert client.post(CITIZEN, {"accion": "consultar", "identidad": ROSA, "proposito": PURPOSE})[
        "Location"
    ].startswith("/ingresar/")
    assert asked(ana).status_code == 403
    for nobody in (None, ana.actor):
        with pytest.raises(Forbidden):
            services.look_up(None, ROSA, purpose=PURPOSE, actor=nobody)
    assert not lookups().exists()


def test_a_06_the_sixty_first_in_an_hour_is_refused_and_said(connected, desk, nelly):
    for _ in range(services.PER_HOUR - 1):
        take(services.ACT, desk.user.pk, limit=services.PER_HOUR, period=services.HOUR)
    assert asked(desk).status_code == 200
    refused = asked(desk, apellidos="Lo escrito")
    assert refused.status_code == 429
    assert services.TOO_MANY in Page(refused).text
    assert Page(refused).fields()["apellidos"] == "Lo escrito"
    assert lookups().count() == 1
    assert AccessEntry.objects.get(object_kind=services.ACT).event == Event.DENIED
    assert (
        services.look_up(None, ROSA, purpose=PURPOSE, actor=nelly.actor).surnames == "Quishpe Ñacata"
    )  # of another person


def test_what_is_wrong_with_the_number_is_said_and_nothing_is_asked(connected, desk):
    assert "El dígito verificador no corresponde" in Page(asked(desk, "1710034066")).text
    assert not lookups().exists()
    assert "no tiene a nadie" in Page(asked(desk, NOBODY)).text


def test_without_a_source_no_page_speaks_of_it_and_everything_goes_on(desk):
    assert "Registro Civil" not in Page(CastClient()(desk).get(CITIZEN)).text
    with pytest.raises(NotAllowedNow):
        services.look_up(None, ROSA, purpose=PURPOSE, actor=desk.actor)


def test_an_administrator_fills_the_names_of_a_new_servant(connected, diego):
    entered, address = CastClient()(diego), reverse("institutions:person_create")
    data = {"tipo": "cedula", "numero": ROSA, "accion": "consultar", "proposito": "Nombramiento", "title": "Analista"}
    page = Page(entered.post(address, data))
    assert (page.fields()["nombres"], page.fields()["title"]) == ("Rosa Elena", "Analista")


def test_a_validadora_reads_it_beside_what_was_proposed(connected, nelly, desk, gina):
    change = data_changes.propose(gina.user, {"surnames": "Quishpe", "identity_number": ROSA}, actor=gina.actor)
    page = Page(CastClient()(nelly).post(reverse("admin:citizens:change", args=[change.uuid]),
                                         {"accion": "consultar", "proposito": "Revisar el cambio"}))  # fmt: skip
    assert "Registro Civil" in page.text
    assert "Quishpe Ñacata" in page.text
    change.refresh_from_db()
    assert change.state == "pending"


# The service ------------------------------------------------------------------------------------------


@contextmanager
def serving(status, body, seen):
    """A service of the contract on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            seen.append((self.path, self.headers["Authorization"], question))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/otra")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            """Nothing to standard error."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/personas"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_service_is_asked_by_post_so_that_no_log_has_the_number():
    seen, body = [], json.dumps({"nombres": " Rosa\n Elena", "apellidos": "Quishpe", "fallecido": True}).encode()
    with serving(200, body, seen) as address:
        assert Service(address, "ficha-de-veinte-letras").find(ROSA, PURPOSE) == Record("Rosa Elena", "Quishpe", True)
    assert seen == [("/personas", "Bearer ficha-de-veinte-letras", {"cedula": ROSA, "proposito": PURPOSE})]


@pytest.mark.parametrize(("status", "body"), [
    (200, b"no es JSON"), (200, b"[]"), (200, b'{"nombres": 1, "apellidos": "x"}'), (302, b""), (500, b""),
    (200, b'"' + b"x" * (sources.LARGEST + 1) + b'"'),
])  # fmt: skip
def test_an_answer_outside_the_contract_is_no_answer_and_redirects_are_not_followed(status, body):
    seen = []
    with serving(status, body, seen) as address, pytest.raises(Unavailable):
        Service(address, None).find(ROSA, PURPOSE)
    assert len(seen) == 1


def test_a_service_that_is_slow_or_gone_lets_people_go_on(monkeypatch, settings, desk):
    with serving(404, b"", []) as address:
        assert Service(address, None).find(ROSA, PURPOSE) is None
    settings.QUIPUX_IDENTITY_SOURCE = address  # nobody listens there any more
    answer = asked(desk)
    assert (answer.status_code, sources.SILENT in Page(answer).text) == (503, True)
    assert lookups().count() == 1  # the question was made
