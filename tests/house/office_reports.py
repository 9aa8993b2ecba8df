"""What the office of the matrix holds of long reports: arguments and canary of each."""

from django.http import QueryDict

from documents.models import ReportFile
from documents.reports import files
from documents.reports import of_platform as platform
from documents.reports.catalogue import REPORTS
from documents.reports.page import ReportPage
from institutions.reports.page import ReportPage as PlatformPage
from institutions.reports.shape import Reach, known
from quipux import clock
from quipux.operators import Operator


def of_person(person) -> tuple[dict, dict]:
    """A long export of a report, built and stored."""
    written = clock.today()
    with clock.frozen_at(clock.database_now()):  # the office was furnished weeks ago, and a file is kept for days
        criteria = QueryDict(f"columna=asunto&desde={written}&hasta={written}")
        row = files.ask(ReportPage(REPORTS["lista-por-estado"], person.actor, criteria), "csv")
        files.WORKSHOP.work()
    return {"uuid": row.uuid}, {"text": b"Canario de la carta enviada"}


def of_platform(user) -> tuple[dict, dict]:
    """Arguments and canary of one that an operator asked for, built and stored."""
    page = PlatformPage(known(of_platform=True)["lista-de-instituciones"], Reach(None), {})
    with clock.frozen_at(clock.database_now()):
        platform.ask(page, "csv", Operator(user))
        files.WORKSHOP.work()
    row = ReportFile.objects.get(user=user, appointment=None)
    return {"uuid": row.uuid}, {"text": b"Correo de soporte"}
