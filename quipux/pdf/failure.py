"""The one error of the renderer."""

from quipux.errors import DomainError

REASONS = {
    "wall": "el documento tardó más de lo permitido en prepararse",
    "cpu": "el documento exige demasiado tiempo de proceso; reduzca su extensión o sus tablas",
    "memory": "el documento exige demasiada memoria; reduzca su extensión, sus tablas o sus imágenes",
    "nesting": "el texto tiene demasiados niveles, unos dentro de otros; simplifique su formato",
    "size": "el documento es demasiado grande",
    "content": "el contenido no se pudo convertir",
    "killed": "el proceso que lo prepara se interrumpió; inténtelo de nuevo",
    "start": "el proceso que lo prepara no arranca; avise a soporte",
    "busy": "hay demasiados documentos en preparación; inténtelo de nuevo en unos minutos",
}


class PdfError(DomainError):
    """No PDF came out; whatever asked for it stays as it was (documents.md 8.1).

    ``reason`` is a key of :data:`REASONS`. ``detail`` is for the log: names of exceptions and
    signals, never content.
    """

    status = 422

    def __init__(self, reason: str, detail: str = ""):
        super().__init__(f"No se pudo generar el PDF: {REASONS[reason]}.")
        self.reason = reason
        self.detail = detail
