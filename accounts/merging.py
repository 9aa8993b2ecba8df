"""«Combinar dos ciudadanos»: one transaction, every changed row noted, taken back within thirty days (accounts-portal §10.6)."""

from dataclasses import dataclass
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import transaction

from accounts import history, links, mailing, sessions
from accounts.models import CitizenKind, CredentialState, IdentityKind, Merge, MergedRow, User
from accounts.models.merges import MergeState
from accounts.models.registrations import is_validator
from quipux import clock
from quipux.errors import Conflict, Forbidden, Invalid, NotAllowedNow
from quipux.history import recorder
from quipux.history.recorder import SYSTEM
from quipux.workflow import Entry, Move, perform

MERGE_ANY = "accounts.merge_any"
MERGED = "QUIPUX: Se ha unificado la información"
JOINED = "Unificada con {}"
CLOSABLE = (CredentialState.PENDING, CredentialState.ACTIVE, CredentialState.SUSPENDED)
BATCH = 1000  # rows noted by one statement


@dataclass(frozen=True)
class Participant:
    """Rows of an app that point to a person.

    Attributes:
        model: label «app.Model».
        field: the foreign key.
        once_per: field of which a person may have one row only; where the survivor has one, the other stays.
        is_single: a person may have one row at all.
    """

    model: str
    field: str
    once_per: str = ""
    is_single: bool = False

    @property
    def name(self) -> str:
        return f"{self.model}.{self.field}"

    @property
    def rows(self):
        return apps.get_model(self.model)._base_manager

    def of(self, person, *, beside=None):
        """Rows of ``person`` that may be pointed to ``beside``."""
        found = self.rows.filter(**{self.field: person})
        if beside is not None and self.is_single and self.rows.filter(**{self.field: beside}).exists():
            return found.none()
        if beside is not None and self.once_per:
            taken = self.rows.filter(**{self.field: beside}).values(self.once_per)
            found = found.exclude(**{f"{self.once_per}__in": taken})
        return found


_participants: dict[str, Participant] = {}


def register(participant: Participant) -> None:
    """Let an upper app's rows follow the survivor. Signed files and their snapshots never do."""
    _participants[participant.name] = participant


register(Participant("accounts.Registration", "person"))
register(Participant("accounts.SignatureApplication", "person", is_single=True))
register(Participant("accounts.IncidentPerson", "person", once_per="incident"))
register(Participant("notices.Notice", "user"))


@dataclass(frozen=True)
class Undone:
    """What taking a merge back did.

    Attributes:
        skipped: «participant row» of those that changed since and stayed as they are.
    """

    merge: Merge
    restored: int
    skipped: list[str]


