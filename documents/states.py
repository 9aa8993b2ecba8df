"""States and kinds of documents and copies (documents §3, §4.1)."""

from django.db import models


class DocumentKind(models.TextChoices):
    OUTGOING = "outgoing", "Salida"
    INCOMING = "incoming", "Entrada / Externo"
    CITIZEN_LETTER = "citizen_letter", "Carta Ciudadano"


class CopyState(models.TextChoices):
    DRAFT = "draft", "En Edición"
    IN_PROCESS = "in_process", "En Trámite"
    UNSENT_ORIGINAL = "unsent_original", "No Enviado"
    UNSENT_ELECTRONIC = "unsent_electronic", "No Enviado (electrónicamente)"
    TO_PRINT = "to_print", "Por Imprimir"
    SENT = "sent", "Enviado"
    SHELVED = "shelved", "Archivado"
    DELETED = "deleted", "Eliminado"
    ANNULLED = "annulled", "Anulado"
    PURGED = "purged", "Eliminado Total"
    CITIZEN_PENDING = "citizen_pending", "Pendiente de ciudadano"

    @classmethod
    def never_for_backup(cls):
        """States whose copies the vocabulary offered to backups ignores (documents §2.2)."""
        return (cls.DRAFT, cls.UNSENT_ELECTRONIC, cls.TO_PRINT, cls.CITIZEN_PENDING, cls.DELETED, cls.ANNULLED,
                cls.PURGED)  # fmt: skip

    @classmethod
    def of_sent_original(cls):
        return (cls.SHELVED, cls.UNSENT_ORIGINAL, cls.SENT)

    @classmethod
    def of_received(cls):
        return (cls.IN_PROCESS, cls.SHELVED, cls.SENT)

    @classmethod
    def of_handled(cls):
        """The four states of the Reasignados and Informados branches (backups §4.1)."""
        return (cls.SHELVED, cls.IN_PROCESS, cls.UNSENT_ORIGINAL, cls.SENT)


# States a copy may have by its role (documents §4.1).
ORIGINAL_STATES = (CopyState.DRAFT, CopyState.UNSENT_ORIGINAL, CopyState.SENT, CopyState.SHELVED, CopyState.DELETED,
                   CopyState.ANNULLED, CopyState.PURGED)  # fmt: skip
RECIPIENT_STATES = (CopyState.IN_PROCESS, CopyState.UNSENT_ELECTRONIC, CopyState.TO_PRINT, CopyState.SENT,
                    CopyState.SHELVED, CopyState.ANNULLED, CopyState.CITIZEN_PENDING)  # fmt: skip


class CopyRole(models.TextChoices):
    ORIGINAL = "original", "Original"
    TO = "to", "Para"
    CC = "cc", "Copia"


class PartyRole(models.TextChoices):
    FROM = "from", "De"
    TO = "to", "Para"
    CC = "cc", "Con copia a"


class Category(models.TextChoices):
    NORMAL = "normal", "Normal"
    LATE = "late", "Extemporáneo"
    PERSONAL = "personal", "Personal"
    URGENT = "urgent", "Urgente"


class Confidentiality(models.TextChoices):
    PUBLIC = "public", "Público"
    CONFIDENTIAL = "confidential", "Confidencial"


class How(models.TextChoices):
    """What an appointment did in a document: one fact, one row of Participation."""

    SENT = "sent", "Enviado"
    RECEIVED = "received", "Recibido"
    COPIED = "copied", "Copia"
    REASSIGNED_TO = "reassigned_to", "Reasignado a"
    REASSIGNED_BY = "reassigned_by", "Reasignado por"
    INFORMED_TO = "informed_to", "Informado a"
    INFORMED_BY = "informed_by", "Informó"
    REGISTERED = "registered", "Registró"
    TASK_TO = "task_to", "Tarea para"
    TASK_BY = "task_by", "Tarea de"

    @classmethod
    def giving_sight(cls):
        """What lets somebody read a public copy that is held by another (documents §16.2, level 3)."""
        return (cls.REASSIGNED_TO, cls.REASSIGNED_BY, cls.INFORMED_TO, cls.INFORMED_BY, cls.REGISTERED, cls.TASK_TO,
                cls.TASK_BY)  # fmt: skip


class Medium(models.TextChoices):
    ELECTRONIC = "electronic", "Electrónico"
    PHYSICAL = "physical", "Físico"


class ScanState(models.TextChoices):
    PENDING = "pending", "En revisión"
    CLEAN = "clean", "Revisado"
    INFECTED = "infected", "Retirado por seguridad"


