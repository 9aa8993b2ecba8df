"""Every mail of backups §7: to whom, with what words, and once (B-57)."""

import smtplib
from datetime import date, timedelta

import pytest
from django.core import mail as django_mail

from backups.models import Backup, BackupPart, BackupRequest, PartDownload
from backups.recipients import recipients_of
from backups.services import expiring, notices, operating, reminding
from backups.states import Kind, RequestState
from backups.validity import last_day
from institutions import services as institutions
from quipux import clock
from quipux.history.recorder import SYSTEM
from quipux.outbox import services as outbox
from quipux.outbox.models import Mail, MailState
from tests import factories
from tests.backups import making
from tests.cast import servant

pytestmark = pytest.mark.django_db
GENERATED_ON = date(2022, 2, 8)


@pytest.fixture
def available(ana, bruno) -> BackupRequest:
    """Ana's backup, generated on 2022-02-08 and usable through the 15th."""
    with clock.frozen_at(making.at_noon(GENERATED_ON)):
        return making.fulfilled(ana, bruno)


def sent(event, request) -> list[Mail]:
    return list(Mail.objects.filter(key__startswith=f"{event}-{request.uuid}").order_by("pk"))


def remind_on(day: date) -> dict:
    with clock.frozen_at(clock.day_start(day) + timedelta(hours=8)):
        return reminding.remind()


def take_all(request, person, day: date) -> None:
    for part in BackupPart.objects.filter(backup__request=request):
        PartDownload.objects.create(part=part, person=person.user, started_at=making.at_noon(day), first_byte=0,
                                    ended_at=making.at_noon(day), bytes_sent=part.bytes)  # fmt: skip


def institutional(request, sender) -> BackupRequest:
    """The same request as if an AIQ had sent it."""
    BackupRequest.objects.filter(pk=request.pk).update(kind=Kind.INSTITUTIONAL, sent_by=sender.appointment,
                                                       created_by=sender.appointment)  # fmt: skip
    return BackupRequest.objects.get(pk=request.pk)


def test_b_57_the_last_day_is_told_only_while_a_part_is_missing(available, ana):
    assert remind_on(date(2022, 2, 15))["last_day"] == 1
    assert remind_on(date(2022, 2, 15))["last_day"] == 0
    [told] = sent("ultimo-dia", available)
    assert told.subject == f"QUIPUX: su respaldo No. {available.number} vence hoy"
    assert "Su respaldo vence hoy a las 23:59 (GMT-5). Falta 1 de 1 partes por descargar." in told.text
    assert (told.to, f"/respaldos/{available.uuid}/descargar/" in told.text) == (ana.appointment.notice_address, True)


def test_b_57_nobody_who_took_everything_is_reminded(available, ana):
    take_all(available, ana, date(2022, 2, 9))
    assert remind_on(date(2022, 2, 12)) == remind_on(date(2022, 2, 15)) == {"half_way": 0, "last_day": 0}


def test_half_of_the_validity_is_told_once_even_if_the_job_was_late(available):
    assert remind_on(date(2022, 2, 11)) == {"half_way": 0, "last_day": 0}
    assert remind_on(date(2022, 2, 13)) == {"half_way": 1, "last_day": 0}
    assert remind_on(date(2022, 2, 14)) == {"half_way": 0, "last_day": 0}
    [told] = sent("mitad", available)
    assert told.subject == f"QUIPUX: su respaldo No. {available.number} vence el 2022-02-15"
    assert "Su respaldo vence el 2022-02-15 a las 23:59 (GMT-5). Falta 1 de 1 partes por descargar." in told.text


def test_half_of_seven_days_is_the_fourth_and_of_four_the_second(available, diego):
    backup = Backup.objects.select_related("request").get(request=available)
    assert reminding.half_of(backup) == date(2022, 2, 12)
    backup.request = institutional(available, diego)
    assert reminding.half_of(backup) == last_day(backup.expires_at) - timedelta(days=2)


def test_a_transfer_that_the_proxy_made_is_not_held_against_anybody(available, ana):
    part = BackupPart.objects.get(backup__request=available)
    PartDownload.objects.create(part=part, person=ana.user, started_at=clock.now(), first_byte=0, is_observed=False)
    assert remind_on(date(2022, 2, 15))["last_day"] == 0


def test_a_backup_in_repair_reminds_nobody(available):
    BackupPart.objects.filter(backup__request=available).update(damaged_at=clock.now())
    assert remind_on(date(2022, 2, 15)) == {"half_way": 0, "last_day": 0}


def test_b_55_the_end_is_told_when_a_part_was_never_downloaded(available):
    with clock.frozen_at(clock.day_start(date(2022, 2, 16))):
        expiring.expire_due()
    [told] = sent("vencido", available)
    assert told.subject == f"QUIPUX: el respaldo No. {available.number} venció"
    sentence = "La vigencia terminó el 2022-02-15. Los archivos se eliminaron. Puede solicitarlo otra vez."
    assert sentence in told.text


def test_b_55_the_end_is_not_told_to_who_took_everything(available, ana):
    take_all(available, ana, date(2022, 2, 9))
    with clock.frozen_at(clock.day_start(date(2022, 2, 16))):
        expiring.expire_due()
    assert sent("vencido", available) == []


def test_an_operator_who_eliminates_is_named_and_the_comment_told(ana, bruno, sofia):
    request = making.approved(ana, bruno)
    operating.remove(request, actor=sofia.actor, reason="Pedido de la institución")
    [told] = sent("eliminada", request)
    assert told.subject == f"QUIPUX: Solicitud de Respaldo No. {request.number} eliminada"
    lines = told.text.splitlines()
    first = lines.index("Se ha realizado un cambio de estado de la solicitud de respaldo de documentos.")
    assert lines[first + 1 : first + 3] == ["Eliminado por: Sofía Andrade.", "Comentario: Pedido de la institución"]


