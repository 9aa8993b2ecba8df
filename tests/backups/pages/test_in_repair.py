"""What the download page says while a part is damaged (backups §3.8, B-56)."""

import random
from datetime import date, timedelta

import pytest
from django.urls import reverse

from backups.models import BackupPart
from backups.services import checking, repairing
from quipux import clock
from tests.backups import damage, making
from tests.backups.pages.reading import Page

pytestmark = pytest.mark.django_db
IN_REPAIR = "Su respaldo está en reparación. Le avisaremos por correo; los días de espera no cuentan."
LOST = "Su respaldo no se encuentra disponible, por favor solicite nuevamente."


def part(request, number) -> BackupPart:
    return BackupPart.objects.get(backup__request=request, number=number)


def page_of(client, person, request) -> Page:
    return Page(client(person).get(reverse("backups:download", args=[request.uuid])))


def length_of(answer) -> int:
    """Bytes of a delivered part, read to its end as a browser does."""
    assert answer.status_code == 200
    return len(b"".join(answer.streaming_content))


def total_of(page: Page) -> str:
    return page.text.partition("Total")[2].partition("SHA256SUMS")[0]


def test_b_56_no_complete_set_is_offered_and_the_totals_do_not_shrink(client, ana, split):
    whole = page_of(client, ana, split)
    damage.flip_a_byte(part(split, 2), random.Random(5))
    checking.check_integrity()
    page = page_of(client, ana, split)
    assert IN_REPAIR in page.text
    assert "El respaldo se obtuvo en 3 archivos" in page.text
    assert total_of(page) == total_of(whole)
    rows = page.rows("Partes del respaldo")
    assert [row[5] for row in rows][1] == "En reparación"
    assert [row[:4] for row in rows] == [row[:4] for row in whole.rows("Partes del respaldo")]
    assert "zip -s 0" in whole.text
    assert "zip -s 0" not in page.text, "what cannot be joined now is not taught"
    assert repairing.repair_part(part(split, 2).pk)
    assert IN_REPAIR not in page_of(client, ana, split).text


def test_b_56_a_damaged_part_is_not_delivered_under_either_name(client, ana, split):
    damage.flip_a_byte(part(split, 1), random.Random(6))
    checking.check_integrity()
    for name in ("part", "independent_part"):
        answer = client(ana).get(reverse(f"backups:{name}", args=[split.uuid, 1]))
        assert answer.status_code == 409
        assert IN_REPAIR in Page(answer).text
    assert length_of(client(ana).get(reverse("backups:part", args=[split.uuid, 2]))) == part(split, 2).bytes


def test_b_56_a_download_that_finds_nothing_rings_the_repair(client, ana, split):
    missing = part(split, 2)
    damage.remove(missing)
    answer = client(ana).get(reverse("backups:part", args=[split.uuid, 2]))
    assert (answer.status_code, IN_REPAIR in Page(answer).text) == (409, True)
    assert part(split, 2).damaged_at is not None
    assert repairing.repair_part(missing.pk)
    assert length_of(client(ana).get(reverse("backups:part", args=[split.uuid, 2]))) == missing.bytes


def test_b_56_a_part_that_was_given_up_says_so(client, ana, split):
    BackupPart.objects.filter(pk=part(split, 2).pk).update(damaged_at=clock.now(), lost_at=clock.now())
    page = page_of(client, ana, split)
    assert LOST in page.text
    assert [row[5] for row in page.rows("Partes del respaldo")][1] == "No disponible"
    assert LOST in Page(client(ana).get(reverse("backups:part", args=[split.uuid, 2]))).text


def test_b_56_waiting_for_a_repair_does_not_end_the_validity(client, ana, bruno):
    with clock.frozen_at(making.at_noon(date(2022, 2, 8))):
        request = making.fulfilled(ana, bruno)
    with clock.frozen_at(clock.day_start(date(2022, 2, 15))):
        damage.remove(part(request, 1))
        checking.check_integrity()
    with clock.frozen_at(clock.day_start(date(2022, 2, 17)) + timedelta(hours=9)):
        assert IN_REPAIR in page_of(client, ana, request).text
        BackupPart.objects.filter(backup__request=request).update(lost_at=clock.now())
        assert client(ana).get(reverse("backups:download", args=[request.uuid])).status_code == 410
