"""Pages of this family on three screens: sound for axe, no sideways scroll, complete without scripts (ui §5, §8)."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Agreement, SignatureApplication
from documents.choices import services
from documents.letterheads import services as letterheads
from documents.services.telling import tell_citizen
from institutions.models import Grant
from quipux import clock
from quipux.files import store
from tests import factories
from tests.documents.citizens.conftest import gina as gina
from tests.documents.letterheads.test_backgrounds import page as page_of
from tests.looks import unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def cookie_of(entered, live_server):
    return {"name": "quipux", "value": entered.cookies["quipux"].value, "url": live_server.url}


def asked_again(citizen):
    """She signed the first agreement, and there is a second one."""
    stored = store.save(factories.TINY_PDF, media_type="application/pdf")
    first, _ = (Agreement.objects.create(version=n, pdf=stored, published_at=clock.now(), sign_until=clock.today())
                for n in (1, 2))  # fmt: skip
    SignatureApplication.objects.create(person=citizen.user, state="authorised", agreement=first, signed_agreement=stored,
                                        submitted_at=clock.now(), created_at=clock.now())  # fmt: skip


def test_settings_and_what_a_network_that_fails_too_often_is_asked(
    page, client, live_server, diego, sofia, gina, area, institution
):
    services.allow_server_key(institution, True, reason="Oficio SGE-2026-12", actor=sofia.actor)
    for _ in range(3):
        Client().get("/verificar/7K3M-2QXW-94HT-RB6C/")
        Client().get("/tramites/", {"numero": "X", "codigo": "z"})
    Grant.objects.create(appointment=diego.appointment, permission="digitise")
    letterheads.keep(area, page_of(), actor=diego.actor)
    tell_citizen(
        gina.user, "Documento recibido", factories.make_document(diego, to=[gina.user]).copies.get(role="to"), key="x"
    )
    asked_again(gina)
    visits = [(client(diego), ["/institucion/ajustes-de-documentos/", f"/institucion/areas/{area.uuid}/plantilla/",
                               "/ventanilla/digitalizados/reconocer/", "/institucion/tipos-de-documento/",
                               "/institucion/tipos-de-documento/oficio/", "/institucion/metadatos/nuevo/"]),
              (gina.enter(), ["/avisos/", "/ciudadanos/firma/"]), (client(sofia), [reverse("admin:firma:server_keys"),
              reverse("admin:firma:server_key", args=[institution.uuid])]),
              (None, ["/verificar/7K3M-2QXW-94HT-RB6C/", "/tramites/", "/tramites/?numero=X&codigo=z"])]  # fmt: skip
    for entered, paths in visits:
        page.context.clear_cookies()
        page.context.add_cookies([cookie_of(entered, live_server)] if entered else [])
        for path in paths:
            page.goto(live_server.url + path)
            page.get_by_role("heading", level=1).wait_for()
            assert unsound(page) == [], path
