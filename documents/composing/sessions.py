"""Texts not saved yet: kept as they are typed, whatever happens to the page, the session or the server (documents §6.3).

A form carries a slip («ficha»): who opened it, in which post, for which text. It is signed, so it proves that
this site gave the form to that person; with it a text is kept even after the session ended, for that person
alone. It shows nothing and saves no document.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta

from django.core import signing
from django.db import connection, transaction

from accounts.models import User
from documents.composing import payload
from documents.models import Attachment, ComposeSession, Copy
from documents.states import CopyRole, CopyState
from documents.text import LARGEST
from institutions.actors import Actor, posts_of
from quipux import clock
from quipux.errors import Invalid, NotFound

SALT = "documents.compose"
KEPT_DAYS = 30
LARGEST_TEXT = 3 * LARGEST * 1024  # characters of one field: a text beyond the limits is kept, so that it can be cut
MOST_OPEN = 200  # texts of one person in one post


@dataclass(frozen=True)
class Slip:
    """What a form carries.

    Attributes:
        user_id, post_id: who opened it and the appointment acted in, primary keys.
        session: identifier of the text being typed.
        document_id: the draft being changed; None for a new document.
        base: revision of that draft when the form was opened.
    """

    user_id: int
    post_id: int
    session: uuid.UUID
    document_id: int | None = None
    base: int = 0

    @classmethod
    def of(cls, actor, document=None, session: uuid.UUID | None = None) -> "Slip":
        return cls(actor.user.pk, actor.appointment.pk, session or uuid.uuid4(), document and document.pk,
                   document.revision if document else 0)  # fmt: skip

    def sign(self) -> str:
        values = [self.user_id, self.post_id, str(self.session), self.document_id, self.base]
        return signing.dumps(values, salt=SALT, compress=True)

    @classmethod
    def read(cls, text: str) -> "Slip | None":
        """The slip, or None if this site did not sign it or it is older than a text is kept."""
        try:
            user, post, session, document, base = signing.loads(
                text or "", salt=SALT, max_age=timedelta(days=KEPT_DAYS)
            )
        except signing.BadSignature:
            return None
        return cls(user, post, uuid.UUID(session), document, base)

    def belongs_to(self, actor) -> bool:
        return (self.user_id, self.post_id) == (actor.user.pk, actor.appointment.pk)


@dataclass(frozen=True)
class Kept:
    """A text that is safe in the database.

    Attributes:
        session: its row.
        other: the row that another tab wrote meanwhile, where both texts must be shown; else None.
    """

    session: ComposeSession
    other: ComposeSession | None = None


@transaction.atomic
def keep(slip: Slip, typed: dict, revision: int | None = None, *, actor) -> Kept:
    """Keep what a form holds.

    Args:
        typed: the fields of the form; those it does not have stay as they were.
        revision: of the session, as the form knew it; None writes over whatever is there.
        actor: whose form it is; what a text kept for the first time begins from is his.

    Raises:
        NotFound: the session is somebody else's.
        Invalid: a field is beyond all measure, or the person has too many texts open.
    """
    _check_measure(typed)
    _wait_for_turn(slip)
    session = ComposeSession.objects.select_for_update(of=("self",)).filter(uuid=slip.session).first()
    if session is None:
        begun = payload.start(actor, slip.document_id, typed.get("tipo", ""))
        return Kept(_open(slip, {**begun, **typed}))
    if (session.user_id, session.appointment_id) != (slip.user_id, slip.post_id):
        raise NotFound("No encontramos ese texto sin guardar.")
    changed = {name for name, value in typed.items() if session.payload.get(name) != value} - {"pestana"}
    if session.closed_at is not None:
        return _after_closing(session, slip, typed, changed)
    if changed and _is_stale(session, typed, revision):
        return Kept(_open(replace(slip, session=uuid.uuid4()), {**session.payload, **typed}), other=session)
    session.base_revision = max(session.base_revision, slip.base)
    session.payload = {**session.payload, **typed}
    session.revision += 1 if changed else 0
    session.saved_at = clock.now()
    session.save()
    return Kept(session)


def _wait_for_turn(slip):
    """A form and its own automatic saving may bring the first text of a session at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"compose:{slip.session}"])


def _is_stale(session, typed, revision):
    """Whether another page wrote the session since this one knew it; a page does not overtake itself."""
    own_page = typed.get("pestana") and typed["pestana"] == session.payload.get("pestana")
    return revision is not None and revision != session.revision and not own_page


def _after_closing(session, slip, typed, changed):
    """The form of a text that was already saved, or discarded: what it says newly is a text of its own."""
    document = session.document_id or slip.document_id
    if not changed:
        return Kept(session)
    again = replace(slip, session=uuid.uuid4(), document_id=document)
    return Kept(_open(again, {**session.payload, **typed}))


