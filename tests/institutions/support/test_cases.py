"""Support cases (institutions §13)."""

from datetime import datetime, timedelta

import pytest

from accounts.models import CitizenProfile
from institutions.actors import Citizen, Operator
from institutions.models import SupportCase, SupportState
from institutions.support import services
from institutions.support.acts import ACTS
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests import factories
from tests.cast import Person, servant
from tests.institutions.support.making import WORDS, open_case, picture

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 10, 15, tzinfo=clock.GUAYAQUIL)
DIAGNOSIS = "Su puesto y sus permisos están bien; se probó con otro navegador."
ANSWER = "El documento está en la bandeja «Informados»."


@pytest.fixture(autouse=True)
def central(settings):
    settings.QUIPUX_SUPPORT_EMAIL = "soporte@administracionpublica.gob.ec"
    return settings.QUIPUX_SUPPORT_EMAIL


@pytest.fixture
def mailbox(institution) -> str:
    institution.support_email, institution.support_email_verified_at = "ayuda@ejemplo.gob.ec", clock.now()
    institution.save()
    return institution.support_email


def state_of(case) -> str:
    return SupportCase.objects.get(pk=case.pk).state


def test_i_50_a_case_is_escalated_with_a_diagnosis_only_and_closes_itself_on_the_fifth_working_day(
    mailbox, ana, diego, sofia, central
):
    with clock.frozen_at(MONDAY):
        case = open_case(ana)
        assert case.number == "CAS-2026-00001"
        assert Mail.objects.get(to=mailbox).subject == f"QUIPUX: Caso {case.number} Abierto (nivel 1)"
        for words in ("", "No se sabe."):
            with pytest.raises(Invalid, match="Registre el diagnóstico de primer nivel antes de escalar"):
                services.escalate(case, diagnosis=words, actor=diego.actor)
        assert not Mail.objects.filter(to=central).exists()
        case = services.escalate(case, diagnosis=DIAGNOSIS, actor=diego.actor)
        told = Mail.objects.get(to=central)
        assert case.number in told.subject
        assert DIAGNOSIS not in told.text + told.html
        assert WORDS not in told.text
        services.take(case, actor=sofia.actor)
        services.resolve(case, answer=ANSWER, actor=sofia.actor)
        assert Mail.objects.filter(to=ana.appointment.notice_address, subject__endswith="Resuelto").count() == 1
    with clock.frozen_at(MONDAY + timedelta(days=6, hours=-4)):  # Sunday
        assert services.close_due() == 0
    with clock.frozen_at(MONDAY + timedelta(days=7, hours=-4)):  # Monday, the fifth working day
        assert (services.close_due(), services.close_due()) == (1, 0)
    assert state_of(case) == SupportState.CLOSED
    assert next(entry.actor_name for entry in Entry.objects.of(case)) == "Sistema"


def test_a_reopened_case_goes_back_to_the_level_that_answered_within_fifteen_days(ana, diego, sofia):
    with clock.frozen_at(MONDAY):
        case = services.resolve_first(open_case(ana), answer=ANSWER, actor=diego.actor)
        with pytest.raises(Invalid):
            services.reopen(case, reason="No.", actor=ana.actor)
        services.close(case, actor=ana.actor)
    with clock.frozen_at(MONDAY + timedelta(days=15)):
        case = services.reopen(case, reason="Tampoco está en esa bandeja.", actor=ana.actor)
        with pytest.raises(NotAllowedNow):
            services.take(case, actor=sofia.actor)  # it was of the first level
        case = services.escalate(case, diagnosis=DIAGNOSIS, actor=diego.actor)
        services.take(case, actor=sofia.actor)
        case = services.resolve(case, answer=ANSWER, actor=sofia.actor)
        case = services.reopen(case, reason="Sigue sin aparecer el documento.", actor=ana.actor)
        with pytest.raises(NotAllowedNow):
            services.resolve_first(case, answer=ANSWER, actor=diego.actor)
        services.take(case, actor=sofia.actor)
        services.resolve(case, answer=ANSWER, actor=sofia.actor)
        services.close(case, actor=ana.actor)
    with clock.frozen_at(MONDAY + timedelta(days=30, seconds=1)), pytest.raises(NotAllowedNow, match="caso nuevo"):
        services.reopen(case, reason="Otra vez no aparece.", actor=ana.actor)