def test_nobody_gets_a_mail_about_the_own_act(ana, bruno):
    request = making.approved(ana, bruno)
    notices.deleted(request, by=ana.user.full_name, comment="Ya no", actor=ana.actor)
    assert sent("eliminada", request) == []
    notices.deleted(request, by=bruno.user.full_name, comment="Ya no", actor=bruno.actor)
    assert len(sent("eliminada", request)) == 1


def test_a_new_night_is_told_once_per_night(ana, bruno):
    request = making.approved(ana, bruno)
    for night in (date(2026, 3, 12), date(2026, 3, 12), date(2026, 3, 13)):
        notices.new_night(request, night)
    told = sent("noche", request)
    assert [one.subject for one in told] == [f"QUIPUX: nueva fecha para su respaldo No. {request.number}"] * 2
    assert "Su respaldo se generará la noche del 2026-03-12. No necesita hacer nada." in told[0].text


def test_b_57_an_institutional_backup_is_told_to_the_aiq_who_sent_it(ana, bruno, diego):
    request = institutional(making.fulfilled(ana, bruno), diego)
    Mail.objects.all().delete()
    notices.ready(request, request.backup, omissions=0)
    [told] = sent("generado", request)
    assert told.to == diego.appointment.notice_address
    assert told.subject == f"QUIPUX: el respaldo No. {request.number} está listo"
    assert "Recuerde que tiene 4 días para descargar el respaldo." in told.text
    assert "Es responsabilidad del AIQ entregarlo al ciudadano requirente." in told.text
    assert ana.user.identity_number not in told.text + told.html


def test_an_aiq_who_is_none_any_more_is_replaced_by_those_in_office(ana, bruno, diego, institution):
    request = institutional(making.approved(ana, bruno), diego)
    area = factories.make_area(institution, "Planificación", sigla="PLA")
    others = [servant(factories.make_servant(area, name, title="Administrador", permissions=["administer"]))
              for name in ("Rosa Paz", "Iván Luna")]  # fmt: skip
    assert [one.user for one in recipients_of(request)] == [diego.user]
    diego.appointment.grants.all().delete()
    assert {one.user for one in recipients_of(request)} == {other.user for other in others}
    notices.new_night(request, date(2026, 3, 12))
    assert len(sent("noche", request)) == 2


def test_the_work_address_serves_while_the_post_works_and_the_persons_own_afterwards(ana, bruno):
    request, post = making.approved(ana, bruno), ana.appointment
    post.work_email, post.work_email_verified_at = "ana.torres@minej.gob.ec", clock.now()
    post.save()
    assert recipients_of(BackupRequest.objects.get(pk=request.pk))[0].address == "ana.torres@minej.gob.ec"
    institutions.deactivate(post, last_day=clock.today(), actor=SYSTEM)
    assert recipients_of(BackupRequest.objects.get(pk=request.pk))[0].address == ana.user.verified_email


def test_omissions_above_one_percent_are_told_to_the_operators(ana, bruno, settings):
    from tests.backups.test_failures import lose

    settings.QUIPUX_ALERT_EMAIL = "alertas@ejemplo.gob.ec"
    document = factories.make_document(ana, to=[bruno], at=making.at_noon(date(2020, 1, 7)),
                                       pdf=b"%PDF-1.4 unico\n%%EOF\n")  # fmt: skip
    document.refresh_from_db()
    request = making.approved(ana, bruno)
    lose(document.official_pdf.sha256)
    assert making.build(request).request.state == RequestState.FULFILLED
    [told] = Mail.objects.filter(to=settings.QUIPUX_ALERT_EMAIL)
    assert told.subject == f"QUIPUX: alerta de respaldos: omisiones en el respaldo No. {request.number}"
    assert "Código: " in told.text


def test_b_57_a_mail_server_that_is_down_delays_the_mail_and_nothing_else(ana, bruno, monkeypatch):
    class Down:
        def __init__(self, **options):
            raise smtplib.SMTPServerDisconnected("no hay servidor")

    with monkeypatch.context() as patch:
        patch.setattr(django_mail, "get_connection", Down)
        request = making.fulfilled(ana, bruno)
        assert outbox.send_due() == 0
    assert request.state == RequestState.FULFILLED
    [waiting] = sent("generado", request)
    assert (waiting.state, waiting.attempts, waiting.last_error) == (MailState.QUEUED, 1, "SMTPServerDisconnected")
    with clock.frozen_at(clock.now() + timedelta(minutes=1)):
        assert outbox.send_due() == 1
        assert outbox.send_due() == 0
    assert [one.extra_headers["Message-ID"] for one in django_mail.outbox] == [outbox.message_id(waiting.key)]


def test_a_mail_is_given_up_after_a_day_of_waits_that_grow(ana, bruno, monkeypatch):
    def refused(message, **options):
        raise smtplib.SMTPServerDisconnected("no hay servidor")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refused)
    begun = clock.now()
    assert outbox.queue_mail(key="uno", to="ana@ejemplo.gob.ec", subject="a", text="b")
    waits, mail = [], Mail.objects.get(key="uno")
    while mail.state == MailState.QUEUED:
        instant = mail.next_attempt_at
        with clock.frozen_at(instant):
            outbox.send_due(limit=1)
        mail.refresh_from_db()
        waits.append(mail.next_attempt_at - instant)
    assert waits[:3] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]
    assert max(waits) == timedelta(hours=1)
    assert timedelta(hours=24) < mail.next_attempt_at - waits[-1] - begun < timedelta(hours=26)
