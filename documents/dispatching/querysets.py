"""Which paper a person follows (documents §5.2, §10.4)."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from documents import permissions
from documents.models import Copy, PaperDispatch
from documents.states import CopyRole, CopyState, DispatchState


def on_paper(actor) -> QuerySet[Copy]:
    """Copies that went out on paper and that the actor follows: of the áreas it prints for, or of its window.

    Confidential ones too: acting on them needs the permission, not the level.
    """
    post = permissions.post_of(actor)
    if post is None:
        return Copy.objects.none()
    followed = Q(document__area__in=permissions.printed_areas_of(actor))
    if actor.holds("register_incoming"):
        followed |= Q(document__institution=post.institution_id)
    return Copy.objects.filter(followed, state=CopyState.SENT).exclude(role=CopyRole.ORIGINAL)


def with_envelope(actor) -> QuerySet[Copy]:
    """Copies whose envelope the actor may print, confidential ones of others included so that their refusal is told."""
    post = permissions.post_of(actor)
    if post is None:
        return Copy.objects.none()
    mine = Q(holder=post) | Q(document__area__in=permissions.printed_areas_of(actor))
    states = (CopyState.TO_PRINT, CopyState.SENT)
    return Copy.objects.filter(mine, state__in=states).exclude(role=CopyRole.ORIGINAL)


def on_paper_of(original: Copy) -> QuerySet[Copy]:
    """The copies of a document that are on paper still in the hands of who signed it: their envelopes are his too."""
    others = Copy.objects.filter(document=original.document_id, holder=original.holder_id).exclude(
        role=CopyRole.ORIGINAL
    )
    return others.filter(state__in=(CopyState.TO_PRINT, CopyState.SENT)).order_by("pk")


def returned() -> Exists:
    """The condition of a copy that came back and did not travel again."""
    newest = PaperDispatch.objects.filter(copy=OuterRef("pk"), is_current=True)
    return Exists(newest.filter(state=DispatchState.RETURNED))
