"""The phrases that one post offers itself in Comentario, beside those of the institution (documents §2.2)."""

from collections.abc import Sequence

from django.db import transaction

from documents.models import CommentPhrase


def own_phrases(actor) -> list[str]:
    """Those of the post in use, by their words."""
    rows = CommentPhrase.objects.filter(appointment=actor.appointment, is_active=True)
    return list(rows.order_by("text").values_list("text", flat=True))


@transaction.atomic
def keep_phrases(texts: Sequence[str], *, actor) -> None:
    """Leave the post these phrases and no others; comments already written keep theirs."""
    post = actor.appointment
    type(post).objects.select_for_update().get(pk=post.pk)
    rows = {row.text: row for row in CommentPhrase.objects.filter(appointment=post)}
    for text, row in rows.items():
        if row.is_active != (text in texts):
            CommentPhrase.objects.filter(pk=row.pk).update(is_active=text in texts)
    CommentPhrase.objects.bulk_create(CommentPhrase(institution=post.institution, appointment=post, text=text)
                                      for text in texts if text not in rows)  # fmt: skip
