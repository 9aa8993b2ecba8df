"""Another AIQ in production (institutions I-49)."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection

from accounts.models import User
from institutions.aiq_changes import services
from institutions.models import AiqChange, Grant, RevokedGrant
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.outbox.models import Mail
from quipux.outbox.secrets import SECRET
from tests.institutions.implantation import making

START = datetime(2026, 3, 2, 10, 15, tzinfo=clock.GUAYAQUIL)
REASON = "La máxima autoridad designa a otra persona."
CREDIT = "Aprobó los cursos en otra institución."


@pytest.fixture
def diego(diego):
    """The AIQ holds 36 too."""
    Grant.objects.create(appointment=diego.appointment, permission="institutional_admin")
    vars(diego.actor).pop("permissions", None)
    return diego


def ask(diego, *, days=9, person=making.AIQ) -> AiqChange:
    return services.request_change(person, effective_at=clock.now() + timedelta(days=days), reason=REASON,
                                   letter=making.pdf(), actor=diego.actor)  # fmt: skip


def holders(institution) -> list[tuple[str, str]]:
    rows = Grant.objects.filter(appointment__institution=institution, permission__in=services.PAIR)
    return sorted(rows.values_list("appointment__person__identity_number", "permission"))


@pytest.mark.django_db
def test_i_49_five_working_days_ahead_are_too_few_and_seven_are_enough(diego, sofia, ana):
    with clock.frozen_at(START):
        with pytest.raises(Invalid, match="siete días"):
            ask(diego, days=7)
        change = ask(diego)
        with pytest.raises(Invalid, match="en curso"):
            ask(diego)
        with pytest.raises(Forbidden):
            ask(ana)
        with pytest.raises(Invalid, match="Faltan 12 horas"):
            services.enable(change, actor=sofia.actor)
        services.enable(change, credit=CREDIT, actor=sofia.actor)
        assert services.take_effect_due() == 0
    with clock.frozen_at(change.effective_at):
        assert (services.take_effect_due(), services.take_effect_due()) == (1, 0)
    new = making.AIQ["identity_number"]
    assert holders(diego.appointment.institution) == [(new, "administer"), (new, "institutional_admin")]
    assert RevokedGrant.objects.filter(appointment=diego.appointment).count() == 2
    assert Mail.objects.filter(subject="QUIPUX: Cambio de AIQ", to=making.AIQ["email"]).exists()
    person = User.objects.get(identity_number=new)
    activation = Mail.objects.get(about=person.uuid)
    assert (activation.to, SECRET in activation.text) == (making.AIQ["email"], True)


@pytest.mark.django_db
def test_what_is_rejected_or_annulled_never_takes_effect(diego, sofia):
    with clock.frozen_at(START):
        change = services.reject(ask(diego), reason="El oficio no está firmado.", actor=sofia.actor)
        with pytest.raises(NotAllowedNow):
            services.enable(change, credit=CREDIT, actor=sofia.actor)
        second = services.enable(ask(diego), credit=CREDIT, actor=sofia.actor)
        services.cancel(second, reason="La autoridad se retractó.", actor=diego.actor)
    with clock.frozen_at(START + timedelta(days=30)):
        assert services.take_effect_due() == 0
    assert {identity for identity, _ in holders(diego.appointment.institution)} == {diego.user.identity_number}


@pytest.mark.django_db(transaction=True)
def test_i_49_no_reader_ever_sees_the_institution_without_aiq(diego, sofia):
    with clock.frozen_at(START):
        change = services.enable(ask(diego), credit=CREDIT, actor=sofia.actor)
    institution, seen, over = diego.appointment.institution, [], threading.Event()

    def read():
        try:
            while not over.is_set():
                seen.append(len(holders(institution)))
        finally:
            connection.close()

    reader = threading.Thread(target=read)
    reader.start()
    with clock.frozen_at(change.effective_at):
        services.take_effect_due()
    over.set()
    reader.join()
    assert set(seen) == {2}
