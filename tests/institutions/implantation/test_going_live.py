"""From the training tenant to production: items, review, approval, what is copied (institutions I-45, I-46, I-47)."""

import pytest

from institutions.implantation import checks, master
from institutions.implantation.services import going_live, tenants, tracking
from institutions.implantation.states import FileKind, ItemState
from institutions.models import Appointment, DistributionList, Grant, Institution, ListMember
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests import factories
from tests.institutions.implantation import making

pytestmark = pytest.mark.django_db


def test_every_automatic_item_has_its_check_and_no_other():
    assert checks.known() == {code for code, _, (_, automatic) in master.MASTER if automatic}


def test_i_45_with_an_item_at_80_per_cent_and_not_justified_production_cannot_be_asked_for(sofia, march):
    case = making.configuring(sofia)
    making.ImplantationCase.objects.filter(pk=case.pk).update(declared_people=20)
    case, area = making.fresh(case), case.training.areas.get()
    people = [factories.make_servant(area) for _ in range(15)]
    making.fulfil(case)
    making.equip(case)
    item = case.items.get(code="PS-C1")
    tracking.answer(item, answer=ItemState.MET, comment="", justified=False, actor=making.aiq_of(case))
    with pytest.raises(Invalid, match="PS-C1") as refusal:
        going_live.request_golive(case, actor=making.aiq_of(case))
    assert refusal.value.message == "Falta completar: PS-C1."
    assert len(people) == 15  # 16 of 20 with the AIQ: 80 %
    for _ in range(3):
        factories.make_servant(area)
    case = going_live.request_golive(case, actor=making.aiq_of(case))
    assert (case.get_state_display(), case.due_at) == ("Paso a producción solicitado", None)
    told = Mail.objects.filter(key__contains="-golive0-")
    assert told.count() == 1
    assert case.number in told.get().text


def test_without_a_usuario_focal_or_a_confirmed_mailbox_production_cannot_be_asked_for(sofia, march):
    case = making.configuring(sofia)
    making.fulfil(case)
    with pytest.raises(Invalid, match=r"usuario focal.*correo de soporte"):
        going_live.request_golive(case, actor=making.aiq_of(case))


def test_after_the_term_the_aiq_asks_for_nothing_though_no_job_ran(sofia, march):
    case = making.configuring(sofia)
    making.fulfil(case)
    making.equip(case)
    with clock.frozen_at(clock.local(case.due_at).replace(microsecond=1)), pytest.raises(NotAllowedNow, match="venció"):
        going_live.request_golive(case, actor=making.aiq_of(case))


def test_i_46_the_review_opens_again_only_what_failed_and_both_rounds_stay(sofia, march):
    case = making.verifying(sofia)
    making.judge_all(case, sofia, PS_B4="Falta el jefe de la dirección.")
    case = going_live.remark(case, actor=sofia.actor)
    assert case.get_state_display() == "Con observaciones"
    assert list(case.items.filter(is_open=True).values_list("code", flat=True)) == ["PS-B4"]
    with pytest.raises(NotAllowedNow):
        tracking.answer(case.items.get(code="PS-A1"), answer=ItemState.PENDING, comment="", justified=False,
                        actor=making.aiq_of(case))  # fmt: skip
    tracking.answer(case.items.get(code="PS-B4"), answer=ItemState.MET, comment="El área no tiene jefe titular.",
                    justified=True, actor=making.aiq_of(case))  # fmt: skip
    case = going_live.verify(going_live.request_golive(case, actor=making.aiq_of(case)), actor=sofia.actor)
    making.judge_all(case, sofia)
    case = going_live.approve(case, proved=True, actor=sofia.actor)
    assert (case.rounds, case.state) == (2, "approved")
    rounds = [e for e in Entry.objects.of(case) if e.action in ("verifying", "with_remarks", "approved")]
    assert [entry.action for entry in rounds] == ["approved", "verifying", "with_remarks", "verifying"]
    assert case.files.filter(kind=FileKind.APPROVAL).count() == 1


def test_i_46_who_also_serves_in_the_institution_does_not_approve_it(sofia, march):
    case = making.verifying(sofia)
    making.judge_all(case, sofia)
    factories.make_appointment(sofia.user, case.training.areas.get())
    with pytest.raises(Forbidden, match="su propia institución"):
        going_live.approve(case, proved=True, actor=sofia.actor)


def parametrise(case):
    """An área with a jefe, a public list, a format with its declared sequence, and a practice document."""
    from documents.models import NumberCounter, NumberFormat, NumberSkip

    area = factories.make_area(case.training, "Dirección de Pruebas", sigla="DP")
    chief = factories.make_servant(area, "Bruno Paz", title="Director", profile=Appointment.Profile.CHIEF,
                                   permissions=["sign_electronically"])  # fmt: skip
    listed = DistributionList.objects.create(institution=case.training, owner=chief, name="Directores", is_public=True)
    ListMember.objects.create(list=listed, appointment=chief)
    memo = factories.document_type()
    NumberFormat.objects.create(area=area, type=memo, separator="/")
    counter = NumberCounter.objects.create(area=area, type=memo, year=clock.today().year, last=172)
    NumberSkip.objects.create(
        counter=counter, first=1, last=150, reason="Secuencia declarada.", actor="Diana", at=clock.now()
    )
    factories.make_document(chief, to=[making.aiq_of(case).appointment])


def test_i_47_production_gets_the_parametrisation_and_no_document_and_only_the_aiq_a_mail(sofia, march):
    from documents.models import Document, NumberCounter, NumberFormat

    case = making.approved(sofia)
    parametrise(case)
    told = set(Mail.objects.values_list("pk", flat=True))
    case = tenants.create_production(case, copies=True, actor=sofia.actor)
    new = Institution.objects.get(sigla="INMUE", environment="production")
    assert (case.production, new.areas.get(sigla="DP").parent) == (new, new.areas.get(parent=None))
    chief = new.appointments.get(person__surnames="Paz")
    assert (chief.state, chief.profile) == ("scheduled", "jefe")
    assert Grant.objects.filter(appointment=chief).values_list("permission", flat=True).get() == "sign_electronically"
    assert new.lists.get().members.get().appointment == chief
    assert NumberFormat.objects.get(area__institution=new).separator == "/"
    assert NumberCounter.objects.get(area__institution=new).last == 150
    assert not Document.objects.filter(institution=new).exists()
    assert set(Mail.objects.exclude(pk__in=told).values_list("to", flat=True)) == {making.AIQ["email"]}
    assert "sha256" in Entry.objects.of(case).get(action="copied").details


def test_operation_is_asked_by_the_aiq_and_silence_of_ten_working_days_confirms_it(sofia, march):
    from institutions.implantation.services import deadlines, desk

    case = tenants.create_production(making.approved(sofia), actor=sofia.actor)
    actor = making.aiq_of(case)
    with pytest.raises(Invalid, match="PS-P1"):
        going_live.ask_operation(case, actor=actor)
    making.fulfil(case)
    making.equip(case)
    desk.announce(actor=actor)
    case = going_live.ask_operation(case, actor=actor)
    with clock.frozen_at(clock.local(case.due_at)):
        deadlines.tick()
    assert making.fresh(case).state == "configuring_production"
    with clock.frozen_at(clock.local(case.due_at).replace(hour=0) + making.timedelta(days=1)):
        deadlines.tick()
    assert making.fresh(case).get_state_display() == "En operación"
