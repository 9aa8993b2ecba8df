"""What a request says twice, or says in two ways, is read in one way by all who read it (safety S-75)."""

import os
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from quipux.bootstrap.environment import ROOT
from quipux.servers import die_with_parent
from quipux.web.parameters import FirstParameterMiddleware, FirstValues
from tests.deploy.proxy import Proxy, free_port

SMUGGLED = "GET /contrabando/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
AMBIGUOUS = {
    "length and chunks": f"Content-Length: {len(SMUGGLED) + 5}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{SMUGGLED}",
    "two lengths": f"Content-Length: 0\r\nContent-Length: {len(SMUGGLED)}\r\n\r\n{SMUGGLED}",
    "two lengths in one": f"Content-Length: 0, {len(SMUGGLED)}\r\n\r\n{SMUGGLED}",
    "a signed length": f"Content-Length: +{len(SMUGGLED)}\r\n\r\n{SMUGGLED}",
    "a hidden length": f"Content-Length : {len(SMUGGLED)}\r\n\r\n{SMUGGLED}",
    "unknown chunks": f"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{SMUGGLED}",
    "chunks without a size": f"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n{SMUGGLED}",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The web server as production starts it, with an application that answers what it understood."""
    port, log = free_port(), tmp_path_factory.mktemp("web") / "web.log"
    environment = {**os.environ, "WEB_BIND": f"127.0.0.1:{port}", "WEB_CONCURRENCY": "1"}
    command = [sys.executable, "-m", "gunicorn", "-c", "quipux/deploy/gunicorn.py", "tests.server.echo:application"]
    with log.open("w") as written:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=written, stdout=written,
                                   preexec_fn=die_with_parent())  # fmt: skip
    limit = time.monotonic() + 30
    while not _listens(port):
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < limit, log.read_text()
        time.sleep(0.02)
    yield port
    process.terminate()
    process.wait(20)


def _listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def proxy(server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("proxy")
    made = Proxy(folder, web=f"127.0.0.1:{server}", storage="127.0.0.1:9", files=folder, patience="1s")
    made.start()
    yield made
    made.stop()


def answered(line, text: str) -> str:
    """Everything that comes back until the other side closes."""
    line.settimeout(10)
    line.sendall(text.encode("latin-1"))
    said = b""
    while piece := line.recv(65536):
        said += piece
    return said.decode("latin-1")


def asked_of_the_server(server, text):
    with socket.create_connection(("127.0.0.1", server)) as line:
        return answered(line, text)


def asked_of_the_proxy(proxy, text):
    trusted = ssl.create_default_context(cafile=str(Path(proxy.folder) / "fullchain.pem"))
    with (
        socket.create_connection(("127.0.0.1", proxy.port)) as plain,
        trusted.wrap_socket(plain, server_hostname="localhost") as line,
    ):
        return answered(line, text)


@pytest.mark.parametrize("headers", AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_s_75_a_body_of_two_lengths_is_refused_and_what_it_hides_is_no_request(server, proxy, headers):
    text = f"POST /entrada/ HTTP/1.1\r\nHost: localhost\r\n{headers}"
    for said in (asked_of_the_server(server, text), asked_of_the_proxy(proxy, text)):
        assert said.split(maxsplit=2)[1] in ("400", "501"), said[:200]
        assert "/contrabando/" not in said
        assert said.count("HTTP/1.1 ") <= 1


def test_s_75_the_method_is_the_one_of_the_request_whatever_headers_or_fields_say(server, proxy):
    body = "_method=DELETE"
    text = (f"POST /entrada/?_method=PUT HTTP/1.1\r\nHost: localhost\r\nX-HTTP-Method-Override: DELETE\r\nX-Method-Override: PUT\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}")  # fmt: skip
    for said in (asked_of_the_server(server, text), asked_of_the_proxy(proxy, text)):
        assert "POST /entrada/" in said.splitlines()


@pytest.mark.django_db
def test_s_75_a_page_takes_no_other_method_from_a_header_or_a_field(client, ana):
    entered = client(ana)
    for hidden in ({"headers": {"X-HTTP-Method-Override": "POST"}}, {"query_params": {"_method": "POST"}}):
        assert entered.get("/salir/", **hidden).status_code == 405
    assert entered.get("/bandejas/recibidos/").status_code == 200


def test_s_75_of_a_parameter_that_comes_twice_the_first_is_the_value():
    request = RequestFactory().post("/?texto=uno&texto=dos", "accion=ver&accion=borrar&ids=1&ids=2",
                                    content_type="application/x-www-form-urlencoded")  # fmt: skip
    FirstParameterMiddleware(lambda asked: asked)(request)
    assert (request.GET["texto"], request.GET.get("texto"), request.GET.getlist("texto")) == (
        "uno",
        "uno",
        ["uno", "dos"],
    )
    assert request.POST.dict() == {"accion": "ver", "ids": "1"}
    assert request.POST.getlist("ids") == ["1", "2"]
    assert isinstance(request.POST.copy(), FirstValues)
    with pytest.raises(AttributeError):
        request.GET["texto"] = "tres"
    assert request.GET.get("otro") is None
    assert FirstValues.of(QueryDict("")).urlencode() == ""


@pytest.mark.django_db
def test_s_75_the_first_of_two_decides_what_a_page_shows(client, ana):
    entered = client(ana)
    first = entered.get("/bandejas/recibidos/?texto=uno&texto=dos").content.decode()
    assert 'value="uno"' in first
    assert 'value="dos"' not in first
