"""What is left of a training tenant once it is over, and what nobody may ever delete (institutions §12.8)."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import InternalError, transaction

from documents.models import Copy, Document, IssuedNumber
from documents.services import tasks
from institutions.implantation.services import desk, going_live, retiring, tenants
from institutions.models import Appointment, Area, Institution, TenantPurge
from institutions.purging import services as purging
from institutions.purging.rows import everything
from quipux import clock
from quipux.files import store
from quipux.files.models import StoredFile
from quipux.history.models import Entry
from tests import factories
from tests.cast import servant
from tests.institutions.implantation import making

OVER = making.START + timedelta(days=90)
# They say which institution an act was about and outlive it: the case with its proofs, and those that may be null.
STAYS = {"institutions.ImplantationCase", "institutions.Institution", "institutions.TenantPurge"}


@pytest.fixture
def case(sofia):
    """An institution in operation, whose training tenant has its term running."""
    with clock.frozen_at(making.START):
        case = tenants.create_production(making.approved(sofia), actor=sofia.actor)
        making.fulfil(case)
        making.equip(case)
        desk.announce(actor=making.aiq_of(case))
        return going_live.operate(going_live.ask_operation(case, actor=making.aiq_of(case)), actor=sofia.actor)


def practise(area, *, to=None):
    """A document of the área with a task, and a draft."""
    pupil = servant(factories.make_servant(area, permissions=["create_outgoing"]))
    mate = servant(to or factories.make_servant(area))
    sent = factories.make_document(pupil, to=[mate])
    copy = factories.copy_of(sent, mate)
    other = factories.make_servant(mate.appointment.area)
    tasks.assign(copy, other, actor=mate.actor, comment="Prepare la respuesta.", due=clock.today() + timedelta(days=3))
    factories.make_draft(pupil, to=[mate])
    return sent


def counts_of(institution):
    return {rows.model._meta.label: rows.of([institution.pk]).count() for rows in everything()}


@pytest.mark.django_db
def test_what_was_practised_goes_with_its_files_after_the_term_and_production_keeps_every_row(case, ana, bruno):
    factories.document_type()
    practise(Area.objects.get(institution=case.training, parent=None))
    factories.make_document(ana, to=[bruno])
    practice = store.save(b"Canario de la capacitacion", media_type="application/pdf")
    Document.objects.filter(institution=case.training).update(official_pdf=practice)
    canary = store.save(b"Canario de produccion", media_type="application/pdf")
    Institution.objects.filter(pk=ana.appointment.institution_id).update(logo=canary)
    kept = [counts_of(each) for each in (ana.appointment.institution, case.production)]
    with clock.frozen_at(OVER - timedelta(days=1)):
        retiring.retire_due()
        assert dict(purging.purge_due()) == {}
    with clock.frozen_at(OVER):
        retiring.retire_due()
        assert dict(purging.purge_due()) == {"purged": 1, "emptied": 1}
        assert dict(purging.purge_due()) == {}
    assert set(counts_of(case.training).values()) == {0}
    assert TenantPurge.objects.get(institution=case.training).rows["documents.Document"] == 2
    assert not StoredFile.objects.filter(pk=practice.pk).exists()
    assert StoredFile.objects.filter(pk=canary.pk).exists()
    assert [counts_of(each) for each in (ana.appointment.institution, case.production)] == kept
    assert Entry.objects.of(case).first().action == "tenant_purged"


@pytest.mark.django_db
def test_a_tenant_waits_for_those_it_wrote_to(case):
    factories.document_type()
    partner = factories.make_area(factories.make_institution(sigla="MINEJC", training=True))
    sent = practise(Area.objects.get(institution=case.training, parent=None), to=factories.make_servant(partner))
    with clock.frozen_at(OVER):
        retiring.retire_due()
        assert dict(purging.purge_due()) == {}
    assert Copy.objects.filter(document=sent).count() == 2


@pytest.mark.django_db
def test_contents_that_a_killed_night_left_go_the_next_one_and_those_named_elsewhere_stay(institution):
    left, named = (
        store.save(words, media_type="application/pdf") for words in (b"Canario suelto", b"Canario con fila")
    )
    Institution.objects.filter(pk=institution.pk).update(logo=named)
    tenant = factories.make_institution(sigla="MINEJC", training=True)
    purge = TenantPurge.objects.create(institution=tenant, at=clock.now(), contents=[left.pk, named.pk])
    assert dict(purging.purge_due()) == {"emptied": 1}
    purge.refresh_from_db()
    assert (purge.contents, purge.finished_at is None) == ([], False)
    assert list(StoredFile.objects.filter(pk__in=[left.pk, named.pk])) == [named]


@pytest.mark.django_db
def test_what_is_kept_for_ever_in_production_is_kept_by_the_database_itself(ana, bruno):
    factories.make_document(ana, to=[bruno])
    institution = ana.appointment.institution
    Institution.objects.filter(pk=institution.pk).update(frozen_at=clock.now())
    for act in (IssuedNumber.objects.filter(institution=institution).delete,
                lambda: Institution.objects.filter(pk=institution.pk).update(environment="training")):  # fmt: skip
        with pytest.raises(InternalError), transaction.atomic():
            act()


def test_every_model_that_names_something_that_goes_goes_too():
    gone = {rows.model for rows in everything()} | {Appointment, Area}
    left = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.related_model in gone and model not in gone:
                left.add(model._meta.label)
    assert left - STAYS == set()