@transaction.atomic
def merge(survivor: User, absorbed: User, *, evidence: str, reason: str, actor) -> Merge:
    """Everything of ``absorbed`` belongs to ``survivor``, who is mailed; the other enters no more.

    Raises:
        Forbidden: the actor is no validador, or it takes an AGQ because both have an identity.
        Invalid: without evidence or reason, or the same person twice.
        Conflict: the absorbed one serves in an institution or is the one who signs, both sign with different certificates,
            or one was merged.
    """
    if not is_validator(None, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    _check_words(evidence, reason)
    locked = User.objects.select_for_update().in_bulk(sorted({survivor.pk, absorbed.pk}))
    survivor, absorbed = locked[survivor.pk], locked[absorbed.pk]
    _check(survivor, absorbed, actor)
    now = clock.now()
    made = Merge.objects.create(
        survivor=survivor, absorbed=absorbed, evidence=evidence.strip(), reason=reason.strip(), applied_by=actor.user,
        was_active=absorbed.is_active, was_credential=absorbed.credential, applied_at=now,
        undo_until=now + timedelta(days=settings.QUIPUX_MERGE_UNDO_DAYS),
    )  # fmt: skip
    moved = {name: _repoint(one, made) for name, one in _participants.items()}
    _close(absorbed, survivor)
    recorder.record(made, history.MERGED, actor=actor, comment=f"{evidence.strip()}. {reason.strip()}",
                    details={name: count for name, count in moved.items() if count})  # fmt: skip
    _tell(made, "Su información en Quipux estaba registrada dos veces y ahora está unida.")
    return made


def _close(absorbed, survivor):
    """Any state → Cerrada (§4): whatever was opened with it ends."""
    if absorbed.credential != CredentialState.CLOSED:
        perform(Move(absorbed, "close"), actor=SYSTEM, subject=absorbed,
                entries=[Entry(history.CREDENTIAL_CLOSED, comment=JOINED.format(survivor.full_name))])  # fmt: skip
    links.end_all(absorbed)
    sessions.end_all(absorbed)


def survivor_of(person: User) -> User | None:
    """Who a person is now, where hers was the absorbed record of a merge that stands."""
    standing = Merge.objects.exclude(state=MergeState.UNDONE).select_related("survivor").filter(absorbed=person).first()
    return standing.survivor if standing else None


def _check_words(evidence, reason):
    for name, text in (("evidencia", evidence), ("motivo", reason)):
        if not text.strip():
            raise Invalid(f"Escriba {'la evidencia' if name == 'evidencia' else 'el motivo'}.",
                          **{name: f"Complete «{name.capitalize()}»."})  # fmt: skip


def _check(survivor, absorbed, actor):
    if survivor.pk == absorbed.pk:
        raise Invalid("Elija a dos personas distintas.")
    if actor.user.pk in (survivor.pk, absorbed.pk):
        raise Forbidden("Nadie unifica sus propios datos.")
    if IdentityKind.INTERNAL not in (survivor.identity_kind, absorbed.identity_kind) and not actor.user.has_perm(
        MERGE_ANY
    ):
        raise Forbidden("Las dos personas tienen identificación: las une un AGQ, con la evidencia.")
    if absorbed.appointments.exists() or absorbed.is_staff:
        raise Conflict("La persona que se absorbe tiene puestos: elija como la que queda a la que los tiene.")
    live = Merge.objects.exclude(state=MergeState.UNDONE)
    if live.filter(absorbed__in=(survivor, absorbed)).exists():
        raise Conflict("Una de las dos personas ya fue unificada con otra.")
    if _signs(absorbed) and not _signs(survivor):
        raise Conflict("La persona que se absorbe firma electrónicamente: elíjala como la que queda.")
    if _certificate(survivor) and _certificate(absorbed) and _certificate(survivor) != _certificate(absorbed):
        raise Conflict("Las dos personas firman con certificados distintos.")


def _signs(person) -> bool:
    profile = getattr(person, "citizen", None)
    return profile is not None and profile.kind == CitizenKind.SIGNED


def _certificate(person):
    """Digest of the certificate of who signs as a citizen; empty for the others."""
    application = getattr(person, "signature_application", None)
    return application.signature.get("sha256", "") if _signs(person) and application is not None else ""


def _repoint(participant, made) -> int:
    keys = list(participant.of(made.absorbed, beside=made.survivor).select_for_update().values_list("pk", flat=True))
    rows = [MergedRow(merge=made, participant=participant.name, row=key) for key in keys]
    MergedRow.objects.bulk_create(rows, batch_size=BATCH)
    return participant.rows.filter(pk__in=keys).update(**{participant.field: made.survivor})


def _tell(made, text):
    for person in (made.survivor, made.absorbed):
        mailing.write_to(person, key=f"unificacion-{made.uuid}-{made.state}-{person.pk}", subject=MERGED, lines=[
            text, "Si no es correcto, comuníquese con la mesa de servicio antes de treinta días."])  # fmt: skip


@transaction.atomic
def undo(made: Merge, *, reason: str, actor) -> Undone:
    """Aplicada → Deshecha: exactly the noted rows go back; what arrived later stays with the survivor.

    Raises:
        Invalid: without reason.
        NotAllowedNow: its days are over, or it was undone.
        Forbidden: the actor is no validador.
    """
    if not reason.strip():
        raise Invalid("Escriba el motivo.", motivo="Escriba el motivo.")
    if clock.now() >= made.undo_until:
        raise NotAllowedNow("Los días para deshacer esta unificación terminaron.")
    [made] = perform(
        Move(made, "undo"), actor=actor, subject=made, entries=[Entry(history.UNMERGED, comment=reason.strip())]
    )
    restored = sum(_point_back(participant, made) for participant in _participants.values())
    _reopen(made)
    _tell(made, "Se deshizo la unificación de su información en Quipux.")
    return Undone(made, restored, [str(row) for row in made.rows.filter(is_restored=False)])


def _reopen(made):
    """The credential of the absorbed one as it was; one that somebody closed before stays closed."""
    absorbed = User.objects.select_for_update().get(pk=made.absorbed_id)
    if made.was_credential in CLOSABLE and absorbed.credential == CredentialState.CLOSED:
        former = {"former": made.was_credential, "was_active": made.was_active}
        perform(Move(absorbed, "reopen", former), actor=SYSTEM, subject=absorbed,
                entries=[Entry(history.CREDENTIAL_REOPENED, comment=str(made))])  # fmt: skip
    elif absorbed.credential != CredentialState.CLOSED:  # a merge of a former release closed nothing
        absorbed.is_active = made.was_active
        absorbed.save(update_fields=["is_active"])


def _point_back(participant, made) -> int:
    noted = made.rows.filter(participant=participant.name)
    same = participant.of(made.survivor).filter(pk__in=noted.values("row")).select_for_update()
    keys = list(same.values_list("pk", flat=True))
    noted.filter(row__in=keys).update(is_restored=True)
    return participant.rows.filter(pk__in=keys).update(**{participant.field: made.absorbed_id})


def finish_due() -> dict:
    """Aplicada → Definitiva of those whose days are over."""
    due = Merge.objects.filter(state=MergeState.APPLIED, undo_until__lte=clock.now())
    done = [
        perform(Move(one, "finish"), actor=SYSTEM, subject=one, entries=[Entry(history.MERGE_FINAL)]) for one in due
    ]
    return {"final": len(done)}
