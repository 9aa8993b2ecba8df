"""What operators do, by the services: reasons, second looks, retries, extensions, answers (T10–T13, T17, T20)."""

from datetime import timedelta

import pytest

from backups.models import Backup, BackupRequest, PendingAct, SupportQuestion
from backups.services import operating, requests, running, scheduling, second_looks
from backups.validity import last_day
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests.backups import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def single(ana, bruno) -> BackupRequest:
    """Ana's attended request, built for real."""
    return making.fulfilled(ana, bruno)


def fresh(request) -> BackupRequest:
    return BackupRequest.objects.select_related("backup").get(pk=request.pk)


def newest(request) -> Entry:
    return Entry.objects.of(request).first()


def failed(person, other) -> BackupRequest:
    request = making.approved(person, other)
    running.fail(making.claim(request).pk, "12-StoreError")
    return fresh(request)


@pytest.mark.parametrize("act", [operating.pause, operating.resume, operating.retry, operating.remove])
def test_every_act_asks_a_reason(ana, bruno, sofia, act):
    request = making.approved(ana, bruno)
    with pytest.raises(Invalid, match="Escriba el motivo"):
        act(request, actor=sofia.actor, reason="  ")


@pytest.mark.parametrize("act", [operating.pause, operating.remove])
def test_a_reader_of_the_sge_changes_nothing(ana, bruno, rosa, act):
    request = making.approved(ana, bruno)
    before = Entry.objects.of(request).count()
    with pytest.raises(Forbidden):
        act(request, actor=rosa.actor, reason="Intento")
    assert (fresh(request).state, fresh(request).backup.state) == ("approved", "pending")
    assert Entry.objects.of(request).count() == before


def test_an_operator_needs_no_more_than_the_permission(ana, bruno, tomas):
    request = making.approved(ana, bruno)
    operating.pause(request, actor=tomas.actor, reason="Revisión")
    operating.pause(request, actor=tomas.actor, reason="Otra vez")
    assert fresh(request).backup.state == "paused"
    assert [e.comment for e in Entry.objects.of(request).filter(action="paused")] == ["Revisión"]


def test_a_retried_backup_gets_a_night_and_its_reason_stands_in_the_recorrido(ana, bruno, sofia):
    request = failed(ana, bruno)
    operating.retry(request, actor=sofia.actor, reason="Se reparó el almacenamiento")
    backup = fresh(request).backup
    assert (backup.state, backup.attempts, backup.failure) == ("pending", 0, "")
    assert backup.scheduled_for >= scheduling.window().next_to_begin(clock.now())
    entry = newest(request)
    assert (entry.label, entry.actor_name) == ("Respaldo calendarizado", "Sofía Andrade")
    assert entry.comment == (f"Se cambia fecha de ejecución de respaldo a: {backup.scheduled_for}. "
                             "Motivo: Se reparó el almacenamiento")  # fmt: skip
    with pytest.raises(NotAllowedNow):
        operating.retry(fresh(request), actor=sofia.actor, reason="Otra vez")


# Extension --------------------------------------------------------------------------------------------


def test_an_extension_adds_calendar_days_and_mails_nobody(single, sofia):
    end, mails = last_day(single.backup.expires_at), Mail.objects.count()
    operating.extend(single, actor=sofia.actor, days=3, reason="Caída del servicio")
    backup = fresh(single).backup
    assert last_day(backup.expires_at) == end + timedelta(days=3)
    assert clock.local(backup.expires_at).time().isoformat() == "00:00:00"
    assert (newest(single).label, newest(single).comment) == (
        "Vigencia extendida", f"Nueva vigencia: hasta el {end + timedelta(days=3)}. Motivo: Caída del servicio")  # fmt: skip
    assert Mail.objects.count() == mails


@pytest.mark.parametrize("days", [0, -2, 31])
def test_an_extension_never_shortens_nor_lasts_for_ever(single, sofia, days):
    with pytest.raises(Invalid, match="entre 1 y 30"):
        operating.extend(single, actor=sofia.actor, days=days, reason="Motivo")
    assert fresh(single).backup.expires_at == single.backup.expires_at


def test_what_is_not_generated_has_nothing_to_extend(ana, bruno, sofia):
    request = making.approved(ana, bruno)
    with pytest.raises(NotAllowedNow):
        operating.extend(request, actor=sofia.actor, days=1, reason="Motivo")


def test_what_ended_is_not_revived_and_a_reader_extends_nothing(single, sofia, rosa):
    with pytest.raises(Forbidden):
        operating.extend(single, actor=rosa.actor, days=1, reason="Motivo")
    with clock.frozen_at(single.backup.expires_at), pytest.raises(NotAllowedNow, match="ya terminó"):
        operating.extend(single, actor=sofia.actor, days=1, reason="Motivo")


# Two operators ----------------------------------------------------------------------------------------


