"""A subrogación begins, lasts and ends by the database's clock (institutions §8, documents §17)."""

import pytest

from documents import services as documents
from documents import targets
from documents.composing import picker
from documents.models import Copy, Document, Participation
from documents.services import Draft, deliver, number_and_freeze, request_sending, write
from documents.services.sending import run_to_the_end
from documents.services.sending.rerendering import rerender
from documents.signing import sessions
from documents.signing.providers import DESKTOP
from documents.states import CopyState
from institutions.delegations import services, telling
from institutions.models import Appointment
from quipux import clock
from quipux.errors import Invalid, NotAllowedNow
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests import factories
from tests.documents.signing import making as signing
from tests.institutions.delegations.conftest import at, deputy_of

pytestmark = pytest.mark.django_db
ENDED = "La subrogación terminó el 2026-06-05 17:00; el documento queda en el puesto del titular."


def draft_of(actor, to, subject="Informe de la subrogación", **fields):
    people = [factories.addressee_of(each) for each in to]
    return write(Draft(type=factories.document_type(), subject=subject, body="<p>Texto.</p>", to=people, **fields),
                 actor=actor)  # fmt: skip


def test_i_23_the_context_comes_and_goes_with_no_job_run(delegation, ana, bruno):
    seen = {}
    for name, instant in {"07:59": at(1, 7, 59), "08:00": at(1, 8), "16:59": at(5, 16, 59), "17:00": at(5, 17)}.items():
        with clock.frozen_at(instant):
            seen[name] = deputy_of(ana, bruno) is not None
    assert seen == {"07:59": False, "08:00": True, "16:59": True, "17:00": False}
    assert Appointment.objects.get(pk=bruno.appointment.pk).profile == Appointment.Profile.CHIEF


def test_i_23_usuario_offers_the_post_with_its_area_and_the_rights_that_stay_the_titulars_are_missing(
    delegation, ana, bruno, client
):
    factories.Grant.objects.create(appointment=bruno.appointment, permission="administer")
    with clock.frozen_at(at(3)):
        page = client(ana).get("/bandejas/recibidos/").content.decode()
        actor = deputy_of(ana, bruno)
        assert actor.permissions == {"create_outgoing", "sign_electronically"}
    assert "Ana Torres / Ministerio de Ejemplo / Director, Subrogante — Dirección Nacional de Provisión" in page


def test_i_23_s_81_sending_after_the_end_is_refused_with_the_sentence_and_the_draft_stays(delegation, ana, bruno):
    with clock.frozen_at(at(5, 16, 50)):
        actor = deputy_of(ana, bruno)
        original = draft_of(actor, [ana])
        assert actor.charge is not None
    with clock.frozen_at(at(5, 17, 2)), pytest.raises(NotAllowedNow, match=ENDED):
        number_and_freeze(original, actor=actor)
    original = Copy.objects.get(pk=original.pk)
    assert (original.state, original.holder) == (CopyState.DRAFT, bruno.appointment)


def test_i_23_a_page_of_the_context_asked_after_the_end_leads_home_with_the_sentence(delegation, ana, bruno, client):
    with clock.frozen_at(at(5, 16, 50)):
        browser = client(ana)
        browser.post("/contexto/", {"context": str(bruno.appointment.uuid)})
        assert "Director, Subrogante" in browser.get("/bandejas/recibidos/").content.decode()
    with clock.frozen_at(at(5, 17, 2)):
        page = browser.post("/documentos/acciones/firmar/", follow=True)
    assert ENDED in page.content.decode()
    assert page.wsgi_request.actor.appointment == ana.appointment


