"""Calendario by its pages: the effect is shown before anything is saved (backups §2.5, §3.11)."""

from datetime import date, time, timedelta

import pytest

from backups.models import BackupRequest, Night, PendingAct
from quipux import clock
from quipux.calendar.models import DayOff
from tests.backups import making
from tests.backups.pages.reading import Page
from tests.backups.sge.walking import address, approved_in_2017, fresh, newest

pytestmark = pytest.mark.django_db
NOON = making.at_noon(date(2017, 2, 8))
TONIGHT = "2017-02-08"


@pytest.fixture
def waiting(ana, bruno) -> BackupRequest:
    with clock.frozen_at(NOON):
        return approved_in_2017(ana, bruno)


def post(client, day=TONIGHT, **typed):
    return client.post(address("night", day), typed, follow=True)


def test_the_nights_show_window_capacity_and_reserved_load(client, sofia, waiting):
    Night.objects.create(date=date(2017, 2, 10), requests=5, documents=100, bytes=10**9, is_paused=True, reason="Corte",
                         notice="Sin respaldos", day_from=time(8), day_to=time(12))  # fmt: skip
    with clock.frozen_at(NOON):
        rows = Page(client(sofia).get(address("calendar"))).rows("Noches con su capacidad y su carga reservada")
    assert len(rows) == 14
    assert rows[0][:5] == [TONIGHT, "22:00 a 06:00", "1 de 300", "21 de 1 000 000", "0 de 200"]
    assert (rows[0][6], rows[2][1], rows[2][6], rows[2][7]) == (
        "abierta", "22:00 a 06:00 y 08:00 a 12:00", "pausada", "Sin respaldos")  # fmt: skip


def test_pausing_a_night_shows_its_effect_first_and_then_moves_each_request(client, sofia, waiting):
    with clock.frozen_at(NOON):
        mine = client(sofia)
        seen = Page(post(mine, acto="pausar", accion="simular", reason="Mantenimiento"))
        assert seen.rows("Solicitudes que cambiarían de noche") == [
            [str(waiting.number), "Ministerio de Ejemplo", TONIGHT, "2017-02-09"]]  # fmt: skip
        assert fresh(waiting).backup.scheduled_for == date(2017, 2, 8)
        assert not Night.objects.filter(is_paused=True).exists()
        done = Page(post(mine, acto="pausar", accion="guardar", reason="Mantenimiento"))
        assert "La noche del 2017-02-08 está pausada. Se movieron 1 solicitudes." in done.text
        assert "Pausada. Motivo: Mantenimiento" in done.text
        assert newest(waiting).comment == "Se cambia fecha de ejecución de respaldo a: 2017-02-09"
        again = Page(post(mine, acto="reanudar", accion="guardar", reason=""))
    assert "La noche del 2017-02-08 está abierta." in again.text
    assert not Night.objects.get(date=date(2017, 2, 8)).is_paused


def test_a_capacity_shows_its_effect_and_above_150_per_cent_waits_for_a_second_operator(
    client, ana, elsa, sofia, tomas, waiting
):
    with clock.frozen_at(NOON):
        later = approved_in_2017(elsa, ana)
    figures = {"acto": "capacidad", "requests": "300", "documents": "1000000", "reason": "Fin de año"}
    with clock.frozen_at(NOON):
        mine = client(sofia)
        seen = Page(post(mine, accion="simular", gigabytes="400", **figures))
        assert "la debe confirmar otra persona operadora" in seen.text
        assert "La última solicitud de la noche del 2017-02-08 termina a las" in seen.text
        told = Page(post(mine, accion="guardar", gigabytes="400", **figures))
        assert "La nueva capacidad espera la confirmación de otra persona operadora." in told.text
        act = PendingAct.objects.get()
        client(tomas).post(address("pending_acts"), {"acto": act.pk, "respuesta": "confirmar"})
        assert Night.objects.get(date=date(2017, 2, 8)).bytes == 400 * 10**9
        small = {**figures, "requests": "1"}
        seen = Page(post(mine, accion="simular", gigabytes="1.5", **small))
        assert [row[0] for row in seen.rows("Solicitudes que cambiarían de noche")] == [str(later.number)]
        post(mine, accion="guardar", gigabytes="1.5", **small)
    assert Night.objects.get(date=date(2017, 2, 8)).bytes == 1_500_000_000
    nights = [fresh(one).backup.scheduled_for for one in (waiting, later)]
    assert nights == [date(2017, 2, 8), date(2017, 2, 9)]


