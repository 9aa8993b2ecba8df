"""States of an implantation and the words of its parts (institutions §12.1, §12.3)."""

from django.db import models


class CaseState(models.TextChoices):
    DRAFT = "draft", "Borrador"
    SUBMITTED = "submitted", "Solicitud enviada"
    IN_REVIEW = "in_review", "En revisión"
    OBSERVED = "observed", "Observada"
    ACCEPTED = "accepted", "Aceptada – pendiente de capacitación"
    IN_TRAINING = "in_training", "En capacitación"
    TRAINED = "trained", "Capacitación cumplida"
    CONFIGURING_TRAINING = "configuring_training", "Parametrización en capacitación"
    DEADLINE_PASSED = "deadline_passed", "Plazo vencido"
    GOLIVE_REQUESTED = "golive_requested", "Paso a producción solicitado"
    VERIFYING = "verifying", "En verificación"
    WITH_REMARKS = "with_remarks", "Con observaciones"
    APPROVED = "approved", "Paso a producción aprobado"
    CONFIGURING_PRODUCTION = "configuring_production", "Parametrización en producción"
    OPERATING = "operating", "En operación"
    REJECTED = "rejected", "Rechazada"
    NOT_ELIGIBLE = "not_eligible", "No elegible"
    WITHDRAWN = "withdrawn", "Desistida"
    LAPSED = "lapsed", "Caducada"

    @classmethod
    def final(cls):
        """Those in which nothing moves any more; a new request of the same institution is possible."""
        return (cls.OPERATING, cls.REJECTED, cls.NOT_ELIGIBLE, cls.WITHDRAWN, cls.LAPSED)

    @classmethod
    def open(cls):
        """Sent and not final: the institution may have one such case only."""
        return tuple(state for state in cls if state != cls.DRAFT and state not in cls.final())

    @classmethod
    def by_applicant(cls):
        """From which the applicant may give up (T22)."""
        return (cls.DRAFT, cls.SUBMITTED, cls.IN_REVIEW, cls.OBSERVED)

    @classmethod
    def from_training_on(cls):
        """In which the AIQ of the case may be another (T24)."""
        first = list(cls).index(cls.IN_TRAINING)
        return tuple(state for state in list(cls)[first:] if state not in cls.final())

    @classmethod
    def counting(cls):
        """In which the term of the parametrisation runs (T12, T13)."""
        return (cls.CONFIGURING_TRAINING, cls.WITH_REMARKS)


# Which of the seven steps of seed 002 a state belongs to, from 1.
STEP_OF = {
    CaseState.DRAFT: 1, CaseState.SUBMITTED: 1, CaseState.IN_REVIEW: 1, CaseState.OBSERVED: 1,
    CaseState.ACCEPTED: 2, CaseState.IN_TRAINING: 2, CaseState.TRAINED: 3, CaseState.CONFIGURING_TRAINING: 4,
    CaseState.DEADLINE_PASSED: 4, CaseState.GOLIVE_REQUESTED: 5, CaseState.VERIFYING: 6, CaseState.WITH_REMARKS: 4,
    CaseState.APPROVED: 6, CaseState.CONFIGURING_PRODUCTION: 7, CaseState.OPERATING: 7,
}  # fmt: skip

# Who has to act in a state, as every page of the case says it (§12.3).
WHO_ACTS = {
    CaseState.DRAFT: "Usted completa y envía la solicitud.",
    CaseState.SUBMITTED: "La Subsecretaría toma la solicitud.",
    CaseState.IN_REVIEW: "La Subsecretaría revisa los datos y el oficio.",
    CaseState.OBSERVED: "Usted corrige lo observado.",
    CaseState.ACCEPTED: "La Subsecretaría asigna las fechas de los cursos.",
    CaseState.IN_TRAINING: "El AIQ asiste a los cursos.",
    CaseState.TRAINED: "La Subsecretaría crea el ambiente de capacitación.",
    CaseState.CONFIGURING_TRAINING: "El AIQ parametriza el ambiente de capacitación.",
    CaseState.DEADLINE_PASSED: "La Subsecretaría decide si extiende el plazo.",
    CaseState.GOLIVE_REQUESTED: "La Subsecretaría toma la verificación.",
    CaseState.VERIFYING: "La Subsecretaría revisa la plantilla de seguimiento.",
    CaseState.WITH_REMARKS: "El AIQ corrige los ítems observados.",
    CaseState.APPROVED: "La Subsecretaría crea el ambiente de producción.",
    CaseState.CONFIGURING_PRODUCTION: "El AIQ parametriza el ambiente de producción.",
    CaseState.OPERATING: "La institución ya trabaja en Quipux.",
    CaseState.REJECTED: "La solicitud terminó; puede presentar otra.",
    CaseState.NOT_ELIGIBLE: "La solicitud terminó; puede presentar otra.",
    CaseState.WITHDRAWN: "La solicitud terminó; puede presentar otra.",
    CaseState.LAPSED: "La solicitud terminó; puede presentar otra.",
}


class Channel(models.TextChoices):
    PORTAL = "portal", "Portal"
    LETTER = "letter", "Oficio ingresado"


class PersonRole(models.TextChoices):
    AIQ = "aiq", "AIQ"
    DEPUTY = "deputy", "AIQ de respaldo"


class FileKind(models.TextChoices):
    LETTER = "letter", "Oficio de la máxima autoridad"
    DELEGATION = "delegation", "Delegación"
    WITHDRAWAL = "withdrawal", "Oficio de desistimiento"
    CHANGE_OF_AIQ = "change_of_aiq", "Oficio de cambio de AIQ"
    CERTIFICATE = "certificate", "Certificado de capacitación"
    APPROVAL = "approval", "Acta de aprobación"


class Attendance(models.TextChoices):
    ENROLLED = "enrolled", "Inscrito"
    ATTENDED = "attended", "Asistió"
    PARTIAL = "partial", "Asistencia parcial"
    ABSENT = "absent", "No asistió"
    CANCELLED = "cancelled", "Anulada"
    CREDITED = "credited", "Convalidado"


class ItemState(models.TextChoices):
    PENDING = "pending", "Pendiente"
    MET = "met", "Cumple"
    NOT_MET = "not_met", "No cumple"
    NOT_APPLICABLE = "not_applicable", "No aplica"
