"""Avisos: the list under the header and its count (documents §16.6)."""

from quipux.notices.models import Notice
from quipux.notices.services import notify
from tests import factories


def test_the_header_counts_what_was_not_read_in_this_post_and_the_list_shows_it(client, ana, bruno, elsa):
    copy = factories.copy_of(factories.make_document(elsa, to=[bruno]), bruno)
    factories.reassign(copy, ana)
    notify(
        key="otro-puesto", user_id=ana.user.pk, context="00000000-0000-0000-0000-000000000000", text="De otro puesto"
    )
    entered = client(ana)
    page = entered.get("/avisos/").text
    assert f'href="/documentos/{copy.uuid}/">Documento reasignado: {copy.number}' in page
    assert "De otro puesto" not in page
    assert 'Avisos 1<span class="govuk-visually-hidden"> sin leer</span>' in page
    assert entered.get("/avisos/leidos/").status_code == 405
    assert Notice.objects.filter(user=ana.user, read_at__isnull=True).count() == 2
    assert "Avisos 1" not in entered.post("/avisos/leidos/", follow=True).text
    assert Notice.objects.filter(user=ana.user, read_at__isnull=True).count() == 1
