"""The same code as two deployments, one of each ambiente (institutions §12.8, QUIPUX_ENVIRONMENT)."""

from datetime import timedelta

import pytest
from django.core import mail as sent
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import CitizenProfile
from documents.proof import records, tramites
from institutions.actors import actors_of
from institutions.admin.implantation.acts import possible
from institutions.implantation import packages
from institutions.implantation.services import desk, going_live, handing, requesting, retiring, tenants, tracking
from institutions.models import ImplantationCase, Institution
from institutions.services import create_institution
from institutions.states import Environment
from quipux import clock
from quipux.checks import only_what_is_served_is_kept, the_other_deployment_is_known
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from quipux.outbox.services import queue_mail, send_due
from quipux.web import errors
from tests import factories
from tests.cast import PASSWORD, servant
from tests.institutions.implantation import making

pytestmark = pytest.mark.django_db
OTHER = "https://otra.ejemplo.gob.ec"
BAND = "AMBIENTE DE CAPACITACIÓN. Lo que haga aquí no tiene validez."


@pytest.fixture
def pupil(db):
    """Who works in a training tenant."""
    factories.document_type()
    return servant(
        factories.make_servant(factories.make_area(factories.make_institution(sigla="MINEJC", training=True)))
    )


@pytest.fixture
def march():
    with clock.frozen_at(making.START):
        yield


@pytest.fixture
def only(settings):
    """Makes this the deployment of one ambiente."""
    settings.QUIPUX_OTHER_ENVIRONMENT_URL = OTHER

    def serve(environment):
        settings.QUIPUX_ENVIRONMENT = environment

    return serve


@pytest.mark.parametrize("environment", ["training", "production"])
def test_nobody_enters_an_institution_of_the_other_ambiente(client, ana, pupil, only, environment):
    inside, outside = (pupil, ana) if environment == "training" else (ana, pupil)
    assert actors_of(ana.user)
    assert actors_of(pupil.user)
    only(environment)
    assert [actor.appointment for actor in actors_of(inside.user)] == [inside.appointment]
    assert actors_of(outside.user) == []
    assert client(inside).get("/bandejas/recibidos/").status_code == 200
    answer = client(outside).get("/bandejas/recibidos/", follow=True)
    assert answer.redirect_chain[-1] == ("/sin-puesto/", 302)


def test_every_page_of_a_training_deployment_says_what_it_is_and_where_the_other_one_stands(
    client, pupil, sofia, rf, only
):
    for page in ("/", "/ingresar/", "/verificar/"):
        assert "AMBIENTE DE CAPACITACIÓN" not in client.get(page).text
    only("training")
    pages = [
        client.get(page) for page in ("/", "/ingresar/", "/verificar/", "/implantacion/", "/ciudadanos/", "/no-existe/")
    ]
    pages += [client(pupil).get("/bandejas/recibidos/"), client(sofia).get("/admin/implantacion/")]
    pages += [errors.server_error(rf.get("/")), errors.unavailable(rf.get("/"))]
    for page in pages:
        text = page.content.decode()
        assert BAND in text
        assert f'href="{OTHER}"' in text
    only("production")
    assert "AMBIENTE DE CAPACITACIÓN" not in client.get("/ingresar/").text


@pytest.mark.parametrize(("environment", "marked"), [("training", True), ("production", False)])
def test_all_the_mails_of_a_training_deployment_are_marked_and_none_of_production(
    pupil, ana, only, environment, marked
):
    only(environment)
    for number, address in enumerate((pupil.user.email, ana.user.email, "nadie@ejemplo.gob.ec")):
        queue_mail(key=f"aviso-{number}", to=address, subject="QUIPUX: Aviso", text="Aviso.")
    send_due()
    assert len(sent.outbox) == 3
    assert {one.subject.startswith("[CAPACITACIÓN] ") for one in sent.outbox} == {marked}


def test_a_training_deployment_attends_no_citizen_and_proves_no_document(client, ana, bruno, only):
    issued = factories.make_document(ana, to=[bruno])
    citizen = factories.make_user(password=PASSWORD)
    CitizenProfile.objects.create(person=citizen, city="Quito")
    assert records.by_code(issued.verification_code, actor=None)
    assert actors_of(citizen)
    only("training")
    assert records.by_code(issued.verification_code, actor=None) is None
    assert tramites.find(issued.number, "AAAA-AAAA") is None
    assert actors_of(citizen) == []
    posted = client.post("/ingresar/", {"username": citizen.identity_number, "password": PASSWORD})
    assert f"Los ciudadanos ingresan en {OTHER}." in posted.text
    closed = client.get("/ciudadanos/registro/")
    assert closed.status_code == 409
    assert f"Los ciudadanos ingresan en {OTHER}." in closed.text
    assert "Registrarme" not in client.get("/ciudadanos/").text


