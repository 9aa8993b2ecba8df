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


class Medium(models.TextChoices):
    ELECTRONIC = "electronic", "Electrónico"
    PHYSICAL = "physical", "Físico"


class ScanState(models.TextChoices):
    PENDING = "pending", "En revisión"
    CLEAN = "clean", "Revisado"
    INFECTED = "infected", "Retirado por seguridad"
