"""A título or puesto corrected on one document is proposed to the institution of its holder (documents §6.6)."""

import pytest
from django.urls import reverse

from documents.corrections import services
from documents.models import PostCorrection
from documents.rendering import official_html
from documents.services.draft_rows import party_key
from documents.states import CorrectionState
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history.models import Entry
from quipux.notices.models import Notice
from quipux.outbox.models import Mail
from tests import factories
from tests.backups.pages.reading import Page
from tests.documents.compose.browsing import Browser
from tests.documents.compose.making import let_write

pytestmark = pytest.mark.django_db
LIST = "/institucion/correcciones/"


def written(author, addressee, *, confidential=False, **overrides):
    """An oficio of ``author`` that corrects by hand what is on file of ``addressee``."""
    return factories.make_draft(author, to=[addressee], type="oficio", confidential=confidential,
                                overrides={party_key(addressee.appointment): overrides})  # fmt: skip


def test_the_aiq_of_the_other_institution_is_asked_once_and_only_this_document_is_corrected(
    client, carla, ana, diego, bruno
):
    let_write(carla)
    draft = written(carla, ana, override_title="Especialista Principal", override_academic_title="Mgs.")
    again = written(carla, ana, override_title="Especialista Principal", override_academic_title="Mgs.")
    [correction] = PostCorrection.objects.all()
    assert (correction.appointment, correction.asked_by) == (ana.appointment, carla.appointment)
    ana.appointment.refresh_from_db()
    assert ana.appointment.title == "Especialista"
    assert "Especialista Principal" in official_html(draft)
    assert "Especialista Principal" in official_html(again)
    assert "Especialista Principal" not in official_html(factories.make_draft(carla, to=[ana], type="oficio"))
    [mail] = Mail.objects.filter(subject=services.telling.SUBJECT)
    assert mail.to == diego.appointment.notice_address
    assert ana.user.surnames not in mail.text
    assert reverse("documents:correction", args=[correction.uuid]) in mail.text
    assert Notice.objects.filter(user_id=diego.user.pk, key__startswith="correccion-").count() == 1
    assert [entry.label for entry in Entry.objects.of(correction)] == ["Corrección pedida"]


def test_nothing_is_asked_where_it_is_the_own_institution_or_says_what_is_on_file(carla, ana, bruno):
    written(bruno, ana, override_title="Especialista Principal")
    written(carla, ana, override_title="Especialista")
    written(carla, ana, override_place="En su Despacho")
    assert not PostCorrection.objects.exists()


def test_the_tab_of_printing_options_asks_when_the_draft_is_accepted(client, carla, ana):
    let_write(carla)
    original, key = factories.original_of(written(carla, ana)), party_key(ana.appointment)
    tab = Browser(client(carla)).open(reverse("documents:edit", args=[original.uuid]) + "?seccion=opciones")
    assert "se pedirá a su administrador que lo revise" in tab.page
    typed = {f"impreso|{key}|override_title": "Jefa de Compras", "addressing": "whole", "scale": "100", "signature_at": "left",
             "addressee_at": "head"}  # fmt: skip
    tab.send("aceptar", tipo="oficio", seccion="opciones", **typed)
    assert PostCorrection.objects.get().title == "Jefa de Compras"


def test_accepting_changes_post_and_titulo_and_tells_who_asked(client, carla, ana, diego):
    written(carla, ana, override_title="Especialista Principal", override_academic_title="Mgs.")
    correction, aiq = PostCorrection.objects.get(), client(diego)
    assert "Ana Torres" in Page(aiq.get(LIST)).text
    address = reverse("documents:correction", args=[correction.uuid])
    page = Page(aiq.post(address, {"accion": "corregir", "respuesta": ""}, follow=True))
    assert "Los datos se corrigieron" in page.text
    ana.appointment.refresh_from_db()
    ana.user.refresh_from_db()
    assert (ana.appointment.title, ana.user.academic_title) == ("Especialista Principal", "Mgs.")
    told = [entry.comment for entry in Entry.objects.of(ana.appointment)]
    assert any("Puesto: Especialista → Especialista Principal" in one for one in told)
    assert any(one.startswith("Título: ") for one in told)
    assert [entry.label for entry in Entry.objects.of(correction)] == ["Datos corregidos", "Corrección pedida"]
    notice = Notice.objects.get(user_id=carla.user.pk)
    assert notice.text == "Corrección de datos de Ana Torres: corregida."
    with pytest.raises(NotAllowedNow):
        services.decline(correction, answer="Tarde", actor=diego.actor)
    assert "No hay correcciones" in Page(aiq.get(LIST)).text
    assert "Ana Torres" in Page(aiq.get(f"{LIST}?ver=todas")).text


def test_declining_needs_a_reason_and_the_same_is_not_asked_again_for_a_month(client, carla, ana, diego):
    written(carla, ana, override_title="Directora")
    correction = PostCorrection.objects.get()
    address = reverse("documents:correction", args=[correction.uuid])
    refused = client(diego).post(address, {"accion": "negar", "respuesta": " "})
    assert refused.status_code == 422
    assert services.NO_REASON in Page(refused).text
    services.decline(correction, answer="Consta así en su acción de personal.", actor=diego.actor)
    written(carla, ana, override_title="Directora")
    assert PostCorrection.objects.count() == 1
    with clock.frozen_at(clock.now() + services.QUIET):
        written(carla, ana, override_title="Directora")
    assert PostCorrection.objects.filter(state=CorrectionState.PENDING).count() == 1


def test_of_a_confidential_document_only_the_institution_is_known(carla, ana, diego, client):
    written(carla, ana, confidential=True, override_title="Directora")
    correction = PostCorrection.objects.get()
    assert correction.asked_by is None
    page = Page(client(diego).get(reverse("documents:correction", args=[correction.uuid])))
    assert carla.user.surnames not in page.text
    services.decline(correction, answer="No consta.", actor=diego.actor)
    assert not Notice.objects.filter(user_id=carla.user.pk).exists()


def test_nobody_but_who_administers_the_post_answers(client, carla, ana, bruno, other_institution):
    written(carla, ana, override_title="Directora")
    correction = PostCorrection.objects.get()
    theirs = factories.make_area(other_institution, "Tecnología", sigla="TEC")
    foreign = factories.make_servant(theirs, "Julio Paz", permissions=["administer"])
    for post in (bruno.appointment, foreign):
        with pytest.raises(Forbidden):
            services.accept(correction, actor=factories.actor_of(post))
    with pytest.raises(Invalid):
        services.decline(correction, answer="", actor=factories.actor_of(foreign))
    assert PostCorrection.objects.get().state == CorrectionState.PENDING
