"""Sentences of progress, validity and download, byte for byte (backups §3.8, §3.9; ui §9)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backups import speed
from backups.presenters.parts import Taken, status_of
from backups.presenters.progress import Facts, describe
from backups.presenters.ranges import covers
from backups.presenters.validity import validity_of
from backups.presenters.wording import gigabytes_text
from quipux import clock

AT = datetime(2016, 12, 28, 2, 17, 40, tzinfo=clock.GUAYAQUIL)
RUNNING = Facts(
    "approved", "running", documents_done=1204, documents_total=1846, bytes_done=650, bytes_total=1000, part=2, parts=3,
    updated_at=AT, running_seconds=100, seconds_left=14 * 60,
)  # fmt: skip


def plain(text):
    return text.replace(chr(0xA0), " ")


def test_the_sentence_of_a_running_build_is_the_golden_one():
    shown = describe(RUNNING)
    note = "Puede cerrar esta página; le avisaremos por correo."
    assert plain(f"{shown.text} {shown.updated_text} {note}") == (
        "1 204 de 1 846 documentos (65 %), parte 2 de 3, faltan unos 14 min. Actualizado 02:17:40 (GMT-5). Puede cerrar "
        "esta página; le avisaremos por correo."
    )
    assert (shown.value, shown.maximum) == (1204, 1846)


@pytest.mark.parametrize(
    ("changes", "end"),
    [
        ({"seconds_left": None}, "parte 2 de 3."),
        ({"bytes_done": 40, "running_seconds": 29}, "parte 2 de 3."),
        ({"bytes_done": 40, "running_seconds": 30}, "parte 2 de 3, faltan unos 14 min."),
        ({"bytes_done": 50, "running_seconds": 1}, "parte 2 de 3, faltan unos 14 min."),
        ({"is_slower": True}, "faltan unos 14 min, más lento de lo previsto."),
        ({"seconds_left": 4}, "falta menos de 1 min."),
        ({"is_verifying": True}, "Comprobando el respaldo antes de entregarlo."),
    ],
)
def test_the_remaining_time_is_told_only_when_it_is_known(changes, end):
    assert plain(describe(replace(RUNNING, **changes)).text).endswith(end)


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (Facts("approved", "pending"), "Asignando fecha de ejecución."),
        (
            Facts(
                "approved", "pending", night=date(2016, 12, 27), position=12, reserved=96 * 10**9, capacity=120 * 10**9
            ),
            "Programada para la noche del 27 de diciembre; posición 12; 96 de 120 GB reservados.",
        ),
        (
            Facts("approved", "paused", reason="Mantenimiento."),
            "Detenido por la Subsecretaría de Gobierno Electrónico. Motivo: Mantenimiento.",
        ),
        (
            Facts("approved", "failed", retry_night=date(2016, 12, 28)),
            "No se pudo generar esta noche. El sistema lo intentará de nuevo la noche del 28 de diciembre. No necesita "
            "hacer nada.",
        ),
        (
            Facts("approved", "failed", code="7-OSError"),
            "No se pudo generar. La Subsecretaría de Gobierno Electrónico ya fue avisada. No necesita solicitarlo otra "
            "vez. Código: 7-OSError",
        ),
        (Facts("fulfilled", "generated"), "Lista para descargar."),
    ],
)
def test_every_situation_has_its_sentence_and_no_bar(facts, text):
    shown = describe(facts)
    assert (shown.text, shown.maximum, shown.updated_text) == (text, 0, "")


def test_the_state_changes_with_whatever_draws_another_page():
    pairs = [Facts("approved", "pending"), Facts("approved", "pending", night=AT.date()), RUNNING,
             Facts("fulfilled", "generated")]  # fmt: skip
    assert len({describe(facts).state for facts in pairs}) == 4


@pytest.mark.parametrize(
    ("today", "missing", "kind", "text"),
    [
        (date(2016, 12, 28), 3, "success", "Puede descargarlo hasta el 2017-01-04 23:59 (GMT-5). Quedan 7 días."),
        (date(2017, 1, 3), 0, "success", "Puede descargarlo hasta el 2017-01-04 23:59 (GMT-5). Queda 1 día."),
        (
            date(2017, 1, 4),
            2,
            "warning",
            "Su respaldo vence hoy a las 23:59 (GMT-5). Faltan 2 de 3 partes por descargar.",
        ),
        (date(2017, 1, 4), 0, "warning", "Su respaldo vence hoy a las 23:59 (GMT-5)."),
    ],
)
def test_u_22_the_banner_of_validity_changes_on_the_last_day(today, missing, kind, text):
    found = validity_of(clock.day_start(date(2017, 1, 5)), today, missing, 3)
    assert (found.kind, found.text) == (kind, text)


def test_the_word_of_descargado_names_the_hour_of_today_and_the_day_of_another():
    today = date(2016, 12, 29)
    started = datetime(2016, 12, 29, 2, 17, tzinfo=clock.GUAYAQUIL)
    assert status_of(Taken(), today) == "Sin descargar"
    assert status_of(Taken(started), today) == "Iniciada 02:17"
    assert status_of(Taken(started), date(2016, 12, 30)) == "Iniciada 2016-12-29 02:17"
    done = datetime(2016, 12, 29, 14, 12, tzinfo=UTC)
    assert status_of(Taken(started, done), today) == "Descargada 2016-12-29 09:12"


@pytest.mark.parametrize(
    ("size", "text"),
    [(96 * 10**9, "96"), (0, "0"), (400_000_000, "0,4"), (1_000_000, "0"), (3 * 10**9, "3"), (12_700_000_000, "13")],
)
def test_gigabytes_are_written_as_the_capacity_is(size, text):
    assert gigabytes_text(size) == text


# Ranges ----------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=12), st.integers(1, 60))
def test_ranges_cover_a_file_exactly_when_every_byte_is_in_one(ranges, size):
    held = {byte for first, length in ranges for byte in range(first, first + length)}
    assert covers(ranges, size) == (set(range(size)) <= held)


# Speed -----------------------------------------------------------------------------------------------


def test_the_speed_is_the_median_of_the_last_minute():
    samples = ()
    for second, done in ((0, 0), (30, 3000), (70, 4000), (80, 4900), (90, 5900), (100, 9900)):
        samples = speed.with_sample(samples, (second, done))
    assert samples[0] == (70, 4000)
    measured, shortest = speed.estimate(samples, 10_000, None)
    assert (measured.seconds_left, measured.is_slower, shortest) == (100, False, 100)
    slower, _ = speed.estimate(samples, 10_000, 49)
    assert slower.is_slower
    assert speed.estimate(((0, 5),), 10, None) == (speed.Measured(), None)
    assert speed.estimate(((0, 5), (9, 5)), 10, None) == (speed.Measured(), None)


def test_a_worker_that_stopped_gives_the_same_sample_again():
    samples = speed.with_sample(speed.with_sample((), (10, 500)), (10, 500))
    assert samples == ((10, 500),)