@pytest.mark.parametrize(
    ("typed", "sentence", "target"),
    [
        ({"acto": "pausar"}, "Escriba en Motivo por qué lo hace: queda en el Recorrido.", "#pausar_reason"),
        ({"acto": "capacidad", "requests": "x", "documents": "1", "gigabytes": "1", "reason": "M"},
         "Solicitudes: escriba un número igual o mayor que cero.", "#capacidad_requests"),
        ({"acto": "ventana", "start": "25:00", "end": "", "reason": "M"}, "Escriba la hora como 08:00.", "#ventana_start"),
        ({"acto": "ventana", "start": "12:00", "end": "08:00", "reason": "M"},
         "La hora de inicio debe ser menor que la hora de fin.", "#ventana_start"),
    ],
)  # fmt: skip
def test_a_wrong_form_of_a_night_is_told_at_its_field(client, sofia, typed, sentence, target):
    with clock.frozen_at(NOON):
        answer = post(client(sofia), accion="guardar", **typed)
    assert answer.status_code == 422
    assert Page(answer).errors() == [(sentence, target)]
    assert not Night.objects.exclude(day_from=None, is_paused=False, notice="").exists()


def test_the_daytime_window_and_the_notice_are_kept(client, sofia):
    with clock.frozen_at(NOON):
        mine = client(sofia)
        post(mine, acto="ventana", accion="guardar", start="08:00", end="12:30", reason="Represados")
        page = Page(post(mine, acto="aviso", accion="guardar", notice="Habrá demoras"))
    night = Night.objects.get(date=date(2017, 2, 8))
    assert (night.day_from, night.day_to, night.notice) == (time(8), time(12, 30), "Habrá demoras")
    assert page.pairs()["Ventana"] == "22:00 a 06:00 y 08:00 a 12:30"


def test_a_night_that_is_over_is_told(client, sofia):
    with clock.frozen_at(NOON):
        answer = post(client(sofia), "2017-02-01", acto="aviso", accion="guardar", notice="Tarde")
    assert answer.status_code == 409
    assert "La noche del 2017-02-01 ya pasó." in Page(answer).text


def test_days_off_are_added_and_taken_away_beside_the_national_ones(client, sofia):
    with clock.frozen_at(NOON):
        mine, path = client(sofia), address("days_off")
        page = Page(mine.get(path))
        assert ["2017-05-26", "Batalla de Pichincha (observado)"] in page.rows("Feriados nacionales")
        added = Page(mine.post(path, {"date": "2017-02-24", "name": "Decreto 1"}, follow=True))
        assert "2017-02-24: Decreto 1 (Sofía Andrade)" in added.text
        twice = mine.post(path, {"date": "2017-02-24", "name": "Otra vez"})
        assert Page(twice).errors() == [("El 2017-02-24 ya es un día no laborable.", "#id_date")]
        mine.post(path, {"retirar": "2017-02-24"})
        assert mine.post(path, {"retirar": "nunca"}).status_code == 404
    assert not DayOff.objects.exists()


def test_the_forecast_of_a_night_counts_what_would_come(client, sofia, waiting):
    with clock.frozen_at(NOON):
        typed = {"solicitud": [str(waiting.uuid)], "night": "2017-02-10", "accion": "simular"}
        page = Page(client(sofia).post(address("schedule"), typed))
    assert "Si aprueba estas 1, la última termina a las 22:00 del 2017-02-10 (GMT-5)" in page.text
    assert fresh(waiting).backup.scheduled_for < date(2017, 2, 8) + timedelta(days=1)
