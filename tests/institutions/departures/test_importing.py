"""Cases from a file of exits (institutions §11)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from institutions.models import Departure
from quipux import clock

PAGE = "/institucion/desvinculaciones/importar/"


def sent(browser, *lines):
    text = "\n".join(["cedula;area_sigla;ultimo_dia;motivo", *lines])
    return browser.post(PAGE, {"archivo": SimpleUploadedFile("salidas.csv", text.encode("utf-8-sig"))})


@pytest.mark.django_db
def test_a_file_of_exits_opens_all_of_its_cases_or_none_and_names_the_wrong_line(client, ana, bruno, carla, diego):
    browser, day = client(diego), (clock.today() + timedelta(days=9)).isoformat()
    own = f"{ana.user.identity_number};dnp;{day};Jubilación"
    for wrong, said in ((f"{carla.user.identity_number};DNP;{day};Renuncia", "no hay un puesto activo"),
                        (f"{bruno.user.identity_number};DNP;mañana;Renuncia", "escriba el último día"),
                        (f"{bruno.user.identity_number};DNP;{day};Vacaciones", "el motivo debe ser"),
                        (f"{bruno.user.identity_number};DNP;2020-01-01;Renuncia", "anterior a hoy"),
                        (own, "no hay un puesto activo")):  # fmt: skip
        answer = sent(browser, own, wrong)
        assert answer.status_code == 422
        assert "Línea 3: " in answer.text
        assert said in answer.text
        assert not Departure.objects.exists()
    assert sent(browser, own, f"{bruno.user.identity_number};DNP;{day};renuncia").status_code == 302
    cases = Departure.objects.order_by("pk").values_list("appointment", "reason", "last_day")
    assert [(post, reason, last.isoformat()) for post, reason, last in cases] == [
        (ana.appointment.pk, "retirement", day), (bruno.appointment.pk, "resignation", day)]  # fmt: skip
