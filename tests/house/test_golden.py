"""U-42: each golden text of ui.md §9 is shown by its page, byte for byte."""

import re
import tomllib
from datetime import timedelta

import pytest

from backups.models import BackupRequest
from quipux import clock
from quipux.outbox.models import Mail
from tests.house import markup, matrix, source
from tests.house.answers import ask

PATH = source.ROOT / "tests" / "golden" / "textos.toml"
TEXTS = tomllib.loads(PATH.read_text(encoding="utf-8"))["text"]


def shown_by(text: str, shown: str) -> bool:
    """Whether ``shown`` has the golden text, each slot filled with one number, date or name without spaces."""
    pattern = r"\S{1,40}".join(re.escape(piece) for piece in text.split("{}"))
    return re.search(pattern, shown) is not None


def page_of(office, row) -> str:
    case = matrix.cases()[row["page"]]
    data = {
        name: clock.today().isoformat() if value == "today" else value for name, value in row.get("post", {}).items()
    }
    answer = ask(office.enter(row["actor"]), "POST" if data else "GET", case.address(office.things), data)
    return markup.words_of(markup.found(markup.parse(answer.body.decode()), "body")[0])


def mail_of(office, row) -> str:
    request = BackupRequest.objects.get(uuid=office.things["fulfilled"].kwargs["uuid"])
    mail = Mail.objects.get(key=f"generado-{request.uuid}")
    return {"subject": mail.subject, "text": " ".join(mail.text.split())}[row["mail"]]


def moment_of(office, row):
    if "moment" not in row:
        return clock.now()
    key = office.things[matrix.cases()[row["page"]].object].kwargs["uuid"]
    return BackupRequest.objects.get(uuid=key).backup.expires_at - timedelta(hours=8)


@pytest.mark.parametrize("row", TEXTS, ids=lambda row: row["when"])
def test_u_42_each_golden_text_is_shown_where_it_says(office, settings, row):
    settings.QUIPUX_MINIMUM_DOCUMENTS = row.get("minimum", settings.QUIPUX_MINIMUM_DOCUMENTS)
    with clock.frozen_at(moment_of(office, row)):
        shown = mail_of(office, row) if "mail" in row else page_of(office, row)
    assert shown_by(row["text"], shown), shown[:3000]


def test_u_42_another_letter_is_another_text():
    assert shown_by("Solicitud No. {} enviada.", "La Solicitud No. 45346 enviada. Qué pasa")
    assert not shown_by("Solicitud No. {} enviada.", "Solicitud No. 45346 enviada")
    assert not shown_by("Solicitud No. {} enviada.", "Solicitud Nº 45346 enviada.")
    assert not shown_by("Solicitud No. {} enviada.", "Solicitud No. 45346 ya enviada.")
