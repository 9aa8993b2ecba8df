"""Asking for a correction and answering it: the only writers (documents §6.6)."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from documents.corrections import history, telling
from documents.models import Document, Party, PostCorrection
from documents.states import Confidentiality, CorrectionState
from institutions.models import Appointment
from institutions.people import services as people
from institutions.people.titles import correct_title
from quipux import clock
from quipux.errors import Invalid
from quipux.history import recorder
from quipux.history.recorder import SYSTEM
from quipux.workflow import Entry, Move, perform

QUIET = timedelta(days=30)  # what was declined is not asked again sooner
LONGEST = 500  # characters of an answer
NO_REASON = "Escriba por qué no procede."
TOO_LONG = f"La respuesta puede tener hasta {LONGEST} caracteres."


def ask(document: Document, parties: Iterable[Party], *, confidentiality: str, actor) -> list[PostCorrection]:
    """Propose to other institutions the títulos and puestos that a draft corrects by hand.

    What was proposed and still waits, or was declined within ``QUIET``, is not proposed again.

    Args:
        parties: those of the draft, as they were just kept; what corrects nothing costs no query.
        confidentiality: of the original; of a confidential one the request names only the institution.

    Returns:
        The requests that were made.
    """
    made = []
    for party in parties:
        post = party.appointment
        if post is not None and post.institution_id != document.institution_id and (wanted := _wanted(party)):
            made += _ask_once(post, wanted, document, confidentiality, actor)
    return made


def _wanted(party) -> dict[str, str]:
    """What differs from what is on file, by field; empty when nothing does."""
    post = party.appointment
    pairs = {"academic_title": (party.override_academic_title, post.person.academic_title),
             "title": (party.override_title, post.title)}  # fmt: skip
    found = {name: typed for name, (typed, known) in pairs.items() if typed and typed != known}
    return {"academic_title": "", "title": ""} | found if found else {}


def _ask_once(post, wanted, document, confidentiality, actor) -> list[PostCorrection]:
    Appointment.objects.select_for_update(no_key=True, of=("self",)).get(pk=post.pk)  # two who save at once ask once
    same = PostCorrection.objects.filter(appointment=post, **wanted)
    declined = same.filter(state=CorrectionState.DECLINED, answered_at__gt=clock.now() - QUIET)
    if same.filter(state=CorrectionState.PENDING).exists() or declined.exists():
        return []
    hidden = confidentiality == Confidentiality.CONFIDENTIAL
    correction = PostCorrection.objects.create(
        appointment=post, institution=document.institution, asked_by=None if hidden else actor.appointment,
        asked_at=clock.now(), **wanted)  # fmt: skip
    recorder.record(correction, history.ASKED, actor=SYSTEM if hidden else actor)
    telling.administrators_of(correction)
    return [correction]


@transaction.atomic
def accept(correction: PostCorrection, *, answer: str = "", actor) -> PostCorrection:
    """Pendiente → Corregida: the post takes the puesto, and the person the título, that were proposed.

    Raises:
        Forbidden, NotFound: the post is not the actor's.
        Invalid: a rule of posts refuses it, or the answer is too long.
        NotAllowedNow: it was answered.
    """
    correction = _answered(correction, "accept", history.ACCEPTED, answer, actor)
    post = Appointment.objects.select_related("person").get(pk=correction.appointment_id)
    reason = f"Corrección pedida por {correction.institution.name}"
    if correction.title:
        people.change(post, actor=actor, reason=reason, title=correction.title,
                      heading_title=correction.title if post.heading_title == post.title else post.heading_title)  # fmt: skip
    if correction.academic_title:
        correct_title(post, correction.academic_title, reason=reason, actor=actor)
    return correction


def decline(correction: PostCorrection, *, answer: str, actor) -> PostCorrection:
    """Pendiente → No procede; nothing changes.

    Raises:
        Invalid: without reason, or one too long.
        Forbidden, NotAllowedNow: as `accept`.
    """
    if not answer.strip():
        raise Invalid(NO_REASON, respuesta=NO_REASON)
    return _answered(correction, "decline", history.DECLINED, answer, actor)


@transaction.atomic
def _answered(correction, transition, action, answer, actor):
    answer = answer.strip()
    if len(answer) > LONGEST:
        raise Invalid(TOO_LONG, respuesta=TOO_LONG)
    values = {"answer": answer, "instant": clock.now()}
    [moved] = perform(Move(correction, transition, values), actor=actor, subject=correction,
                      entries=[Entry(action, comment=answer)])  # fmt: skip
    telling.who_asked(moved)
    return moved