@pytest.mark.parametrize(("environment", "refused"), [("training", "production"), ("production", "training")])
def test_an_institution_of_the_other_ambiente_is_not_created(client, sofia, only, environment, refused):
    only(environment)
    with pytest.raises(NotAllowedNow, match="Esta instalación atiende solo"):
        create_institution(name="Otra", sigla="OTRA", ruc=making.RUC, environment=refused)
    assert not Institution.objects.filter(sigla="OTRA").exists()
    page = client(sofia).get("/admin/reorganizacion/instituciones/nueva/").text
    assert f'value="{environment}"' in page
    assert f'value="{refused}"' not in page


def test_a_production_deployment_sends_who_applies_to_the_other_one(client, only, march):
    case = making.draft()
    only("production")
    page = client.get("/implantacion/").text
    assert f'href="{OTHER}/implantacion/"' in page
    assert "Comenzar la solicitud" not in page
    refused = client.post("/implantacion/", {"accion": "comenzar", "correo": making.MAIL})
    assert refused.status_code == 409
    assert f"se presentan en la instalación de capacitación: {OTHER}/implantacion/" in refused.text
    assert ImplantationCase.objects.get() == case


def test_a_production_deployment_creates_no_training_tenant(sofia, only, march):
    case = making.trained(sofia)
    only("production")
    with pytest.raises(NotAllowedNow, match="el ambiente de capacitación se crea en la otra"):
        tenants.create_training(case, actor=sofia.actor)
    assert "Crear ambiente de capacitación" not in [link.text for link in possible(making.fresh(case), sofia.actor)]


@pytest.fixture
def handed(sofia, march, only):
    """A case that a training deployment approved and handed over, and the file that was downloaded of it."""
    case = making.approved(sofia)
    factories.make_area(case.training, "Dirección de Pruebas", sigla="DP")
    only("training")
    case = handing.hand_over(case, actor=sofia.actor)
    return case, handing.package_of(case)


def forget(case):
    """What is of the training deployment is not in the database of production."""
    ImplantationCase.objects.filter(pk=case.pk).update(number="IMP-2020-0001", ruc="1768152560001", sigla="OTRA")


def test_a_training_deployment_hands_over_and_closes_the_tenant_after_its_days(sofia, handed):
    case, package = handed
    assert (case.state, case.production) == ("configuring_production", None)
    assert package.sha256 in Entry.objects.of(case).get(action="handed_over").comment
    texts = [link.text for link in possible(case, sofia.actor)]
    assert "Registrar que ya opera" in texts
    assert not {"Cargar la parametrización", "Confirmar la operación", "Crear ambiente de producción"} & set(texts)
    before = Mail.objects.count()
    case = going_live.operate(case, actor=sofia.actor)
    assert Mail.objects.count() == before
    with clock.frozen_at(clock.now() + timedelta(days=90)):
        assert retiring.retire_due()["retired"] == 1
    with pytest.raises(NotAllowedNow, match="solo capacitación"):
        tenants.create_production(making.in_state("approved", ruc="1768152560001"), actor=sofia.actor)


def test_a_production_deployment_goes_on_with_the_case_of_the_package(client, sofia, handed, only):
    other, package = handed
    forget(other)
    only("production")
    sofia.user.set_password(PASSWORD)
    sofia.user.save()
    upload = SimpleUploadedFile("paquete.zip", package.written(), content_type="application/zip")
    entered = client(sofia)
    answer = entered.post("/admin/implantacion/recibir/", {"archivo": upload, "clave": PASSWORD, "motivo": ""})
    assert answer.status_code == 302, answer.text
    case = ImplantationCase.objects.get(number=package.case["number"])
    assert answer["Location"] == f"/admin/implantacion/casos/{case.uuid}/"
    assert (case.state, case.training, case.aiq.email) == ("approved", None, making.AIQ["email"])
    assert set(case.items.filter(is_production=False).values_list("verdict", flat=True)) == {"met"}
    assert package.sha256 in Entry.objects.of(case).get(action="received").comment
    page = entered.get(f"/admin/implantacion/casos/{case.uuid}/crear-produccion/").text
    assert "Copiar la parametrización" not in page
    assert entered.post(f"/admin/implantacion/casos/{case.uuid}/crear-produccion/").status_code == 302
    upload.seek(0)
    chosen = {"archivo": upload, "modo": "cargar", "partes": list(package.parts)}
    assert entered.post(f"/admin/implantacion/casos/{case.uuid}/cargar-parametrizacion/", chosen).status_code == 302
    case = making.fresh(case)
    assert case.production.areas.filter(sigla="DP").exists()
    tracking.run_checks(case)
    making.fulfil(case)
    making.equip(case)
    desk.announce(actor=making.aiq_of(case))
    case = going_live.operate(going_live.ask_operation(case, actor=making.aiq_of(case)), actor=sofia.actor)
    assert case.state == "operating"
    assert Mail.objects.filter(key__contains=f"{case.uuid.hex}-operating").exists()


