"""What is confidential stays so: lists against an oracle, and words that must appear nowhere (D-50 to D-55)."""

import random
from datetime import timedelta

import pytest

from documents.models import ConfidentialGrant, Copy, Document, Folder
from documents.services import folders, inform, reassign, shelve, tasks
from documents.states import ORIGINAL_STATES, RECIPIENT_STATES, CopyRole
from institutions.models import Appointment, Grant, SharedTray
from quipux import clock
from quipux.accesslog.models import AccessEntry, Event
from quipux.errors import DomainError, Invalid
from quipux.notices.models import Notice
from quipux.outbox.models import Mail
from tests import factories
from tests.cast import servant
from tests.documents.page import level_oracle

CANARY = "Ornitorrinco"
PERMISSIONS = ("see_institution_basic", "consult_area_documents", "search_attached", "use_physical_archive",
               "print_dispatch", "process_citizen_documents", "register_incoming", "administer")  # fmt: skip
SEED = 50


# Lists against the oracle -----------------------------------------------------------------------------


@pytest.fixture
def office(db):
    """Two institutions, one attached to the other; people with chance permissions and shared trays; what they did."""
    rng = random.Random(SEED)
    main = factories.make_institution("Ministerio de Ejemplo", sigla="MINEJ")
    attached = factories.make_institution("Instituto de Muestra", sigla="IMU", attached_to=main)
    people = [post for institution in (main, attached) for post in _people(institution, rng)]
    for _ in range(20):
        author, *others = rng.sample(people, 4)
        document = factories.make_draft(author, to=others[:2], cc=others[2:], confidential=rng.random() < 0.5)
        if rng.random() < 0.8:
            document = factories.send(document)
        for copy in document.copies.all():
            for _ in range(rng.randint(0, 3)):
                _chance_act(rng, Copy.objects.get(pk=copy.pk), people)
    _chance_states(rng)
    return people


def _people(institution, rng):
    root = institution.areas.get(parent=None)
    upper = factories.make_area(institution, parent=root)
    areas = [root, upper, factories.make_area(institution, parent=upper)]
    posts = [factories.make_servant(areas[turn % 3], permissions=rng.sample(PERMISSIONS, rng.randint(0, 4)),
                                    profile=Appointment.Profile.CHIEF if turn < 3 else Appointment.Profile.NORMAL)
             for turn in range(6)]  # fmt: skip
    for chief, member in zip(posts[:3], posts[3:], strict=True):
        SharedTray.objects.create(chief=chief, member=member, since=clock.now())
    return posts


def _chance_act(rng, copy, people):
    actor = factories.actor_of(copy.holder)
    near = [post for post in people if post.area_id == copy.holder.area_id]
    target = rng.choice(near if rng.random() < 0.6 else people)
    deed = rng.choice(["reassign", "inform", "task", "task", "revoke", "shelve"])
    try:
        if deed == "reassign":
            reassign(copy, target, actor=actor)
        elif deed == "inform":
            inform(copy, target, actor=actor, authorised=True)
        elif deed == "task":
            tasks.assign(
                copy, target, actor=actor, comment="Haga", due=clock.today() + timedelta(days=2), authorised=True
            )
        elif deed == "revoke":
            ConfidentialGrant.objects.filter(copy=copy, revoked_at=None).update(revoked_at=clock.now())
        else:
            shelve(copy, actor=actor)
    except DomainError:
        return  # out of reach or too late: chance proposes what the product refuses


def _chance_states(rng):
    """Every state for some copies, also those that no service of this test reaches."""
    for copy in Copy.objects.order_by("pk"):
        if rng.random() < 0.3:
            states = ORIGINAL_STATES if copy.role == CopyRole.ORIGINAL else RECIPIENT_STATES
            Copy.objects.filter(pk=copy.pk).update(state=rng.choice(states))


def test_d_50_every_list_of_copies_is_that_of_the_oracle_for_everybody(office):
    reached = set()
    for post in office:
        actor, expected = factories.actor_of(post), level_oracle.levels(post)
        assert dict(Copy.objects.with_level(actor).values_list("pk", "level")) == expected, post
        for at_least in (1, 2, 3):
            seen = set(Copy.objects.visible_to(actor, at_least=at_least).values_list("pk", flat=True))
            assert seen == {key for key, level in expected.items() if level >= at_least}, (post, at_least)
        reached |= set(expected.values())
    assert reached == {0, 1, 2, 3, 4, 5, 6, 7}


def test_d_54_pages_and_bytes_open_exactly_from_their_level_on(client, office):
    rng = random.Random(SEED)
    copies = {copy.pk: copy for copy in Copy.objects.select_related("document")}
    tails = {"": 1, "recorrido/": 1, "archivo/": 2, "anexos/": 2, "tareas/": 3, "asociados/": 3, "carpetas/": 3}
    for post in rng.sample(office, 5):
        entered, expected = client(servant(post)), level_oracle.levels(post)
        for key in rng.sample(sorted(expected), 5):
            for tail, needed in tails.items():
                response = entered.get(f"/documentos/{copies[key].uuid}/{tail}")
                opens = expected[key] >= needed and (tail != "archivo/" or copies[key].document.official_pdf_id)
                assert (response.status_code == 200) == bool(opens), (post, key, tail)
                text_of(response)  # read to its end


