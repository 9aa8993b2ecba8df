"""Running an act over its copies: each in its own transaction, with its own result (documents §4.2)."""

import logging
import uuid

from django.db import transaction

from documents.models import ActRun
from documents.services import telling
from quipux import clock
from quipux.errors import DomainError
from quipux.retrying import retried

logger = logging.getLogger("quipux.documents")
NOT_FOUND = "No encontrado."
SAVED_EVERY = 25  # items between two savings of the results


def run(act, wanted: list[uuid.UUID], *, actor, data: dict, key: uuid.UUID) -> ActRun:
    """Carry out ``act`` on each copy once; a repeated ``key`` does nothing more.

    Args:
        wanted: the copies asked for, in order; those out of reach are reported and the rest goes on.
        data: cleaned data of the act's form.

    Returns:
        The run, whose ``results`` say per item: number, whether done, and why not.
    """
    found, created = ActRun.objects.get_or_create(key=key, defaults={
        "user": actor.user, "appointment": actor.appointment, "act": act.slug, "at": clock.now(),
        "data": {"target": act.target_of(data), "comment": data.get("comment", ""), "wanted": len(wanted)}})  # fmt: skip
    if not created:
        return found
    copies = {copy.uuid: copy for copy in act.reach(actor).filter(uuid__in=wanted).select_related("document")}
    with telling.one_mail_per_person(str(key)):
        for number, identifier in enumerate(wanted, start=1):
            found.results.append(_one(act, copies.get(identifier), identifier, actor, data))
            if number % SAVED_EVERY == 0 or number == len(wanted):
                found.save(update_fields=["results"])
    return found


def _one(act, copy, identifier, actor, data) -> dict:
    if copy is None:
        return {"uuid": str(identifier), "number": "", "done": False, "note": NOT_FOUND}
    item = {"uuid": str(copy.uuid), "number": name_of(copy), "done": True, "note": ""}

    @transaction.atomic
    def work():
        return act.run(copy, actor, data) or ""

    try:
        item["note"] = retried(work)
    except DomainError as error:
        logger.info("act_refused", extra={"act": act.slug, "copy": str(copy.uuid), "reason": type(error).__name__})
        item |= {"done": False, "note": error.message}
    return item


def name_of(copy) -> str:
    """What people call it: its number, the temporary one of a draft, or «borrador»."""
    return copy.number or copy.document.temporary_number or "borrador"


def undo(found: ActRun, act, *, actor) -> int:
    """Take back what a run did, each copy with its own entry in the Recorrido.

    Returns:
        How many copies are back.
    """
    done = [item["uuid"] for item in found.results if item["done"]]
    back = 0
    for copy in act.reach(actor).filter(uuid__in=done):
        try:
            with transaction.atomic():
                act.undo(copy, actor)
            back += 1
        except DomainError as error:
            logger.info("undo_refused", extra={"copy": str(copy.uuid), "reason": type(error).__name__})
    ActRun.objects.filter(pk=found.pk).update(undone_at=clock.now())
    return back