def test_d_63_i_24_what_the_deputy_signs_is_the_titulars_with_her_name_and_subrogante(delegation, ana, bruno, diego):
    with clock.frozen_at(at(3)):
        actor = deputy_of(ana, bruno)
        original = draft_of(actor, [diego])
        original = number_and_freeze(original, actor=actor)
        Document.objects.filter(pk=original.document_id).update(
            official_pdf=factories.store.save(factories.TINY_PDF, media_type="application/pdf"))  # fmt: skip
        original = deliver(original)
    sender = original.document.parties.get(role="from")
    assert (sender.name, sender.title, sender.acting_note) == ("Ana Torres", "Director", "Subrogante")
    assert sender.identity_number == ana.user.identity_number
    assert original.number.startswith("MINEJ-DNP-2026-")
    with clock.frozen_at(at(6)):
        assert list(Copy.objects.sent_tray(bruno.appointment)) == [original]
        assert not Copy.objects.sent_tray(ana.appointment).exists()
    assert set(Participation.objects.filter(document=original.document).values_list("appointment", flat=True)) == {
        bruno.appointment.pk, diego.appointment.pk}  # fmt: skip


def test_d_63_each_entry_names_the_deputy_with_subrogante_and_keeps_both_posts(delegation, ana, bruno):
    with clock.frozen_at(at(3)):
        original = draft_of(deputy_of(ana, bruno), [ana])
    entry = Entry.objects.of(original).last()
    assert (entry.actor_name, entry.actor_position) == ("Ana Torres", "Director, Subrogante")
    assert entry.actor_appointment == str(bruno.appointment.uuid)
    assert entry.details["acting_appointment"] == str(ana.appointment.uuid)


def test_d_63_the_titular_reads_and_every_act_is_refused_until_the_subrogacion_ends(delegation, bruno, ana, client):
    with clock.frozen_at(at(2)):
        received = factories.copy_of(factories.make_document(ana, to=[bruno]), bruno)
        actor = factories.actor_of(bruno)
        refused = "Su puesto está subrogado por Ana Torres hasta 2026-06-05 17:00."
        for act in (lambda: documents.reassign(received, ana.appointment, actor=actor),
                    lambda: documents.shelve(received, actor=actor), lambda: draft_of(actor, [ana])):  # fmt: skip
            with pytest.raises(NotAllowedNow, match=refused):
                act()
        page = client(bruno).get(f"/documentos/{received.uuid}/").content.decode()
        assert refused in page
        assert "/documentos/acciones/reasignar/" not in page
    with clock.frozen_at(at(5, 17)):
        assert documents.shelve(received, actor=factories.actor_of(bruno)).state == CopyState.SHELVED


def test_d_63_the_deputy_works_in_the_trays_of_the_post_and_her_own_are_apart(delegation, ana, bruno, diego):
    with clock.frozen_at(at(2)):
        his = factories.copy_of(factories.make_document(diego, to=[bruno]), bruno)
        hers = factories.copy_of(factories.make_document(diego, to=[ana]), ana)
        actor = deputy_of(ana, bruno)
        assert list(Copy.objects.received_tray(actor.appointment)) == [his]
        assert list(Copy.objects.received_tray(ana.appointment)) == [hers]
        moved = documents.reassign(his, ana.appointment, actor=actor)
    assert (moved.holder, moved.reassigned_by) == (ana.appointment, bruno.appointment)


def test_an_early_end_needs_a_reason_and_gives_the_post_back_at_once(delegation, ana, bruno):
    with clock.frozen_at(at(2)):
        actor = factories.actor_of(bruno)
        with pytest.raises(services.Invalid, match="Escriba el motivo"):
            services.end(delegation, reason="volví", actor=actor)
        ended = services.end(delegation, reason="Regresé antes de lo previsto.", actor=actor)
        assert (ended.stops_at, ended.ended_by) == (at(2), bruno.user)
        assert deputy_of(ana, bruno) is None
        assert not factories.actor_of(bruno).is_subrogated


