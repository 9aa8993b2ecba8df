"""The antivirus hook with a real ClamAV and with a server of its protocol (documents §6.4, safety §2.5)."""

from datetime import datetime
from io import BytesIO

import pytest

from quipux import clock, doctor, scanning
from quipux.scanning import TEST_FILE, Verdict
from tests.extraction.samples import packed

OLD = "ClamAV 1.4.3/27800/Sun Nov  8 09:26:12 2026"


def scan(content):
    return scanning.scan(BytesIO(content))


def explode(file):
    """A scanner with a fault of its own."""
    raise ZeroDivisionError


def chatter(file):
    """A scanner that answers something else."""
    return "quizás"


# A real ClamAV ----------------------------------------------------------------------------------------


def test_s_32_a_real_clamav_finds_eicar_alone_and_inside_zips(clamd):
    assert scan(TEST_FILE) is Verdict.INFECTED
    inside = packed(("nota.txt", "nada"), ("eicar.com", TEST_FILE))
    assert scan(inside) is Verdict.INFECTED
    assert scan(packed(("dentro.zip", inside))) is Verdict.INFECTED
    assert scan(packed(("nota.txt", "nada"))) is Verdict.CLEAN


def test_s_32_the_whole_of_a_long_file_is_scanned(clamd):
    assert scan(bytes(9 * 1024**2) + TEST_FILE) is Verdict.INFECTED


def test_s_33_a_stopped_clamav_is_unavailable_until_it_returns(clamd):
    clamd.stop()
    assert scan(b"nada") is Verdict.UNAVAILABLE
    clamd.start()
    assert scan(b"nada") is Verdict.CLEAN


# Its protocol -----------------------------------------------------------------------------------------


def test_every_byte_arrives_over_tcp_from_the_start_of_the_file(speaker):
    content = bytes(range(256)) * 1000
    file = BytesIO(content)
    file.seek(500)
    assert scanning.scan(file) is Verdict.CLEAN
    assert speaker.received == [content]


@pytest.mark.parametrize("answer", ["stream: Otro.ERROR ERROR", "", "OK", "stream: OK FOUNDATION"])
def test_an_answer_that_is_not_understood_vouches_for_nothing(speaker, answer):
    speaker.verdict = answer
    assert scan(b"nada") is Verdict.UNAVAILABLE


def test_a_stream_over_the_daemons_own_limit_vouches_for_nothing(speaker):
    speaker.limit = 1000
    assert scan(bytes(8 * 1024**2)) is Verdict.UNAVAILABLE


def test_s_33_signatures_older_than_seven_days_vouch_for_nothing(speaker):
    speaker.version = OLD
    with clock.frozen_at(datetime(2026, 11, 15, 9, tzinfo=clock.GUAYAQUIL)):
        assert scan(b"nada") is Verdict.CLEAN
    with clock.frozen_at(datetime(2026, 11, 15, 10, tzinfo=clock.GUAYAQUIL)):
        assert scan(b"nada") is Verdict.UNAVAILABLE


def test_a_server_that_is_no_clamav_vouches_for_nothing(speaker):
    speaker.version = "SSH-2.0"
    assert scan(b"nada") is Verdict.UNAVAILABLE


# The hook ---------------------------------------------------------------------------------------------


def test_without_scanner_everything_is_clean_at_once():
    assert not scanning.is_on()
    assert scan(TEST_FILE) is Verdict.CLEAN


@pytest.mark.parametrize("name", ["explode", "chatter", "missing"])
def test_s_33_a_scanner_that_fails_vouches_for_nothing(settings, name):
    settings.QUIPUX_SCANNER = f"tests.scanning.test_clamd.{name}"
    assert scan(b"nada") is Verdict.UNAVAILABLE


def test_the_doctor_says_that_nothing_is_scanned_or_tries_the_scanner(settings, speaker):
    with pytest.raises(doctor.Unhealthy, match="no reconoce el archivo de prueba"):
        doctor.CHECKS["Antivirus"]()
    settings.QUIPUX_SCANNER = "none"
    assert doctor.CHECKS["Antivirus"]() == "ninguno: los anexos no se revisan (QUIPUX_SCANNER=none)"


def test_the_doctor_is_content_with_a_real_clamav(clamd):
    assert doctor.CHECKS["Antivirus"]() == "reconoce el archivo de prueba"
