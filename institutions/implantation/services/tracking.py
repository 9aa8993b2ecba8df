"""The plantilla de seguimiento of a case: copied, checked, answered by the AIQ, verified by the AGQ (institutions §12.6)."""

from django.db import transaction

from institutions.implantation import checks, history, master
from institutions.implantation.permissions import is_aiq
from institutions.implantation.services.moving import logger
from institutions.implantation.states import CaseState, ItemState
from institutions.models import Evidence, ImplantationCase, TrackingItem, TrackingTemplate
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.files.accepting import accept
from quipux.history import recorder

FIRST = 1
WORKING = (CaseState.CONFIGURING_TRAINING, CaseState.WITH_REMARKS, CaseState.CONFIGURING_PRODUCTION)
NEEDS_COMMENT = "Escriba el comentario: por qué no aplica o por qué se justifica."


def published() -> TrackingTemplate:
    """The master in force; the first time it is asked for, it is version 1."""
    found = TrackingTemplate.objects.filter(state=TrackingTemplate.State.PUBLISHED).first()
    return found or TrackingTemplate.objects.create(version=FIRST, state=TrackingTemplate.State.PUBLISHED,
                                                    items=master.as_rows(), published_at=clock.now())  # fmt: skip


def copy_items(case: ImplantationCase) -> None:
    """Give the case its own items, which no later version of the master changes."""
    template = published()
    TrackingItem.objects.bulk_create(
        TrackingItem(case=case, template=template, code=row["code"], text=row["text"], is_mandatory=row["mandatory"],
                     is_automatic=row["automatic"], is_production=row["production"], position=position)
        for position, row in enumerate(template.items)
    )  # fmt: skip


def current_items(case: ImplantationCase):
    """The items of the environment where the AIQ works now: group P only in production."""
    return case.items.filter(is_production=case.production_id is not None)


@transaction.atomic
def check(case: ImplantationCase, *, actor) -> int:
    """«Verificar ahora»: run the automatic checks. Returns how many items are green.

    Raises:
        Forbidden: the actor is not the AIQ of the case.
        NotAllowedNow: nothing is being parametrised.
    """
    _require_working(case, actor)
    return run_checks(case)


def run_checks(case: ImplantationCase) -> int:
    """The same without asking who: before a decision the facts are looked at again."""
    institution = case.production or case.training
    items = list(current_items(case).filter(is_automatic=True))
    for item in items:
        found = checks.run(item.code, institution, case)
        item.is_green, item.found = found.is_green, found.text[:250]
    TrackingItem.objects.bulk_update(items, ["is_green", "found"])
    return sum(bool(item.is_green) for item in items)


@transaction.atomic
def answer(item: TrackingItem, *, answer: str, comment: str, justified: bool, actor, upload=None) -> TrackingItem:
    """What the AIQ says of one item, with a file if she has one.

    Args:
        justified: the automatic check is not green and the comment explains why.

    Raises:
        Invalid: «No aplica» or a justification without comment, or the file is not accepted.
        Forbidden, NotAllowedNow: as `check`; or the item is not open in this round.
    """
    _require_working(item.case, actor)
    if not item.is_open:
        raise NotAllowedNow("Ese ítem ya fue verificado: en esta ronda solo se corrigen los observados.")
    if (answer == ItemState.NOT_APPLICABLE or justified) and len(comment.strip()) < 10:
        raise Invalid(NEEDS_COMMENT, comentario=NEEDS_COMMENT)
    if upload is not None:
        stored = accept(upload, allowed=("pdf", "png", "jpg", "jpeg"), megabytes=10)
        Evidence.objects.create(item=item, name=upload.name[:200], file=stored, added_at=clock.now())
    item.answer, item.comment, item.is_justified = answer, comment.strip(), justified
    item.changed_at, item.changed_by = clock.now(), actor.user
    item.save()
    recorder.record(item.case, history.ITEM, actor=actor, details={"item": item.code, "answer": answer},
                    comment=f"{item.code} {item.get_answer_display()}. {item.comment}".strip())  # fmt: skip
    return item


def _require_working(case, actor):
    if not is_aiq(case, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    if case.state not in WORKING:
        logger.warning("implantation_refused", extra={"case": case.pk, "act": "item", "state": case.state})
        raise NotAllowedNow(case.refusal_message())


def lacking(case: ImplantationCase) -> list[TrackingItem]:
    """Mandatory items that are not fulfilled yet (T16, T21)."""
    return [item for item in current_items(case) if item.is_mandatory and not item.is_fulfilled]
