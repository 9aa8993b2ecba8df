"""perform() and perform_many(): the only doors through which a state changes (design §4).

One transaction locks the rows, asks permission, asks the machine, moves, saves and writes the
Recorrido. A django-fsm method called alone does neither of the first two nor the last two.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import models, transaction
from django_fsm import can_proceed, has_transition_perm

from quipux.errors import Forbidden, NotAllowedNow
from quipux.history import recorder


@dataclass(frozen=True)
class Move:
    """One machine's part of an act.

    Attributes:
        instance: the object whose state moves; it is re-read under lock.
        transition: name of its ``@transition`` method.
        values: keyword arguments of that method.
    """

    instance: models.Model
    transition: str
    values: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """What the Recorrido will say of the act.

    Attributes:
        action: slug of the action, declared in the app's ``history.py``.
        comment: text of the person or of the rule.
        target: who receives, when the act has a receiver (an actor).
        details: JSON-serialisable facts.
        once: at most one entry of this action may exist for the subject (database-enforced).
    """

    action: str
    comment: str = ""
    target: object | None = None
    details: dict | None = None
    once: bool = False


@transaction.atomic
def perform(*moves: Move, actor, subject, entries: list[Entry], guard: Callable | None = None):
    """Carry out one act on one or several coupled machines and record it.

    Args:
        moves: at least one; locked in the order given.
        actor: who acts: a ``quipux.history.recorder.Identity`` provider (person or Sistema).
        subject: object with ``history_subject()`` and ``history_states()``; it may be one of the
            moved instances.
        entries: written in order, after all the moves.
        guard: called with the locked instances before anything moves; raises to refuse.

    Returns:
        The moved instances, in the order of ``moves``.

    Raises:
        Forbidden: the actor may not make one of the moves.
        NotAllowedNow: a machine is in a state that does not admit its move.
    """
    locked = [_lock(move.instance) for move in moves]
    if guard is not None:
        guard(*locked)
    for move, instance in zip(moves, locked, strict=True):
        _move(move, instance, actor)
    by_key = {(type(i), i.pk): i for i in locked}
    subject = by_key.get((type(subject), subject.pk), subject)
    recorder.record_many([_line(subject, entry, actor) for entry in entries])
    return locked


def _line(subject, entry, actor):
    return recorder.Line(subject, entry.action, actor, entry.comment, entry.target, entry.details, entry.once)


@dataclass(frozen=True)
class Step:
    """One object of a set that moves together, and what its own Recorrido will say of it."""

    move: Move
    entries: Sequence[Entry] = ()


@transaction.atomic
def perform_many(steps: Sequence[Step], *, actor) -> list:
    """Carry out the moves of many objects of one model: all of them, or none when one is refused.

    The rows are locked in the order of their keys, permission and machine are asked for each row as
    it is in memory, what moved is saved by one statement and recorded by a constant number. So the
    predicates of these transitions must not ask the database.

    Args:
        steps: moves of different objects, of one model.
        actor: as for `perform`.

    Returns:
        The moved instances, in the order of ``steps``.

    Raises:
        Forbidden, NotAllowedNow: as `perform`; nothing moved.
    """
    if not steps:
        return []
    locked = _lock_all([step.move.instance for step in steps])
    before = [_values(instance) for instance in locked]
    for step, instance in zip(steps, locked, strict=True):
        _walk(step.move, instance, actor)
    _save_changes(locked, before)
    recorder.record_many([_line(instance, entry, actor)
                          for step, instance in zip(steps, locked, strict=True) for entry in step.entries])  # fmt: skip
    return locked


def _lock_all(instances):
    model = type(instances[0])
    rows = model._base_manager.select_for_update(of=("self",)).order_by("pk")
    found = rows.in_bulk([instance.pk for instance in instances])
    return [found[instance.pk] for instance in instances]


def _values(instance):
    return {field.name: getattr(instance, field.attname) for field in instance._meta.concrete_fields}


def _save_changes(instances, before):
    changed = {name for instance, old in zip(instances, before, strict=True)
               for name, value in _values(instance).items() if value != old[name]}  # fmt: skip
    if changed:
        type(instances[0])._base_manager.bulk_update(instances, sorted(changed), batch_size=100)


def _lock(instance):
    return type(instance)._base_manager.select_for_update(of=("self",)).get(pk=instance.pk)


def _move(move, instance, actor):
    _walk(move, instance, actor)
    instance.save()


def _walk(move, instance, actor):
    method = getattr(instance, move.transition)
    # The state first: from one that does not admit the move, django-fsm answers "no permission" to everybody.
    if not can_proceed(method):
        raise NotAllowedNow(instance.refusal_message())
    if not has_transition_perm(method, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    method(**move.values)