def test_each_level_answers_only_its_own_cases_and_strangers_find_none(ana, bruno, carla, diego, sofia, area):
    case, focal = open_case(ana), servant(factories.make_servant(area, permissions=["support_level1"]))
    reader = Operator(factories.make_user(is_staff=True))
    for somebody in (ana, bruno, carla, sofia):
        with pytest.raises(Forbidden):
            services.resolve_first(case, answer=ANSWER, actor=somebody.actor)
    for somebody, sees in ((ana, 1), (diego, 1), (focal, 1), (bruno, 0), (carla, 0)):
        assert SupportCase.objects.visible_to(somebody.actor).count() == sees
    assert not SupportCase.objects.of_second_level().exists()
    services.escalate(case, diagnosis=DIAGNOSIS, actor=focal.actor)
    assert SupportCase.objects.of_second_level().exists()
    for actor in (reader, diego.actor):
        with pytest.raises(Forbidden):
            services.take(case, actor=actor)


def test_a_case_of_a_citizen_starts_at_the_second_level(central):
    user = factories.make_user("Gina Salazar")
    gina = Person(user, None, Citizen(user, CitizenProfile.objects.create(person=user)))
    case = open_case(gina)
    assert (case.state, case.institution) == (SupportState.ESCALATED, None)
    assert Mail.objects.filter(to=central, subject__contains=case.number).count() == 1
    assert list(SupportCase.objects.visible_to(gina.actor)) == [case]


@pytest.mark.parametrize("state", SupportState.values)
def test_every_move_outside_the_table_is_refused(ana, diego, sofia, state):
    allowed = {"open_l1": {"resolver", "escalar"}, "resolved_l1": {"cerrar", "reabrir"}, "escalated": {"tomar"},
               "in_progress": {"responder"}, "resolved": {"cerrar", "reabrir"}, "closed": {"reabrir"},
               "reopened": {"resolver", "escalar"}}  # fmt: skip
    case = SupportCase(author=ana.user, institution=ana.appointment.institution, state=state, level=1)
    found = {slug for slug, act in ACTS.items() for person in (ana, diego, sofia) if act.admits(case, person.actor)}
    assert found == allowed[state]


def test_captures_are_pictures_and_at_most_five(ana):
    for captures in ([picture()] * 6, [picture("pantalla.png", b"no es una imagen")], [picture("virus.exe")]):
        with pytest.raises(Invalid) as refused:
            open_case(ana, captures=captures)
        assert "captures" in refused.value.fields
    assert not SupportCase.objects.exists()


def test_the_pages_open_answer_and_close_a_case(client, ana, diego, sofia, mailbox):
    ana_at, diego_at, sofia_at = client(ana), client(diego), client(sofia)
    posted = ana_at.post("/ayuda/casos/nuevo/", {"module": "trays", "description": "Corto", "captures": []})
    assert posted.status_code == 422
    assert "al menos 20 caracteres" in posted.text
    posted = ana_at.post("/ayuda/casos/nuevo/", {"module": "trays", "description": WORDS, "captures": [picture()]})
    case = SupportCase.objects.get()
    address = case.get_absolute_url()
    assert posted.url == address
    assert case.captures.count() == 1
    refused = diego_at.post(f"{address}escalar/", {"escalar-text": "Corto"})
    assert refused.status_code == 422
    assert services.NO_DIAGNOSIS in refused.text
    assert diego_at.post(f"{address}escalar/", {"escalar-text": DIAGNOSIS}).status_code == 302
    page = f"/admin/soporte/{case.uuid}/"
    assert case.number in sofia_at.get("/admin/soporte/").text
    assert sofia_at.post(page, {"accion": "tomar"}).status_code == 302
    assert sofia_at.post(page, {"accion": "responder", "text": ""}).status_code == 422
    assert sofia_at.post(page, {"accion": "responder", "text": ANSWER}).status_code == 302
    shown = ana_at.get(address).text
    assert ANSWER in shown
    assert "Cerrar el caso" in shown
    assert "Escalar" not in shown
    assert ana_at.post(f"{address}cerrar/").status_code == 302
    assert state_of(case) == SupportState.CLOSED


def test_help_names_the_desk_of_ones_own_institution(client, ana, carla, mailbox, central):
    assert mailbox in client(ana).get("/ayuda/").text
    assert mailbox not in client(carla).get("/ayuda/").text
    assert central in client(carla).get("/ayuda/").text
    assert "/ayuda/casos/" not in client.get("/ayuda/").text


def test_lists_ask_the_same_number_of_questions_for_ten_cases_as_for_two(
    client, ana, diego, django_assert_max_num_queries
):
    entered = client(diego)
    counts = []
    for more in (2, 8):
        for _ in range(more):
            open_case(ana)
        with django_assert_max_num_queries(30) as asked:
            entered.get("/ayuda/casos/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
