"""Who may do what to a task (documents §4.2): predicates for the machine and the pages."""

from documents.permissions import is_system, level, post_of
from documents.states import CopyState

OPEN_STATES = (CopyState.DRAFT, CopyState.IN_PROCESS)


def is_addressee(task, actor) -> bool:
    post = post_of(actor)
    return post is not None and task.assigned_to_id == post.pk


def is_assigner(task, actor) -> bool:
    post = post_of(actor)
    return post is not None and task.assigned_by_id == post.pk


def is_copy_holder(task, actor) -> bool:
    post = post_of(actor)
    return post is not None and task.copy.holder_id == post.pk


def can_advance(task, actor) -> bool:
    return is_addressee(task, actor)


def can_finish(task, actor) -> bool:
    return is_addressee(task, actor)


def can_cancel(task, actor) -> bool:
    """Who gave it or one of the tasks above it; the holder, whose act on the document cancels it; Sistema."""
    if is_system(task, actor) or is_copy_holder(task, actor):
        return True
    above = task
    while above is not None:
        if is_assigner(above, actor) or (above is not task and is_addressee(above, actor)):
            return True
        above = above.parent
    return False


def can_withdraw(task, actor) -> bool:
    """The button «Cancelar»: only who assigned it."""
    return is_assigner(task, actor)


def can_reopen(task, actor) -> bool:
    return is_assigner(task, actor)


def can_move_due(task, actor) -> bool:
    return is_assigner(task, actor)


def can_comment(task, actor) -> bool:
    return is_assigner(task, actor) or is_addressee(task, actor) or is_copy_holder(task, actor)


def can_see(task, actor) -> bool:
    """Both parties always, and whoever reads the document whole."""
    return is_assigner(task, actor) or is_addressee(task, actor) or level(task.copy, actor) >= 3
