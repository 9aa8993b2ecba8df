"""The petition people see, and the job behind it; created together, one to one (backups §1, §2)."""

import uuid

import pgtrigger
from django.core.validators import MaxLengthValidator
from django.db import models
from django_fsm import FSMModelMixin, transition

from backups import permissions
from backups.querysets import BackupQuerySet, BackupRequestQuerySet
from backups.states import ALLOWED_PAIRS, BackupState, DeleteReason, Kind, PetitionMatch, RequestState
from quipux.statefield import StateField

R, B = RequestState, BackupState


def _pair_check(request_column, backup_column):
    pairs = ", ".join(f"('{r}','{b}')" for r, b in sorted(ALLOWED_PAIRS))
    return f"""
        SELECT r.state, b.state INTO pair_request, pair_backup
          FROM backups_backuprequest r JOIN backups_backup b ON b.request_id = r.id
         WHERE {request_column} = {backup_column};
        IF FOUND AND (pair_request, pair_backup) NOT IN ({pairs}) THEN
            RAISE EXCEPTION 'par de estados imposible: % / %', pair_request, pair_backup USING ERRCODE = '23514';
        END IF;
        RETURN NULL;
    """  # noqa: S608 - constants of this package only


def is_approved(backup) -> bool:
    """Condition of every move of a backup's work: the same backup states stand beside drafts too (§2.1)."""
    return backup.request.state == R.APPROVED


def is_being_built(request) -> bool:
    """Condition of the moves of a request that only its running backup can bring about (T15)."""
    return request.backup.state == B.RUNNING


def pair_trigger(request_column, backup_column):
    """Refuse at commit any pair of states outside backups §2.1, from whatever door (I3)."""
    return pgtrigger.Trigger(
        name="allowed_pair", level=pgtrigger.Row, when=pgtrigger.After, operation=pgtrigger.Insert | pgtrigger.Update,
        timing=pgtrigger.Deferred, declare=[("pair_request", "text"), ("pair_backup", "text")],
        func=_pair_check(request_column, backup_column),
    )  # fmt: skip


