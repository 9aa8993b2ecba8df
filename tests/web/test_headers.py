"""safety.md section 2.2: the headers of every answer, whatever its status."""

import pytest

PATHS = ["/datos/", "/accesibilidad/", "/salud/viva", "/falla/400/", "/falla/403/", "/falla/404/", "/no-existe/",
         "/rechazo/", "/falla/dominio-409/", "/falla/dominio-410/", "/espera/", "/falla/500/", "/cerrado/"]  # fmt: skip
EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_headers(pages, settings, path):
    answer = pages.get(path, secure=settings.SECURE_SSL_REDIRECT)
    assert {name: answer.get(name) for name in EXPECTED} == EXPECTED
    assert "Cookie" in answer["Vary"]
    assert "require-trusted-types-for 'script'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_every_feature_of_the_browser_is_off(pages):
    policy = dict(part.split("=") for part in pages.get("/datos/")["Permissions-Policy"].split(", "))
    assert {"camera", "microphone", "geolocation", "usb", "payment", "display-capture"} <= set(policy)
    assert set(policy.values()) == {"()"}


def test_an_open_page_may_be_kept_for_a_minute(pages):
    assert pages.get("/abierta/")["Cache-Control"] == "public, max-age=60"