def test_both_and_the_aiqs_are_mailed_three_days_before_and_both_at_start_and_end_once_each(
    delegation, ana, bruno, diego
):
    told = {}
    for name, instant in {"start": at(1, 9), "warned": at(3), "ended": at(5, 18)}.items():
        Mail.objects.all().delete()
        with clock.frozen_at(instant):
            telling.tell_due()
            telling.tell_due()
        told[name] = sorted(Mail.objects.filter(subject="QUIPUX: Subrogación de puesto").values_list("to", "key"))
    addresses = {name: sorted({to for to, _ in mails}) for name, mails in told.items()}
    both = sorted([ana.user.email, bruno.user.email])
    assert addresses["start"] == addresses["ended"] == both
    assert addresses["warned"] == sorted([*both, diego.user.email])


def test_d_63_reasignar_and_informar_offer_the_deputy_and_para_offers_both_for_the_same_tray(
    delegation, ana, bruno, elsa
):
    wanted = {"usuarios": "servidor", "institucion": None, "area": None, "texto": "Bruno Salas"}
    with clock.frozen_at(at(2)):
        offered = {post.pk: targets.label_of(post) for post in targets.colleagues(elsa.actor)}
        rows, _ = picker.search(elsa.actor, wanted)
    assert offered[bruno.appointment.pk] == "Ana Torres – Director, Subrogante, Dirección Nacional de Provisión"
    assert [(row.name, row.post) for row in rows] == [("Bruno Salas", "Director (Subrogado)"),
                                                       ("Ana Torres", "Director, Subrogante")]  # fmt: skip
    assert len({row.key for row in rows}) == 1


def test_d_63_the_deputy_signs_with_her_own_certificate_and_that_of_the_titular_is_refused(
    delegation, ana, bruno, diego, settings
):
    settings.QUIPUX_ACCEPT_TEST_CA = True
    with clock.frozen_at(at(3)):
        actor = deputy_of(ana, bruno)
        original = draft_of(actor, [diego])
        Document.objects.filter(pk=original.document_id).update(previewed_revision=original.document.revision)
        sending = request_sending(original, actor=actor, electronically=True)
        run_to_the_end(sending.pk)
        for signer in (bruno, ana):
            opened = sessions.open_session([original], actor=actor)
            request = opened.session.requests.select_related("session", "document__official_pdf").get()
            signed = signing.signed_by(signer, factories.store.read(request.document.official_pdf))
            if signer is bruno:
                with pytest.raises(Invalid, match="pertenece a otra persona"):
                    DESKTOP.receive(request, signed)
        DESKTOP.receive(request, signed)
        run_to_the_end(sending.pk)
    document = Document.objects.get(pk=original.document_id)
    assert (document.signature.identity_document, document.number[:10]) == (ana.user.identity_number, "MINEJ-DNP-")
    assert document.copies.get(role="to").state == CopyState.IN_PROCESS


def test_d_64_a_signed_file_arriving_after_the_end_is_refused_and_the_titular_finishes_it(
    delegation, ana, bruno, diego
):
    with clock.frozen_at(at(5, 16, 55)):
        actor = deputy_of(ana, bruno)
        original = draft_of(actor, [diego])
        Document.objects.filter(pk=original.document_id).update(previewed_revision=original.document.revision)
        sending = request_sending(original, actor=actor, electronically=True)
        run_to_the_end(sending.pk)
        opened = sessions.open_session([original], actor=actor)
        request = opened.session.requests.select_related("session", "document__official_pdf").get()
        signed = signing.signed_by(ana, factories.store.read(request.document.official_pdf))
    with clock.frozen_at(at(5, 17, 0)):
        with pytest.raises(Invalid, match=ENDED):
            DESKTOP.receive(request, signed)
        original = Copy.objects.get(pk=original.pk)
        assert (original.state, original.holder) == (CopyState.UNSENT_ORIGINAL, bruno.appointment)
        number = original.number
        rerender(original, actor=factories.actor_of(bruno))
        sender = original.document.parties.get(role="from")
        assert (sender.name, sender.acting_note) == ("Bruno Salas", "")
        assert Copy.objects.get(pk=original.pk).number == number
