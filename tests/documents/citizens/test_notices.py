"""Avisos and mails of citizens, with and without electronic signature (documents §16.6)."""

import pytest

from accounts.models import User
from documents.states import CopyRole
from quipux import clock
from quipux.notices.models import Notice
from quipux.outbox.models import Mail
from tests.backups.pages.reading import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail(gina):
    User.objects.filter(pk=gina.user.pk).update(email="gina@ejemplo.ec", email_verified_at=clock.now())
    gina.user.refresh_from_db()


def told(person):
    return list(
        Notice.objects.filter(user=person.user, context="ciudadano").order_by("pk").values_list("text", flat=True)
    )


def test_what_left_on_paper_is_told_to_her_and_never_who_printed_it(external, letter, gina, bruno):
    presented = external(gina, to=[bruno], subject="Pedido reservado")
    answer = letter(bruno, to=gina, answer_to=presented.copies.exclude(role=CopyRole.ORIGINAL).get())
    plain = letter(bruno, to=gina)
    assert told(gina) == [
        f"Carta respondida: {presented.number}, con el documento {answer.number}",
        f"Documento recibido: {plain.number}",
    ]
    mail = Mail.objects.get(subject=f"QUIPUX: Carta respondida – {answer.number}")
    assert f"/ciudadano/documentos/{answer.copies.get(party__person=gina.user).uuid}/" in mail.text
    assert "Pedido" not in mail.text
    assert "Bruno" not in mail.text


def test_the_bell_of_a_citizen_counts_what_she_was_told_as_a_citizen_and_the_page_marks_it_read(letter, gina, bruno):
    document = letter(bruno, to=gina)
    citizen = gina.enter()
    page = citizen.get("/avisos/")
    assert 'Avisos 1<span class="govuk-visually-hidden"> sin leer</span>' in page.text
    link = Page(page).links()[f"Documento recibido: {document.number}"]
    assert citizen.get(link).status_code == 200
    assert "Avisos 1" not in citizen.post("/avisos/leidos/", follow=True).text
    assert not Notice.objects.unread().filter(user=gina.user).exists()


def test_who_wants_no_mails_has_the_notice_alone(letter, gina, bruno):
    gina.user.gets_mails = False
    gina.user.save(update_fields=["gets_mails"])
    letter(bruno, to=gina)
    assert (len(told(gina)), Mail.objects.count()) == (1, 0)
