"""U-27: every error has its sentence, in Spanish, in the frame, and tells nothing of the inside."""

import json
import logging
import re
import uuid

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import connections
from django.test import Client

from quipux.web import errors as pages_of_errors
from tests.house.headers import ALWAYS, OWN, POLICY, directives

NOT_FOUND = (
    "No encontramos esa página o no tiene acceso. Si llegó por un enlace, revise que ingresó con el usuario correcto."
)
GONE = "La vigencia terminó el 2017-02-22. Los archivos se eliminaron. Puede solicitarlo otra vez."
BUSY = "El sistema está atendiendo muchas solicitudes. Su texto está guardado. Intente en 30 segundos."
HELP = "comuníquese con su Administrador Institucional Quipux"


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/falla/400/", 400, "No pudimos leer la solicitud. Regrese e intente otra vez."),
        ("/falla/403/", 403, "No tiene permiso para esta acción."),
        ("/falla/404/", 404, NOT_FOUND),
        ("/rechazo/", 405, "Esta dirección no admite esa acción."),
        ("/falla/dominio-403/", 403, "Solo el jefe del área puede hacerlo."),
        ("/falla/dominio-409/", 409, "El documento ya no está en esta bandeja."),
        ("/falla/dominio-410/", 410, GONE),
        ("/falla/dominio-422/", 422, "Seleccione al menos un documento."),
        ("/grande/", 413, "El archivo supera el máximo permitido de 5 MB."),
        ("/espera/", 429, "Demasiados intentos. Espere 3 minutos."),
        ("/cerrado/", 503, BUSY),
    ],
)
def test_u_27_each_error_has_its_status_its_sentence_and_the_line_of_help(pages, path, status, sentence):
    answer = pages.get(path)
    text = answer.content.decode()
    assert answer.status_code == status
    assert sentence in text
    assert HELP in text
    assert '<html lang="es-EC"' in text
    assert text.count("<h1") == 1


@pytest.mark.parametrize(
    "path", ["/falla/403/", "/falla/404/", "/grande/", "/espera/", "/falla/500/", "/cerrado/", "/falla/dominio-410/"]
)
def test_s_70_the_page_of_an_error_has_exactly_the_headers_of_every_page(pages, path):
    headers = dict(pages.get(path).headers)
    assert directives(headers.pop("Content-Security-Policy")) == directives(POLICY)
    assert "no-store" in headers.pop("Cache-Control")
    assert "Cookie" in headers.pop("Vary")
    assert {name: headers.pop(name, None) for name in ALWAYS} == ALWAYS
    assert set(headers) - OWN == set()


def test_u_27_s_71_the_error_of_the_server_gives_a_code_that_the_log_has_and_no_trace(pages, caplog):
    with caplog.at_level(logging.ERROR, logger="quipux.errors"):
        answer = pages.get("/falla/500/")
    text = answer.content.decode()
    [code] = re.findall(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", text)
    [record] = [r for r in caplog.records if r.name == "quipux.errors"]
    assert answer.status_code == 500
    assert "Algo falló en el sistema y ya quedó registrado. Intente otra vez en unos minutos." in text
    assert code in record.getMessage()
    assert record.exc_info[0] is RuntimeError
    assert "secreto interno" not in text
    assert "Traceback" not in text


def test_u_27_the_error_of_the_server_is_drawn_without_database(pages, monkeypatch):
    def down(*args, **kwargs):
        raise AssertionError("the page asked the database")

    monkeypatch.setattr(connections["default"], "cursor", down)
    assert pages.get("/falla/500/").status_code == 500
    assert pages.get("/cerrado/").status_code == 503


def test_u_27_a_404_says_the_same_for_what_is_foreign_and_for_what_does_not_exist(pages):
    bodies = {
        pages.get(path).content
        for path in ("/falla/404/", "/falla/dominio-404/", f"/documentos/{uuid.uuid4()}/", f"/x/{uuid.uuid4()}/?a=b")
    }
    assert len(bodies) == 1
    assert b"documento" not in bodies.pop().replace("Gestión documental".encode(), b"")


def test_u_27_an_old_form_is_told_that_its_page_ended(pages, settings):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/formulario/", {"comentario": "hola"})
    assert answer.status_code == 403
    assert "La página caducó. Ábrala de nuevo; su borrador está guardado." in answer.content.decode()


def test_a_refused_method_still_says_which_are_allowed(pages):
    assert pages.get("/rechazo/")["Allow"] == "POST"


def test_waiting_and_closed_say_for_how_long(pages):
    assert pages.get("/espera/")["Retry-After"] == "180"
    assert pages.get("/cerrado/")["Retry-After"] == "30"


def test_an_answer_for_programs_is_left_as_it_is(pages):
    answer = pages.get("/json/")
    assert (answer.status_code, json.loads(answer.content)) == (404, {"a": 1})


def test_a_body_that_is_too_large_says_the_limit(pages, rf, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
    answer = pages_of_errors.bad_request(rf.get("/"), RequestDataTooBig())
    assert answer.status_code == 413
    assert "El archivo supera el máximo permitido de 2,5 MB." in answer.content.decode()


def test_codes_are_easy_to_read_aloud_and_do_not_repeat():
    codes = {pages_of_errors.new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(re.fullmatch(r"[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}", code) for code in codes)