class Makers(models.TextChoices):
    """Who may make documents of a type in an institution (documents §3)."""

    ANYONE = "anyone_with_permission", "Quien tenga el permiso"
    CHIEFS = "chiefs", "Solo los Jefes de Área"
    LISTED = "listed", "Solo las personas señaladas"


class TaskState(models.TextChoices):
    PENDING = "pending", "Pendiente"
    FINISHED = "finished", "Finalizada"
    CANCELLED = "cancelled", "Cancelada"


class GrantReason(models.TextChoices):
    INFORM = "inform", "Informar"
    TASK = "task", "Tarea"


class Addressing(models.TextChoices):
    """How addressees are printed (documents §6.6)."""

    WHOLE = "whole", "Título, nombre, puesto e institución"
    NO_INSTITUTION = "no_institution", "Sin institución"
    NO_POST = "no_post", "Sin puesto"
    NO_NAME = "no_name", "Sin nombre"
    POST_ONLY = "post_only", "Solo puesto e institución"
    LIST_NAME = "list_name", "Nombre de la lista"
    ONE_EACH = "one_each", "Un documento por destinatario"


class Route(models.TextChoices):
    ELECTRONIC = "electronic", "Electrónico"
    MANUAL = "manual", "Manual"


class SendingStep(models.TextChoices):
    """Where the sending of a document is; each step is idempotent and restartable (documents §10.2)."""

    RENDER = "render", "Generando el PDF"
    SIGNATURE = "signature", "Esperando la firma"
    DELIVER = "deliver", "Entregando"
    DONE = "done", "Terminado"
    FAILED = "failed", "No se pudo generar el PDF"


class CorrectionState(models.TextChoices):
    """What became of a proposal to correct what a servant is called (documents §6.6)."""

    PENDING = "pending", "Pendiente"
    ACCEPTED = "accepted", "Corregida"
    DECLINED = "declined", "No procede"


class DispatchState(models.TextChoices):
    """What became of a paper copy that left the building (documents §2.2, §10.4)."""

    SENT = "sent", "Enviado"
    DELIVERED = "delivered", "Entregado"
    RETURNED = "returned", "Devuelto"


class ReturnReason(models.TextChoices):
    """Why a paper copy came back (documents §10.4)."""

    ADDRESS = "address", "Dirección incorrecta"
    ABSENT = "absent", "Destinatario ausente"
    REFUSED = "refused", "Rehusado"
    OTHER = "other", "Otro"


class Condition(models.TextChoices):
    """In what condition papers change hands (documents §2.2)."""

    GOOD = "good", "Bueno"
    FAIR = "fair", "Regular"
    BAD = "bad", "Malo"


class NumberStatus(models.TextChoices):
    USED = "used", "Usado"
    ANNULLED = "annulled", "Anulado"


class NumberToken(models.TextChoices):
    """What a number is made of (institutions §7)."""

    INSTITUTION = "institution", "Institución"
    AREA = "area", "Área"
    YEAR = "year", "Año"
    SEQUENCE = "sequence", "Secuencial"
    TYPE = "type", "Ab. Documento"


class SignatureState(models.TextChoices):
    """Where one document of a signing session is (documents §2.1, §9)."""

    PREPARING = "preparing", "Preparando el PDF"
    OPEN = "open", "Por firmar"
    RECEIVED = "received", "Firma en revisión"
    VALID = "valid", "Firmado"
    REJECTED = "rejected", "Firma rechazada"
    EXPIRED = "expired", "Terminó el tiempo"
    CANCELLED = "cancelled", "Cancelado"

    @classmethod
    def live(cls):
        """States from which a signature may still come; a document has at most one such request."""
        return (cls.PREPARING, cls.OPEN, cls.RECEIVED)


class SignatureProvider(models.TextChoices):
    """By which way a signed PDF came (documents §9.1)."""

    DESKTOP = "desktop", "Programa de firma"
    SERVER_P12 = "server_p12", "Archivo .p12 en el servidor"


class Revocation(models.TextChoices):
    """What is known of the revocation of a certificate (documents §9.2)."""

    GOOD = "good", "No revocado"
    UNKNOWN = "unknown", "Revocación no comprobada"
    REVOKED = "revoked", "Revocado"


class TimeSource(models.TextChoices):
    """Who says when a document was signed."""

    TIMESTAMP = "timestamp", "Sello de tiempo"
    SERVER = "server", "Hora de recepción en el sistema"
    DECLARED = "declared", "Hora declarada por el firmante"