# The canary -------------------------------------------------------------------------------------------


@pytest.fixture
def secret(ana, bruno):
    """A confidential memorandum of Bruno to Ana, in one of the área's folders."""
    document = factories.make_document(
        bruno,
        to=[ana],
        subject=CANARY,
        reference=f"{CANARY}-1",
        confidential=True,
        body=f"<p>{CANARY}</p>",
        attachments=[(f"{CANARY}.txt", CANARY.encode())],
    )
    copy = factories.copy_of(document, ana)
    folder = Folder.objects.create(area=ana.appointment.area, name="Reservados")
    folders.put(copy, folder, actor=ana.actor)
    return copy


def pages_of_a_servant(copy) -> list[str]:
    """Every page where a document could show."""
    base, original = f"/documentos/{copy.uuid}/", factories.original_of(copy.document)
    tails = ("", "anexos/", "recorrido/", "archivo/", "carpetas/", "asociados/", "seguimiento/", "tareas/", "metadatos/",
             "datos/", f"anexos/{copy.document.attachments.get().uuid}/")  # fmt: skip
    slugs = ("en-elaboracion", "recibidos", "enviados", "tareas-recibidas", "tareas-enviadas", "no-enviados", "eliminados",
             "archivados", "reasignados", "informados")  # fmt: skip
    lists = [f"/bandejas/{slug}/" for slug in slugs] + [f"/carpetas/{Folder.objects.get().pk}/", "/carpetas/", "/avisos/",
             f"/buscar/?q={CANARY}", f"/buscar/avanzada/?texto={CANARY}", f"/documentos/acciones/reasignar/?copia={copy.uuid}",
             "/reportes/"]  # fmt: skip
    return [base + tail for tail in tails] + [f"/documentos/{original.uuid}/{tail}" for tail in tails[:8]] + lists


def text_of(response) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode(errors="replace")


def test_d_50_a_canary_never_reaches_who_may_not_read_it_and_attempts_are_logged(
    client, ana, bruno, carla, diego, elsa, sofia, area, secret
):
    chief = servant(factories.make_servant(area.parent, "Pilar Vega", profile=Appointment.Profile.CHIEF))
    for permission in ("see_institution_basic", "consult_area_documents", "reports", "use_physical_archive"):
        Grant.objects.create(appointment=elsa.appointment, permission=permission)
    colleague = servant(factories.make_servant(area, "Pedro Lugo"))
    before = AccessEntry.objects.filter(event=Event.DENIED).count()
    for person in (carla, diego, elsa, chief, colleague, sofia):
        entered = client(person)
        for address in pages_of_a_servant(secret):
            # What the person typed comes back in the box of the search; the word alone is no leak.
            text = text_of(entered.get(address)).replace(f'value="{CANARY}"', "")
            shown = [line for line in text.splitlines() if CANARY in line and "q=" not in line and "«" not in line]
            assert shown == [], (person.user.full_name, address)
    assert AccessEntry.objects.filter(event=Event.DENIED, user=chief.user, object_uuid=secret.uuid).count() >= 5
    assert AccessEntry.objects.filter(event=Event.DENIED).count() > before
    for text in (*Mail.objects.values_list("text", "subject"), *Notice.objects.values_list("text")):
        assert CANARY not in " ".join(text)
    assert client(ana).get(f"/documentos/{secret.uuid}/").status_code == 200
    assert client(bruno).get(f"/documentos/{secret.uuid}/").status_code == 200


def test_d_51_after_reassigning_the_new_holder_and_the_addressee_read_and_who_once_held_it_does_not(
    client, ana, bruno, area, secret
):
    first, second = (servant(factories.make_servant(area, name)) for name in ("Marta Gil", "Raúl Paz"))
    passed = factories.reassign(secret, first)
    factories.reassign(passed, second)
    reads = {person.user.given_names: client(person).get(f"/documentos/{secret.uuid}/").status_code
             for person in (ana, bruno, first, second)}  # fmt: skip
    assert reads == {"Ana": 200, "Bruno": 200, "Marta": 404, "Raúl": 200}


def test_d_52_informing_needs_leave_which_is_recorded_and_closes_at_once_when_revoked(client, ana, elsa, secret):
    with pytest.raises(Invalid, match="es Confidencial"):
        inform(secret, elsa.appointment, actor=ana.actor)
    assert client(elsa).get(f"/documentos/{secret.uuid}/").status_code == 404
    inform(secret, elsa.appointment, actor=ana.actor, authorised=True)
    grant = ConfidentialGrant.objects.get(copy=secret, appointment=elsa.appointment)
    assert grant.granted_by == ana.appointment
    assert client(elsa).get(f"/documentos/{secret.uuid}/").status_code == 200
    assert client(elsa).get(f"/documentos/{factories.original_of(secret.document).uuid}/").status_code == 404
    ConfidentialGrant.objects.filter(pk=grant.pk).update(revoked_at=clock.now())
    assert client(elsa).get(f"/documentos/{secret.uuid}/").status_code == 404
    assert Document.objects.filter(pk=secret.document_id).exists()
