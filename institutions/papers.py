"""The PDF of an administrative act, kept with what it authorises."""

from django.core.files.uploadedfile import UploadedFile

from quipux import scanning
from quipux.errors import Invalid
from quipux.files import store
from quipux.files.kinds import is_pdf
from quipux.files.models import StoredFile

LIMIT = 10_000_000  # bytes: some signed sheets, scanned
TOO_LARGE = "El PDF del acto no puede superar 10 MB."
NO_PDF = "El archivo no es un PDF. Elija el acto en PDF."
UNSAFE = "El antivirus no aceptó el archivo. Elija otro PDF del acto."


def keep_act(upload: UploadedFile) -> StoredFile:
    """Keep the PDF of an act.

    Raises:
        Invalid: it is too large, no PDF, or the antivirus does not vouch for it; under ``act_file``.
    """
    if upload.size > LIMIT:
        raise Invalid(TOO_LARGE, act_file=TOO_LARGE)
    if not is_pdf(upload.file):
        raise Invalid(NO_PDF, act_file=NO_PDF)
    if scanning.scan(upload.file) != scanning.Verdict.CLEAN:
        raise Invalid(UNSAFE, act_file=UNSAFE)
    upload.seek(0)
    return store.save(upload.chunks(), media_type="application/pdf")
