"""Platform roles: what each may do, and giving them by two superadministrators (accounts-portal §12)."""

from datetime import timedelta

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from accounts import history
from accounts.models import User
from accounts.models.incidents import MANAGE_INCIDENTS, READ_INCIDENTS
from accounts.models.roles import GrantState, Role, RoleGrant, may_grant
from quipux import clock
from quipux.errors import Conflict, Forbidden, Invalid
from quipux.history import recorder
from quipux.history.recorder import SYSTEM
from quipux.workflow import Entry, Move, perform

DAYS = 7  # to confirm a proposal
FOUNDERS = 2  # superadministrators that the set-up command may make: one alone could give no role to anybody
INCIDENTS = (MANAGE_INCIDENTS, READ_INCIDENTS)
RIGHTS = {
    Role.AGQ: ("accounts.manage_credentials", "accounts.assist_people", "accounts.reveal_identity", "accounts.merge_any",
               "accounts.validate_people", "accounts.decide_application", "backups.operate_backups", "signatures.manage_trust",
               "portal.edit_contents", "portal.manage_notices", *INCIDENTS),
    Role.TRAINER: (),
    Role.VALIDATOR: ("accounts.validate_people", "accounts.decide_application", "accounts.reveal_identity"),
    Role.DESK: ("accounts.assist_people",),
    Role.VIEWER: (),
    Role.SUPERADMIN: ("accounts.grant_roles", "portal.edit_contents", "portal.manage_notices", "signatures.manage_trust",
                      *INCIDENTS),
    Role.AUDITOR: ("accounts.search_audit", READ_INCIDENTS),
}  # fmt: skip
_more: dict[str, set[str]] = {}


def register(role: str, *permissions: str) -> None:
    """Let an upper app say which of its rights («app.codename») a role brings."""
    _more.setdefault(role, set()).update(permissions)


def synchronise(**_kwargs) -> None:
    """After every migration: the groups exist, with exactly these rights."""
    for role in Role:
        group, _ = Group.objects.get_or_create(name=role.value)
        names = {*RIGHTS[role], *_more.get(role, ())}
        wanted = [found for name in names if (found := _permission(name))]
        group.permissions.set(wanted)


def _permission(name):
    label, codename = name.split(".")
    return Permission.objects.filter(content_type__app_label=label, codename=codename).first()


def holders(role: str):
    """People who enter and hold the role."""
    return User.objects.filter(groups__name=role, is_active=True)


def roles_of(person: User) -> list[str]:
    """Labels of the roles somebody holds."""
    names = set(person.groups.values_list("name", flat=True))
    return [role.label for role in Role if role.value in names]


@transaction.atomic
def propose(person: User, role: str, *, reason: str, actor) -> RoleGrant:
    """A proposal, which another superadministrator confirms within seven days.

    Raises:
        Forbidden: the actor is no superadministrator, or proposes for himself.
        Invalid: without reason, or the person has it already.
        Conflict: it was proposed before.
    """
    if not may_grant(None, actor) or actor.user.pk == person.pk:
        raise Forbidden("No tiene permiso para esta acción.")
    if not reason.strip():
        raise Invalid("Escriba el motivo.", motivo="Escriba el motivo.")
    if person.groups.filter(name=role).exists():
        raise Invalid("La persona ya tiene ese rol.", rol="La persona ya tiene ese rol.")
    if RoleGrant.objects.filter(person=person, role=role, state=GrantState.PENDING).exists():
        raise Conflict("Ese rol ya está propuesto para la persona.")
    grant = RoleGrant.objects.create(person=person, role=role, reason=reason.strip(), proposed_by=actor.user,
                                     proposed_at=clock.now())  # fmt: skip
    recorder.record(grant, history.ROLE_PROPOSED, actor=actor, comment=f"{grant}. {grant.reason}")
    return grant


@transaction.atomic
def confirm(grant: RoleGrant, *, actor) -> RoleGrant:
    """Pendiente → Confirmado: the person enters the administration with that role.

    Raises:
        Forbidden: the one who proposed it, the person herself, or no superadministrator.
        NotAllowedNow: it was decided, or its days are over.
    """
    if grant.proposed_at + timedelta(days=DAYS) <= clock.now():
        expire_due()
        grant.refresh_from_db(fields=["state"])
    grant = _move(grant, "confirm", history.ROLE_CONFIRMED, actor)
    _give(grant.person, grant.role)
    return grant


def withdraw(grant: RoleGrant, *, actor) -> RoleGrant:
    """Pendiente → Retirado."""
    return _move(grant, "withdraw", history.ROLE_WITHDRAWN, actor)


@transaction.atomic
def remove(person: User, role: str, *, reason: str, actor) -> None:
    """Take a role away at once; without any, the administration is closed to the person.

    Raises:
        Forbidden: no superadministrator, or the own role.
        Invalid: without reason.
        Conflict: too few superadministrators would be left to give it again.
    """
    if not may_grant(None, actor) or actor.user.pk == person.pk:
        raise Forbidden("No tiene permiso para esta acción.")
    if not reason.strip():
        raise Invalid("Escriba el motivo.", motivo="Escriba el motivo.")
    if role == Role.SUPERADMIN and holders(role).count() <= FOUNDERS:
        raise Conflict("Deben quedar al menos dos superadministradores.")
    person.groups.remove(Group.objects.get(name=role))
    person.is_staff = person.groups.filter(name__in=Role.values).exists()
    person.save(update_fields=["is_staff"])
    recorder.record(person, history.ROLE_REMOVED, actor=actor, comment=f"{Role(role).label}. {reason.strip()}")


def expire_due() -> dict:
    """Pendiente → Caducado of what nobody confirmed in seven days."""
    late = RoleGrant.objects.filter(state=GrantState.PENDING, proposed_at__lte=clock.now() - timedelta(days=DAYS))
    return {"expired": len([_move(one, "expire", history.ROLE_EXPIRED, SYSTEM) for one in late])}


@transaction.atomic
def found(person: User) -> None:
    """Make one of the first two superadministrators: only who administers the server can.

    Raises:
        Conflict: there are two already.
    """
    if holders(Role.SUPERADMIN).count() >= FOUNDERS:
        raise Conflict(
            "Ya hay dos superadministradores: los siguientes roles se dan entre ellos, en la administración."
        )
    _give(person, Role.SUPERADMIN)
    recorder.record(person, history.FOUNDED, actor=SYSTEM)


def _give(person, role):
    person.groups.add(Group.objects.get(name=role))
    person.is_staff = True
    person.save(update_fields=["is_staff"])


def _move(grant, transition, action, actor):
    [moved] = perform(Move(grant, transition), actor=actor, subject=grant, entries=[Entry(action)])
    return moved
