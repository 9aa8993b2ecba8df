"""States of a request and of its backup, and the pairs that may stand together (backups §2.1)."""

from django.db import models


class Kind(models.TextChoices):
    PERSONAL = "personal", "Personal"
    INSTITUTIONAL = "institutional", "De la Institución"


class PetitionMatch(models.TextChoices):
    """Whether the petition's De has the cédula of the person the backup is of (backups §2.4, guard 3)."""

    MATCH = "match", "Coincide con la cédula"
    MISMATCH = "mismatch", "Documento no coincide"
    NONE = "none", "Sin documento"


class SecondLook(models.TextChoices):
    """Acts that need a second operator (QUIPUX_TWO_OPERATORS)."""

    REMOVAL = "removal", "Eliminar un respaldo disponible"
    CAPACITY = "capacity", "Capacidad mayor a 150 %"


class RequestState(models.TextChoices):
    DRAFT = "draft", "En Edición"
    SUBMITTED = "submitted", "Enviada"
    APPROVED = "approved", "Aprobada"
    REJECTED = "rejected", "Rechazada"
    FULFILLED = "fulfilled", "Atendida"
    DELETED = "deleted", "Eliminada"

    @classmethod
    def open(cls):
        return (cls.DRAFT, cls.SUBMITTED, cls.APPROVED)

    @classmethod
    def active(cls):
        return (cls.SUBMITTED, cls.APPROVED)

    @classmethod
    def final(cls):
        return (cls.REJECTED, cls.DELETED)


class BackupState(models.TextChoices):
    PENDING = "pending", "Por Generar"
    RUNNING = "running", "En Ejecución"
    PAUSED = "paused", "Detenido"
    FAILED = "failed", "Con error"
    GENERATED = "generated", "Generado"
    DELETED = "deleted", "Eliminado"
    REJECTED = "rejected", "Rechazado"


ALLOWED_PAIRS = frozenset(
    [
        (RequestState.DRAFT, BackupState.PENDING),
        (RequestState.SUBMITTED, BackupState.PENDING),
        (RequestState.APPROVED, BackupState.PENDING),
        (RequestState.APPROVED, BackupState.RUNNING),
        (RequestState.APPROVED, BackupState.PAUSED),
        (RequestState.APPROVED, BackupState.FAILED),
        (RequestState.FULFILLED, BackupState.GENERATED),
        (RequestState.REJECTED, BackupState.REJECTED),
        (RequestState.DELETED, BackupState.DELETED),
    ]
)


class DeleteReason(models.TextChoices):
    DISCARDED = "discarded", "Borrador descartado"
    WITHDRAWN = "withdrawn", "Retirada por quien la solicitó"
    PETITION_MISMATCH = "petition_mismatch", "El documento no corresponde a la persona"
    OPERATOR = "operator", "Eliminada por la Subsecretaría de Gobierno Electrónico"
    EMPTY = "empty", "No quedaron documentos en el período solicitado"
    EXPIRED = "expired", "Concluyó la vigencia del respaldo"


class ArchiveList(models.TextChoices):
    """The four lists of the archive; a document may stand in several."""

    SENT = "enviados", "Enviados"
    RECEIVED = "recibidos", "Recibidos"
    REASSIGNED = "reasignados", "Reasignados"
    INFORMED = "informados", "Informados"


class Outcome(models.TextChoices):
    PENDING = "pending", "Pendiente"
    PACKED = "packed", "Incluido"
    PARTIAL = "partial", "Incluido en parte"
    OMITTED = "omitted", "Omitido"


class FileRole(models.TextChoices):
    MAIN = "main", "Documento"
    SIGNATURE = "signature", "Firma"
    ANNEX = "annex", "Anexo"


class PartRole(models.TextChoices):
    DOCUMENTS = "documents", "Documentos"
    INDEX = "index", "Índice"
    SINGLE = "single", "Única"


class OmissionScope(models.TextChoices):
    DOCUMENT = "document", "Documento"
    FILE = "file", "Archivo"


class OmissionReason(models.TextChoices):
    """Stored as the codes of omisiones.csv (backups §5.1)."""

    MISSING = "archivo_no_encontrado", "El archivo no se encontró en el almacenamiento"
    WRONG_HASH = "huella_no_coincide", "El archivo no corresponde a su huella guardada"
    UNREADABLE = "ilegible", "El archivo no se pudo leer"
    NOT_RENDERED = "pdf_no_generado", "No se pudo generar el PDF del documento"
    QUARANTINED = "en_cuarentena", "El archivo fue retirado por seguridad"
    IN_REVIEW = "en_revision", "El archivo todavía está en revisión"
    TIMED_OUT = "tiempo_agotado", "Se agotó el tiempo para leerlo"
    WITHHELD = "retenido_confidencial", "Retenido: documento confidencial"
