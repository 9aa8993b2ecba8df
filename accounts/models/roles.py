"""Platform roles of the SGE, given by two people (accounts-portal §12)."""

import uuid

from django.conf import settings
from django.db import models
from django_fsm import FSMModelMixin, transition

from quipux.statefield import StateField

GRANT = "accounts.grant_roles"


class Role(models.TextChoices):
    """Groups with fixed codes; what each may do is in `accounts.roles`."""

    AGQ = "sge_agq", "AGQ"
    TRAINER = "sge_trainer", "Capacitador"
    VALIDATOR = "sge_validator", "Validador"
    DESK = "sge_desk", "Mesa de servicio"
    VIEWER = "sge_viewer", "Consulta"
    SUPERADMIN = "tech_superadmin", "Superadministrador técnico"
    AUDITOR = "auditor", "Auditor / Delegado de Protección de Datos"


class GrantState(models.TextChoices):
    PENDING = "pending", "Pendiente"
    CONFIRMED = "confirmed", "Confirmado"
    WITHDRAWN = "withdrawn", "Retirado"
    EXPIRED = "expired", "Caducado"


def may_grant(_grant, actor) -> bool:
    """A superadministrator."""
    return not actor.is_system and getattr(actor, "appointment", None) is None and actor.user.has_perm(GRANT)


def may_confirm(grant, actor) -> bool:
    """Another superadministrator, who is not the person either."""
    return may_grant(grant, actor) and actor.user.pk not in (grant.proposed_by_id, grant.person_id)


def is_clock(_grant, actor) -> bool:
    return actor.is_system


class RoleGrant(FSMModelMixin, models.Model):
    """A proposal to give somebody a platform role."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="role_grants", verbose_name="persona"
    )
    role = models.CharField("rol", max_length=20, choices=Role)
    state = StateField("estado", choices=GrantState.choices, default=GrantState.PENDING, protected=True)
    reason = models.CharField("motivo", max_length=300)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="propuso")
    proposed_at = models.DateTimeField("propuesto el")

    class Meta:
        verbose_name = "rol propuesto"
        verbose_name_plural = "roles propuestos"
        permissions = [("grant_roles", "Proponer, confirmar y quitar roles de la plataforma")]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=GrantState.values), name="role_grant_known_state"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_grant_known_role"),
            models.CheckConstraint(condition=~models.Q(person=models.F("proposed_by")), name="role_grant_for_another"),
            models.UniqueConstraint(fields=["person", "role"], condition=models.Q(state=GrantState.PENDING),
                                    name="role_grant_one_open"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_role_display()} para {self.person}"

    def history_subject(self):
        return "role_grant", self.uuid

    def history_states(self):
        return self.get_state_display(), ""

    def refusal_message(self):
        return f"Esta acción ya no es posible: la propuesta está en estado {self.get_state_display()}."

    @transition(state, source=GrantState.PENDING, target=GrantState.CONFIRMED, permission=may_confirm)
    def confirm(self):
        """The second pair of eyes."""

    @transition(state, source=GrantState.PENDING, target=GrantState.WITHDRAWN, permission=may_grant)
    def withdraw(self):
        """Nobody gets it."""

    @transition(state, source=GrantState.PENDING, target=GrantState.EXPIRED, permission=is_clock)
    def expire(self):
        """Nobody confirmed it in time."""
