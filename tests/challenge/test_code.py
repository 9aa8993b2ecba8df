"""The code that is shown, three ways (accounts-portal §7.1; safety S-14, S-15)."""

import secrets
import shutil
import subprocess
import wave
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from itertools import count

import pytest
from PIL import Image

from quipux import clock
from quipux.challenge import tokens
from quipux.challenge.drawing import png_of
from quipux.challenge.speaking import RATE, wav_of
from tests.accounts.entering.making import FORM_TOKEN, RECOVER, solved

NOW = datetime(2026, 5, 20, 15, 2, tzinfo=UTC)
WRONG = "El código no coincide. Se muestra uno nuevo."
NUMBER = "1710034065"


def token_of(response) -> str:
    return FORM_TOKEN.search(response.content.decode())[1]


def refused(response) -> bool:
    return response.status_code == 422 and WRONG in response.content.decode()


def work(key: str, cost: int) -> str:
    """What the browser does in the third way."""
    return next(
        str(n) for n in count() if int.from_bytes(sha256(f"{key}:{n}".encode()).digest(), "big") >> (256 - cost) == 0
    )


@pytest.fixture
def page(client, db):
    return client.get(RECOVER)


def test_the_right_answer_is_accepted_in_any_case_and_with_spaces(client, page):
    data = solved(page, cedula=NUMBER)
    answer = data["codigo_mostrado"]
    data["codigo_mostrado"] = f" {answer[:3].lower()} {answer[3:]}"
    assert client.post(RECOVER, data).status_code == 302


@pytest.mark.parametrize("change", [
    {"codigo_mostrado": ""}, {"codigo_mostrado": "ACACAC"}, {"codigo_mostrado_ficha": ""},
    {"codigo_mostrado_ficha": "falsa:ficha"}, {"codigo_mostrado": "", "codigo_mostrado_prueba": "0"},
    {"codigo_mostrado": "", "codigo_mostrado_prueba": "9" * 5000},
])  # fmt: skip
def test_a_15_empty_wrong_and_forged_answers_are_refused_and_the_cedula_is_kept(client, page, change):
    response = client.post(RECOVER, solved(page, cedula=NUMBER) | change)
    assert refused(response)
    assert f'value="{NUMBER}"' in response.content.decode()
    assert token_of(response) != token_of(page)


def test_a_15_s_14_an_absent_answer_is_refused(client, page):
    assert refused(client.post(RECOVER, {"cedula": NUMBER}))


def test_a_15_s_14_a_used_answer_is_refused(client, page):
    data = solved(page, cedula=NUMBER)
    assert client.post(RECOVER, data).status_code == 302
    assert refused(client.post(RECOVER, data))


def test_a_15_the_answer_of_another_browser_is_refused(client, page):
    stranger = type(client)()
    stranger.get(RECOVER)
    assert refused(stranger.post(RECOVER, solved(page, cedula=NUMBER)))
    assert client.post(RECOVER, solved(page, cedula=NUMBER)).status_code == 302


def test_a_15_the_fourth_try_is_refused_though_right(client, page):
    right = solved(page, cedula=NUMBER)
    for _ in range(3):
        assert refused(client.post(RECOVER, right | {"codigo_mostrado": "ACACAC"}))
    assert refused(client.post(RECOVER, right))


def test_a_15_after_five_minutes_the_answer_is_refused(client, db, time_machine):
    time_machine.move_to(NOW, tick=False)
    page = client.get(RECOVER)
    data = solved(page, cedula=NUMBER)
    time_machine.move_to(NOW + timedelta(minutes=5, seconds=1), tick=False)
    assert refused(client.post(RECOVER, data))
    assert client.get(f"/codigo/imagen/{token_of(page)}/").status_code == 404


def test_a_16_image_and_audio_say_the_same_code_without_script(client, page):
    token = token_of(page)
    image, speech = (client.get(f"/codigo/{way}/{token}/") for way in ("imagen", "audio"))
    answer = tokens.read(token).answer
    key = tokens.read(token).key
    assert (image["Content-Type"], speech["Content-Type"]) == ("image/png", "audio/wav")
    assert image.content == png_of(answer, key)
    assert speech.content == wav_of(answer, key)
    assert Image.open(BytesIO(image.content)).size == (276, 84)
    assert "attachment" in client.get(f"/codigo/audio/{token}/?descargar=1")["Content-Disposition"]
    html = page.content.decode()
    assert 'alt="Código en imagen; use «Escuchar el código»"' in html
    assert answer not in html


def test_the_longest_speech_is_short_enough_and_every_character_has_its_voice():
    assert len(wav_of("W" * 6, "x")) <= 100_000
    for letter in tokens.ALPHABET:
        with wave.open(BytesIO(wav_of(letter, "x"))) as file:
            assert file.getnframes() > RATE * 0.9


def test_a_17_s_15_work_in_place_of_reading_is_accepted_once(client, page):
    token = token_of(page)
    found = tokens.read(token)
    data = {"cedula": NUMBER, "codigo_mostrado": "", "codigo_mostrado_ficha": token,
            "codigo_mostrado_prueba": work(found.key, found.cost)}  # fmt: skip
    assert client.post(RECOVER, data).status_code == 302
    assert refused(client.post(RECOVER, data))


def test_the_work_is_eight_times_as_much_after_ten_questions_that_led_nowhere(client, db):
    with clock.frozen_at(NOW):
        costs = []
        for _ in range(12):
            page = client.get(RECOVER)
            costs.append(tokens.read(token_of(page)).cost)
            client.post(RECOVER, solved(page, cedula=NUMBER))
    assert costs == [14] * 10 + [17] * 2


def test_another_code_keeps_what_was_typed_and_uses_no_try(client, page):
    response = client.post(RECOVER, {"cedula": NUMBER, "otro_codigo": "1"})
    assert response.status_code == 200
    assert f'value="{NUMBER}"' in response.content.decode()
    assert token_of(response) != token_of(page)


def test_a_question_too_many_from_one_network_is_told_to_wait(client, db, settings):
    with clock.frozen_at(NOW):
        answers = [client.post(RECOVER, solved(client.get(RECOVER), cedula=NUMBER)).status_code for _ in range(101)]
    assert answers == [302] * 100 + [429]


@pytest.mark.long
def test_a_18_s_14_stock_ocr_reads_fewer_than_five_of_sixty(tmp_path):
    assert shutil.which("tesseract"), "tesseract-ocr is a tool of the long tests"
    read = 0
    for number in range(60):
        answer = "".join(secrets.choice(tokens.ALPHABET) for _ in range(tokens.LENGTH))
        (tmp_path / "code.png").write_bytes(png_of(answer, str(number)))
        found = subprocess.run(
            ["tesseract", "code.png", "-", "--psm", "7", "-c", f"tessedit_char_whitelist={tokens.ALPHABET}"],
            cwd=tmp_path, capture_output=True, text=True, check=True)  # fmt: skip
        read += found.stdout.replace(" ", "").strip() == answer
    assert read < 5
