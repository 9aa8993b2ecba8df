"""Reports of the institution that nobody waits for in front of the page (institutions §14)."""

import csv
import io

import pytest

from documents.models import ReportFile
from documents.reports import of_platform
from documents.reports.files import WORKSHOP
from institutions.models import Grant
from institutions.reports import background
from quipux import exports
from quipux.files import store
from quipux.notices.models import Notice
from quipux.outbox.models import Mail
from tests import factories
from tests.cast import Person

pytestmark = pytest.mark.django_db


def test_a_report_over_its_limit_is_made_apart_with_the_rights_of_then_and_announced(
    client, ana, bruno, area, settings
):
    settings.QUIPUX_EXPORT_MAX_ROWS = 1
    Grant.objects.create(appointment=ana.appointment, permission="reports")
    path = "/institucion/reportes/permisos-por-usuario/exportar/"
    answer = client(ana).post(path, {"formato": "csv"}, follow=True)
    assert answer.redirect_chain == [("/reportes/archivos/", 302)]
    assert "Permisos por usuario" in answer.text
    factories.make_servant(area, "Luisa Mora")
    assert WORKSHOP.work() == {"built": 1, "failed": 0}
    row = ReportFile.objects.get(user=ana.user)
    lines = list(csv.reader(io.StringIO(store.read(row.file).decode("utf-8-sig")), delimiter=";"))
    assert "Luisa Mora" in {line[0] for line in lines}
    assert Notice.objects.get(user=ana.user).text == "Reporte Permisos por usuario: listo para descargar."
    assert b"".join(client(ana).get(f"/reportes/archivos/{row.uuid}/").streaming_content) == store.read(row.file)
    assert client(bruno).get(f"/reportes/archivos/{row.uuid}/").status_code == 404


def test_up_to_ten_thousand_rows_are_given_at_once_and_a_long_pdf_never():
    assert [background.is_large(total, exports.Kind.CSV) for total in (10_000, 10_001)] == [False, True]
    assert background.is_large(exports.PDF_AT_ONCE + 1, exports.Kind.PDF)


# Of the SGE ---------------------------------------------------------------------------------------------------

FILES = "/admin/reportes-generados/"


def order(client, sofia, path):
    return client(sofia).post(path, {"formato": "csv"}, follow=True)


def test_a_long_report_of_the_platform_is_made_apart_and_mailed_to_its_operator(client, sofia, area, settings):
    settings.QUIPUX_EXPORT_MAX_ROWS = 0
    answer = order(client, sofia, "/admin/reportes/lista-de-instituciones/")
    assert answer.redirect_chain == [(FILES, 302)]
    assert "En preparación" in answer.text
    assert WORKSHOP.work() == {"built": 1, "failed": 0}
    row = ReportFile.objects.get(user=sofia.user, appointment=None)
    assert area.institution.name in store.read(row.file).decode("utf-8-sig")
    mail = Mail.objects.get(to=sofia.user.email)
    assert mail.subject == "QUIPUX: Reporte de la plataforma"
    assert "El reporte «Instituciones» está listo para descargar." in mail.text
    assert area.institution.name not in mail.text
    assert "Descargar" in client(sofia).get(FILES).text
    assert b"".join(client(sofia).get(f"{FILES}{row.uuid}/").streaming_content) == store.read(row.file)


def test_one_of_an_institution_says_what_that_institution_has(client, sofia, area, other_institution, settings):
    settings.QUIPUX_EXPORT_MAX_ROWS = 0
    order(client, sofia, f"/admin/reportes/instituciones/{area.institution.uuid}/areas/")
    WORKSHOP.work()
    made = store.read(ReportFile.objects.get(appointment=None).file).decode("utf-8-sig")
    assert area.name in made
    assert other_institution.name not in made


def test_who_lost_the_right_gets_no_file_and_another_operator_none_of_hers(client, sofia, area, settings):
    settings.QUIPUX_EXPORT_MAX_ROWS = 0
    order(client, sofia, "/admin/reportes/lista-de-instituciones/")
    other = Person(factories.make_user("Tania Bravo", is_staff=True, is_superuser=True), None, None)
    type(sofia.user).objects.filter(pk=sofia.user.pk).update(is_superuser=False)
    assert WORKSHOP.work() == {"built": 0, "failed": 1}
    row = ReportFile.objects.get()
    assert (row.file, row.failure) == (None, of_platform.LOST)
    assert client(other).get(f"{FILES}{row.uuid}/").status_code == 404
    assert "no tiene reportes" in client(other).get(FILES).text.lower()