def _check_measure(typed):
    if any(isinstance(value, str) and len(value) > LARGEST_TEXT for value in typed.values()):
        raise Invalid(f"El texto es demasiado grande: el máximo es {LARGEST} KB.")


def _open(slip, payload):
    mine = ComposeSession.objects.filter(user=slip.user_id, appointment=slip.post_id, closed_at=None)
    if mine.count() >= MOST_OPEN:
        raise Invalid(f"Tiene {MOST_OPEN} textos sin guardar. Descarte los que no necesite en En Elaboración.")
    now = clock.now()
    return ComposeSession.objects.create(
        uuid=slip.session, user_id=slip.user_id, appointment_id=slip.post_id, document_id=slip.document_id, payload=payload,
        revision=1, base_revision=slip.base, saved_at=now, expires_at=now + timedelta(days=KEPT_DAYS),
    )  # fmt: skip


def keep_without_session(slip: Slip, typed: dict, revision: int | None) -> Kept | None:
    """The same after the person's session ended; None if that person may not enter any more."""
    owner = owner_of(slip)
    return keep(slip, typed, revision, actor=owner) if owner else None


def owner_of(slip: Slip) -> Actor | None:
    """Who opened the form, in the post of then; None if that context does not exist any more."""
    user = User.objects.filter(pk=slip.user_id, is_active=True).first()
    actors = posts_of(user) if user else []
    return next((actor for actor in actors if actor.appointment.pk == slip.post_id and not actor.is_leaver), None)


def forget_expired() -> int:
    """Empty the texts whose days ended, and let go of their anexos (documents §2.1). Returns how many."""
    now = clock.now()
    ended = ComposeSession.objects.filter(closed_at=None, expires_at__lte=now)
    with transaction.atomic():
        Attachment.objects.filter(session__in=ended, document=None, removed_at=None).update(removed_at=now)
        return ended.update(payload={}, closed_at=now)


# Reads ------------------------------------------------------------------------------------------------------


def open_texts(actor):
    """Every text of a person in the post in use that was not closed, newest first."""
    own = ComposeSession.objects.filter(user=actor.user, appointment=actor.appointment, closed_at=None)
    return own.order_by("-saved_at")


def of_actor(actor):
    """Those whose days did not end."""
    return open_texts(actor).filter(expires_at__gt=clock.now())


def never_saved(actor):
    """The open texts of documents that nobody saved yet, those past their days too."""
    return open_texts(actor).filter(document=None)


def unsaved_of(actor) -> list[ComposeSession]:
    """Texts of never-saved drafts, for the banner of En Elaboración (documents §6.3)."""
    if not actor.appointment:
        return []
    found = list(never_saved(actor)[:5])
    now = clock.now() if found else None  # usually there is none, and no page should ask the hour twice
    return [text for text in found if text.expires_at > now]


def unsaved_for(actor, document) -> list[ComposeSession]:
    """Texts typed over a draft and not saved."""
    still = Copy.objects.filter(document=document, role=CopyRole.ORIGINAL, state=CopyState.DRAFT,
                                holder=actor.appointment)  # fmt: skip
    return list(of_actor(actor).filter(document=document)[:5]) if still.exists() else []


def identifier(text: str) -> uuid.UUID:
    """A UUID as an address or a form gives it.

    Raises:
        NotFound: it is none.
    """
    try:
        return uuid.UUID(text or "")
    except ValueError:
        raise NotFound("No encontramos ese texto sin guardar.") from None


def session_of(actor, wanted: uuid.UUID) -> ComposeSession:
    """A text of the actor, closed ones included.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    found = ComposeSession.objects.filter(uuid=wanted, user=actor.user, appointment=actor.appointment).first()
    if found is None:
        raise NotFound("No encontramos ese texto sin guardar.")
    return found


def close(session: ComposeSession, document=None) -> None:
    """The text became a draft, or was discarded; what it held stays until it expires."""
    values = {"closed_at": clock.now()} | ({"document": document} if document else {})
    ComposeSession.objects.filter(pk=session.pk).update(**values)
    for name, value in values.items():
        setattr(session, name, value)


def change(session: ComposeSession, **values) -> ComposeSession:
    """Write something over an open text that is no field of the form: people, list, options."""
    with transaction.atomic():
        session = ComposeSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
        if session.closed_at is None:
            session.payload, session.saved_at = {**session.payload, **values}, clock.now()
            session.save(update_fields=["payload", "saved_at"])
    return session


def rebase(session: ComposeSession, revision: int) -> ComposeSession:
    """The person has seen the newer version: the text is from now on over that one."""
    ComposeSession.objects.filter(pk=session.pk).update(base_revision=revision)
    session.base_revision = revision
    return session
