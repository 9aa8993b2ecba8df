"""What the AGQ decides, and the courses (institutions I-41, I-42)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection

from institutions.actors import Operator
from institutions.implantation.services import reviewing, tenants, training
from institutions.implantation.states import Attendance, FileKind
from institutions.models import Institution
from quipux import clock
from quipux.errors import DomainError, Forbidden, Invalid
from quipux.outbox.models import Mail
from tests.institutions.implantation import making

REASON = "No corresponde a la Función Ejecutiva."


@pytest.mark.django_db
def test_i_41_where_only_the_executive_enters_a_gad_is_not_eligible_and_reads_what_else_it_can_do(
    sofia, settings, march
):
    settings.QUIPUX_ELIGIBILITY = "apc_only"
    case = making.in_review(sofia, function="gad")
    with pytest.raises(Invalid, match="No elegible"):
        reviewing.accept_request(case, actor=sofia.actor)
    case = reviewing.declare_not_eligible(case, reason=REASON, actor=sofia.actor)
    assert case.get_state_display() == "No elegible"
    mail = Mail.objects.get(to=making.MAIL, key__contains="not_eligible")
    assert "sus propios servidores" in mail.text
    assert "ciudadano con firma electrónica" in mail.text


@pytest.mark.django_db
def test_i_41_by_default_the_same_gad_is_accepted(sofia, march):
    case = making.accepted(sofia, function="gad")
    assert case.state == "accepted"
    assert Mail.objects.filter(to=making.MAIL, subject="QUIPUX: Solicitud de implantación aceptada").exists()


@pytest.mark.django_db
def test_a_ruc_that_is_not_public_needs_its_exception(sofia, march):
    case = making.in_review(sofia, ruc="1790011674001")
    with pytest.raises(Invalid, match="es de una empresa privada, no del sector público"):
        reviewing.accept_request(case, actor=sofia.actor)
    assert reviewing.accept_request(case, exception="Fundación pública.", actor=sofia.actor).state == "accepted"


@pytest.mark.django_db
def test_i_42_without_the_hours_there_is_no_tenant(sofia, march):
    case = making.attend(making.in_training(sofia), sofia, 4, 4, 0)
    assert (case.state, training.lacking(case)) == ("in_training", "Faltan 4 horas: Administración")
    assert case.enrolments.last().attendance == Attendance.ABSENT
    with pytest.raises(DomainError, match="Faltan 4 horas: Administración"):
        tenants.create_training(case, actor=sofia.actor)
    assert not Institution.objects.filter(sigla="INMUE").exists()


@pytest.mark.django_db
def test_hours_missed_are_made_up_in_another_edition_and_the_certificate_follows(sofia, march):
    case = making.attend(making.in_training(sofia), sofia, 4, 4, 2.5)
    [again] = [one for one in making.editions() if one.course.slug == "administracion"]
    case = training.enrol_again(case, again, actor=sofia.actor)
    with clock.frozen_at(again.ends_at):
        case = training.record(case.enrolments.latest("pk"), quarters=6, actor=sofia.actor)
    assert case.state == "trained"
    assert case.files.filter(kind=FileKind.CERTIFICATE).count() == 1


@pytest.mark.django_db
def test_dates_that_overlap_or_have_no_seat_are_refused(sofia, march):
    case, [first, second, third] = making.accepted(sofia), making.editions(seats=1)
    with pytest.raises(Invalid, match="una edición de cada curso"):
        training.schedule(case, [first, second], actor=sofia.actor)
    clashing = training.publish(third.course, starts_at=first.starts_at + timedelta(hours=1), ends_at=first.ends_at,
                                seats=1, instructor="Iván Rea", mode="online")  # fmt: skip
    with pytest.raises(Invalid, match="Se cruzan"):
        training.schedule(case, [first, second, clashing], actor=sofia.actor)
    assert training.schedule(case, [first, second, third], actor=sofia.actor).state == "in_training"
    assert Mail.objects.get(to=making.AIQ["email"], subject="QUIPUX: Fechas de capacitación")


@pytest.mark.django_db
def test_attendance_is_corrected_with_a_reason_and_after_five_days_by_the_agq_alone(sofia, march):
    case = making.attend(making.in_training(sofia), sofia, 4, 4, 0)
    last = case.enrolments.latest("pk")
    ivan = making.factories.make_user("Iván Rea", is_staff=True)
    ivan.user_permissions.add(Permission.objects.get(codename="run_courses"))
    with clock.frozen_at(last.recorded_at + timedelta(days=1)):
        with pytest.raises(Invalid, match="motivo"):
            training.record(last, quarters=8, actor=Operator(ivan))
        training.record(last, quarters=8, reason="Llegó a la segunda mitad.", actor=Operator(ivan))
    with clock.frozen_at(last.recorded_at + timedelta(days=20)):
        with pytest.raises(Forbidden):
            training.record(last, quarters=16, reason="Constaba en la lista.", actor=Operator(ivan))
        assert training.record(last, quarters=16, reason="Constaba en la lista.", actor=sofia.actor).state == "trained"


@pytest.mark.django_db
def test_a_course_of_the_same_person_counts_again_for_24_months(sofia, march):
    before = making.trained(sofia)
    reviewing.withdraw(before, reason="La institución desiste.", letter=making.pdf(), actor=sofia.actor)
    case = making.in_training(sofia)
    for course in training.usual_courses():
        case = training.credit(case, course, reason="Aprobado en otra implantación.", actor=sofia.actor)
    assert case.state == "trained"


@pytest.mark.django_db(transaction=True)
def test_i_42_of_two_who_create_the_tenant_at_once_one_does(sofia):
    case = making.trained(sofia)

    def press(_):
        try:
            tenants.create_training(case, actor=sofia.actor)
        except DomainError as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "created"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, range(2))) == ["NotAllowedNow", "created"]
    assert Institution.objects.filter(sigla="INMUE", environment="training").count() == 1