def test_t20_what_can_still_be_downloaded_is_eliminated_by_two_people(single, sofia, tomas):
    act = operating.remove(single, actor=sofia.actor, reason="Pedido de la institución")
    assert (act.asked_by, act.reason, fresh(single).state) == (sofia.user, "Pedido de la institución", "fulfilled")
    assert operating.remove(single, actor=sofia.actor, reason="Otra vez") == act
    with pytest.raises(Forbidden, match="otra persona"):
        second_looks.confirm(act, actor=sofia.actor)
    second_looks.confirm(act, actor=tomas.actor)
    second_looks.confirm(act, actor=tomas.actor)
    gone = fresh(single)
    assert (gone.state, gone.backup.state, gone.delete_reason) == ("deleted", "deleted", "operator")
    entry = newest(single)
    assert (entry.label, entry.actor_name, entry.comment) == (
        "Solicitud eliminada", "Sofía Andrade", "Pedido de la institución")  # fmt: skip
    assert entry.details == {"confirmed_by": tomas.user.pk}
    [mail] = Mail.objects.filter(subject__contains="eliminada")
    assert "Eliminado por: Sofía Andrade." in mail.text
    assert "Comentario: Pedido de la institución" in mail.text


def test_t20_a_second_operator_may_refuse_and_the_first_may_ask_again(single, sofia, tomas, rosa):
    act = operating.remove(single, actor=sofia.actor, reason="Por error")
    with pytest.raises(Forbidden):
        second_looks.reject(act, actor=rosa.actor)
    second_looks.reject(act, actor=tomas.actor)
    assert fresh(single).state == "fulfilled"
    second_looks.confirm(act, actor=tomas.actor)
    assert fresh(single).state == "fulfilled"
    again = operating.remove(single, actor=sofia.actor, reason="Ahora sí")
    assert again != act
    assert PendingAct.objects.filter(answered_at=None).count() == 1


@pytest.mark.parametrize("case", ["expired", "off", "waiting"])
def test_t20_one_operator_is_enough_when_nothing_can_be_downloaded_or_the_setting_is_off(
    ana, bruno, sofia, settings, case
):
    request = making.approved(ana, bruno) if case == "waiting" else making.fulfilled(ana, bruno)
    settings.QUIPUX_TWO_OPERATORS = case != "off"
    moment = fresh(request).backup.expires_at if case == "expired" else clock.now()
    with clock.frozen_at(moment):
        assert operating.remove(request, actor=sofia.actor, reason="Motivo") is None
    assert fresh(request).state == "deleted"


def test_t20_a_removal_asked_for_does_not_revive_what_expired_meanwhile(single, sofia, tomas):
    act = operating.remove(single, actor=sofia.actor, reason="Motivo")
    with clock.frozen_at(single.backup.expires_at):
        operating.remove(single, actor=sofia.actor, reason="Ya venció")
    with pytest.raises(NotAllowedNow):
        second_looks.confirm(act, actor=tomas.actor)
    assert [e.comment for e in Entry.objects.of(single).filter(action="deleted")] == ["Ya venció"]


def test_b_50_an_eliminated_request_is_never_generated_and_a_new_one_is_possible(ana, bruno, sofia):
    request = making.approved(ana, bruno)
    backup = making.claim(request)
    running.prepare(backup.pk)
    operating.remove(fresh(request), actor=sofia.actor, reason="Pedido")
    for part in backup.parts.values_list("pk", flat=True):
        running.build_part(part)
    running.close(backup.pk)
    gone = fresh(request)
    assert (gone.state, gone.backup.state) == ("deleted", "deleted")
    assert not Entry.objects.of(request).filter(action="generated").exists()
    assert requests.save_draft(making.wish(), actor=ana.actor).state == "draft"
    assert not Backup.objects.get(pk=backup.pk).parts.exclude(finished_at=None).exists()


# Support ----------------------------------------------------------------------------------------------


@pytest.fixture
def question(single, ana) -> SupportQuestion:
    return SupportQuestion.objects.create(request=single, person=ana.user, asked_at=clock.now(), reason="Se corta")


def test_b_58_the_answer_goes_by_mail_once_and_stands_in_the_recorrido(question, single, ana, sofia):
    for answer in ("Reparamos la parte 1; pruebe otra vez.", "Otra respuesta"):
        operating.answer_support(question, actor=sofia.actor, answer=answer)
    question.refresh_from_db()
    assert (question.answer, question.answered_by) == ("Reparamos la parte 1; pruebe otra vez.", sofia.user)
    [mail] = Mail.objects.filter(key=f"soporte-respuesta-{question.pk}")
    assert mail.to == ana.user.email
    assert "Reparamos la parte 1; pruebe otra vez." in mail.text
    assert newest(single).label == "Solicitud de descarga respondida"


@pytest.mark.parametrize("answer", ["", "  ", "x" * 2001])
def test_an_answer_says_something_and_not_too_much(question, sofia, answer):
    with pytest.raises(Invalid):
        operating.answer_support(question, actor=sofia.actor, answer=answer)


def test_only_operators_answer(question, rosa, ana):
    for somebody in (rosa, ana):
        with pytest.raises(Forbidden):
            operating.answer_support(question, actor=somebody.actor, answer="Respuesta")