def test_a_case_is_received_once_with_its_rules_and_by_who_may(sofia, ana, handed, only, settings):
    other, package = handed
    content = package.written()
    with pytest.raises(NotAllowedNow, match="solo capacitación"):
        handing.receive(content, proved=True, actor=sofia.actor)
    only("both")
    with pytest.raises(NotAllowedNow, match="los dos ambientes"):
        handing.receive(content, proved=True, actor=sofia.actor)
    only("production")
    with pytest.raises(Forbidden):
        handing.receive(content, proved=True, actor=ana.actor)
    with pytest.raises(Invalid, match="contraseña"):
        handing.receive(content, proved=False, actor=sofia.actor)
    with pytest.raises(Invalid, match="ya está en esta instalación"):
        handing.receive(content, proved=True, actor=sofia.actor)
    forget(other)
    taken = factories.make_institution(sigla=package.case["sigla"])
    with pytest.raises(Invalid, match="sigla ya está en uso"):
        handing.receive(content, proved=True, actor=sofia.actor)
    assert not ImplantationCase.objects.filter(number=package.case["number"]).exists()
    Institution.objects.filter(pk=taken.pk).update(sigla="LIBRE")
    settings.QUIPUX_ELIGIBILITY = "apc_only"
    assert handing.receive(content, proved=True, actor=sofia.actor).number == package.case["number"]


@pytest.mark.parametrize(("change", "sentence"), [
    ({}, "no lleva un caso"),
    ({"number": "1"}, "Caso, number"),
    ({"ruc": "176000155000A"}, "El RUC debe tener 13 dígitos"),
    ({"people": []}, "falta el AIQ"),
    ({"letter_date": "2026-02-31"}, "la fecha del oficio no existe"),
    ({"state": "operating"}, "exactamente estos datos"),
], ids=["no_case", "number", "ruc", "no_aiq", "date", "more"])  # fmt: skip
def test_what_a_package_says_of_its_case_is_not_believed(sofia, handed, only, change, sentence):
    other, package = handed
    forget(other)
    only("production")
    case = package.case | change if change else {}
    before = ImplantationCase.objects.count()
    with pytest.raises(Invalid, match=sentence):
        handing.receive(packages.Package(package.parts, package.files, case).written(), proved=True, actor=sofia.actor)
    assert ImplantationCase.objects.count() == before


def test_the_page_of_reception_says_where_nothing_is_received(client, sofia, only):
    entered = client(sofia)
    assert "Esta instalación atiende los dos ambientes" in entered.get("/admin/implantacion/recibir/").text
    only("training")
    assert "se reciben en la instalación de producción" in entered.get("/admin/implantacion/recibir/").text


def test_the_database_of_a_deployment_is_checked_before_it_starts(pupil, ana, settings, only):
    assert only_what_is_served_is_kept(None, ["default"]) == []
    only("training")
    assert [one.id for one in only_what_is_served_is_kept(None, ["default"])] == ["quipux.E005"]
    only("production")
    assert [one.id for one in only_what_is_served_is_kept(None, ["default"])] == ["quipux.W003"]
    Institution.objects.filter(environment=Environment.TRAINING).update(frozen_at=clock.now())
    assert only_what_is_served_is_kept(None, ["default"]) == []
    assert the_other_deployment_is_known(None) == []
    settings.QUIPUX_OTHER_ENVIRONMENT_URL = None
    assert [one.id for one in the_other_deployment_is_known(None)] == ["quipux.W004"]


def test_an_approved_case_goes_on_where_it_is_in_an_installation_of_both(sofia, march):
    case = making.approved(sofia)
    with pytest.raises(NotAllowedNow, match="los dos ambientes"):
        handing.hand_over(case, actor=sofia.actor)
    texts = [link.text for link in possible(case, sofia.actor)]
    assert "Crear ambiente de producción" in texts
    assert "Entregar a la instalación de producción" not in texts
    assert requesting.begin(making.MAIL).state == "draft"
