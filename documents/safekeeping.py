"""What a restored system is asked about its documents (safety §11)."""

from documents.models import Document
from documents.numbering import verifying
from quipux.files import store
from quipux.safekeeping import checks

OPENED = 20  # chosen at random
END = 1024  # bytes in which a PDF says that it ends


def _numbers() -> tuple[int, list[str]]:
    verdict = verifying.verify()
    return verdict.numbers, verdict.faults


def _some_opened() -> tuple[int, list[str]]:
    some = Document.objects.exclude(official_pdf=None).select_related("official_pdf").order_by("?")[:OPENED]
    faults = [fault for document in some if (fault := _fault_of(document))]
    return len(some), faults


def _fault_of(document) -> str:
    try:
        content = store.read(document.official_pdf)
    except store.StoredBytesMissing:
        return f"Documento {document.number}: falta su PDF"
    is_whole = content.startswith(b"%PDF-") and b"%%EOF" in content[-END:]
    return "" if is_whole else f"Documento {document.number}: su PDF no se abre"


def register() -> None:
    checks.register("números", _numbers)
    checks.register("documentos abiertos", _some_opened)