class BackupRequest(FSMModelMixin, models.Model):
    """«Solicitud»: who asks for which appointment's documents, and in what state that is."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.BigIntegerField("número", unique=True)
    kind = models.CharField("clase", max_length=14, choices=Kind, default=Kind.PERSONAL)
    appointment = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="backup_requests",
                                    verbose_name="puesto")  # fmt: skip
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="backup_requests", verbose_name="persona")
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+",
                                    verbose_name="institución")  # fmt: skip
    area = models.ForeignKey("institutions.Area", models.PROTECT, related_name="+", verbose_name="área")
    created_by = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+",
                                   verbose_name="creada por")  # fmt: skip
    sent_by = models.ForeignKey("institutions.Appointment", models.PROTECT, null=True, related_name="+",
                                verbose_name="enviada por")  # fmt: skip
    petition = models.ForeignKey("documents.Copy", models.PROTECT, null=True, related_name="+",
                                 verbose_name="documento de la petición")  # fmt: skip
    petition_match = models.CharField("cédula del remitente", max_length=8, choices=PetitionMatch,
                                      default=PetitionMatch.NONE)  # fmt: skip
    date_from = models.DateField("fecha inicio")
    date_to = models.DateField("fecha fin")
    comment = models.TextField("comentario", blank=True, validators=[MaxLengthValidator(1000)])
    requested_at = models.DateTimeField("fecha de solicitud")
    sent_at = models.DateTimeField("enviada el", null=True)
    approved_at = models.DateTimeField("aprobada el", null=True)
    leaving_declared_at = models.DateTimeField("desvinculación declarada el", null=True)
    state = StateField("estado", choices=R.choices, default=R.DRAFT, protected=True)
    delete_reason = models.CharField("observación", max_length=20, choices=DeleteReason, blank=True)
    idempotency_key = models.UUIDField(null=True, unique=True, editable=False)
    preflight_documents = models.PositiveIntegerField("documentos calculados", null=True)
    preflight_bytes = models.BigIntegerField("bytes calculados", null=True)
    preflight_withheld = models.PositiveIntegerField("retenidos calculados", null=True)
    preflight_parts = models.PositiveIntegerField("partes calculadas", null=True)

    objects = BackupRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "solicitud de respaldo"
        verbose_name_plural = "solicitudes de respaldo"
        permissions = [(permissions.OPERATE, "Operar los respaldos: calendarizar, detener, eliminar, responder")]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=R.values), name="request_known_state"),
            models.CheckConstraint(condition=models.Q(date_from__lte=models.F("date_to")), name="request_period_in_order",
                                   violation_error_message="La Fecha Inicio debe ser menor o igual que la Fecha Fin."),
            models.UniqueConstraint(fields=["appointment"], condition=models.Q(state__in=R.active()),
                                    name="request_one_active"),
            models.UniqueConstraint(fields=["appointment"], name="request_one_open_personal",
                                    condition=models.Q(kind=Kind.PERSONAL, state__in=R.open())),
        ]  # fmt: skip
        indexes = [models.Index(fields=["appointment", "-number"], name="request_own_list")]
        triggers = [pair_trigger("r.id", "NEW.id")]

    def __str__(self):
        return f"Solicitud No. {self.number}"

    @property
    def archive_name(self) -> str:
        """NAME of the archive set."""
        return f"respaldo_{self.number}"

    def history_subject(self):
        return "backup_request", self.uuid

    def history_states(self):
        backup_state = Backup.objects.values_list("state", flat=True).get(request=self)
        return self.get_state_display(), B(backup_state).label

    def refusal_message(self):
        return (
            f"Esta acción ya no es posible: la solicitud No. {self.number} está en estado {self.get_state_display()}."
        )

    @transition(state, source=R.DRAFT, target=None, permission=permissions.is_creator)
    def edit(self, **facts):
        for name, value in facts.items():
            setattr(self, name, value)

    @transition(state, source=R.DRAFT, target=R.SUBMITTED, permission=permissions.is_creator)
    def submit(self, **facts):
        for name, value in facts.items():
            setattr(self, name, value)

    @transition(state, source=R.SUBMITTED, target=R.APPROVED, permission=permissions.is_creator)
    def approve(self, instant):
        self.approved_at = instant

    @transition(state, source=R.APPROVED, target=R.FULFILLED, permission=permissions.is_system)
    def fulfil(self):
        """The backup was published."""

    @transition(state, source=R.DRAFT, target=R.DELETED, permission=permissions.is_creator)
    def discard(self):
        self.delete_reason = DeleteReason.DISCARDED

    @transition(state, source=R.APPROVED, target=R.DELETED, permission=permissions.can_withdraw)
    def withdraw(self):
        self.delete_reason = DeleteReason.WITHDRAWN

    @transition(state, source=[R.APPROVED, R.FULFILLED], target=R.DELETED, permission=permissions.is_operator)
    def remove(self, reason=DeleteReason.OPERATOR):
        self.delete_reason = reason

    @transition(
        state, source=R.APPROVED, target=R.DELETED, conditions=[is_being_built], permission=permissions.is_system
    )
    def find_empty(self):
        self.delete_reason = DeleteReason.EMPTY

    @transition(state, source=R.FULFILLED, target=R.DELETED, permission=permissions.is_system)
    def expire(self):
        self.delete_reason = DeleteReason.EXPIRED


class Backup(FSMModelMixin, models.Model):
    """«Respaldo»: the job and its product."""

    request = models.OneToOneField(BackupRequest, models.PROTECT, related_name="backup", verbose_name="solicitud")
    state = StateField("estado", choices=B.choices, default=B.PENDING, protected=True)
    scheduled_for = models.DateField("noche", null=True)
    run_now = models.BooleanField("ejecutar ahora", default=False)
    frozen_at = models.DateTimeField("lista congelada el", null=True)
    started_at = models.DateTimeField("inicio de ejecución", null=True)
    finished_at = models.DateTimeField("fin de ejecución", null=True)
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField("intentos sin avance", default=0)
    retry_nights = models.PositiveIntegerField("noches de reintento", default=0)
    failure = models.TextField("motivo del error", blank=True)
    documents_planned = models.PositiveIntegerField("documentos previstos", null=True)
    documents_packed = models.PositiveIntegerField("documentos incluidos", null=True)
    documents_omitted = models.PositiveIntegerField("documentos omitidos", null=True)
    documents_withheld = models.PositiveIntegerField("documentos retenidos", null=True)
    bytes_total = models.BigIntegerField("bytes", null=True)
    parts_count = models.PositiveIntegerField("partes", null=True)
    expires_at = models.DateTimeField("vence", null=True)
    deleted_at = models.DateTimeField("eliminado el", null=True)
    purged_at = models.DateTimeField("borrado del almacenamiento el", null=True)
    manifest_sha256 = models.CharField("SHA-256 del manifiesto", max_length=64, blank=True)
    builder_version = models.CharField("versión del constructor", max_length=20, blank=True)
    frozen_facts = models.JSONField("datos congelados", null=True)
    acta = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name="acta de generación"
    )

    objects = BackupQuerySet.as_manager()

    class Meta:
        verbose_name = "respaldo"
        verbose_name_plural = "respaldos"
        constraints = [models.CheckConstraint(condition=models.Q(state__in=B.values), name="backup_known_state")]
        indexes = [models.Index(fields=["state", "scheduled_for"], name="backup_queue")]
        triggers = [pair_trigger("b.id", "NEW.id")]

    def __str__(self):
        return f"Respaldo No. {self.request.number}"

    @property
    def documents_included(self) -> int:
        """Packed or partial documents; planned = included + omitted, always (I7)."""
        return self.documents_packed or 0

    def is_over(self, now) -> bool:
        """Whether its validity ended; days spent waiting for a repair do not count (T23)."""
        return now >= self.expires_at and not self.parts.in_repair().exists()

    def refusal_message(self):
        return self.request.refusal_message()

    @transition(state, source=B.PENDING, target=None, conditions=[is_approved],
                permission=permissions.is_system_or_operator)  # fmt: skip
    def schedule(self, night, run_now=False):
        self.scheduled_for, self.run_now, self.attempts = night, run_now, 0

    @transition(state, source=B.RUNNING, target=None, permission=permissions.is_system)
    def postpone(self, night):
        """The window ended before the work did (T9)."""
        self.scheduled_for = night

    @transition(state, source=B.FAILED, target=B.PENDING, permission=permissions.is_system_or_operator)
    def retry(self, night, run_now=False):
        self.scheduled_for, self.run_now, self.attempts, self.failure = night, run_now, 0, ""

    @transition(state, source=B.PENDING, target=B.RUNNING, conditions=[is_approved], permission=permissions.is_system)
    def claim(self, instant, run_now):
        self.started_at, self.run_now = self.started_at or instant, run_now

    @transition(state, source=[B.PENDING, B.RUNNING], target=B.PAUSED, conditions=[is_approved],
                permission=permissions.is_operator)  # fmt: skip
    def pause(self):
        self.lease_token = self.lease_until = None

    @transition(state, source=B.PAUSED, target=B.PENDING, permission=permissions.is_operator)
    def resume(self):
        self.scheduled_for = None

    @transition(state, source=B.GENERATED, target=None, permission=permissions.is_system_or_operator)
    def extend(self, expires_at):
        """A later end of the validity: days lost to a repair, or given by an operator."""
        self.expires_at = expires_at

    @transition(state, source=B.RUNNING, target=B.FAILED, permission=permissions.is_system)
    def fail(self, reason):
        self.failure, self.lease_token, self.lease_until = reason, None, None

    @transition(state, source=B.RUNNING, target=B.GENERATED, permission=permissions.is_system)
    def publish(self, **facts):
        for name, value in facts.items():
            setattr(self, name, value)
        self.lease_token = self.lease_until = None

    @transition(state, source=[B.PENDING, B.RUNNING, B.PAUSED, B.FAILED, B.GENERATED], target=B.DELETED,
                permission=permissions.is_anyone)  # fmt: skip
    def delete_with_request(self, instant):
        self.deleted_at, self.lease_token, self.lease_until = instant, None, None
