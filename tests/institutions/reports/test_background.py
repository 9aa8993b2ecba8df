"""Reports of the institution that nobody waits for in front of the page (institutions §14)."""

import csv
import io

import pytest

from documents.models import ReportFile
from documents.reports.files import WORKSHOP
from institutions.models import Grant
from institutions.reports import background
from quipux import exports
from quipux.files import store
from quipux.notices.models import Notice
from tests import factories


@pytest.mark.django_db
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
