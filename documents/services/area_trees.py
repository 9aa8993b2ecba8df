"""What the trees of an área have in common: Carpetas Virtuales and the locations of the archivo físico."""

from quipux.errors import Invalid


def may_order(area, actor, permission: str) -> bool:
    """Whether the actor holds ``permission`` for this área of the own institution."""
    if area.institution_id != actor.institution.pk or not actor.holds(permission):
        return False
    reached = actor.areas_for(permission)
    return reached is None or area.pk in reached


def check_place(row, *, taken: str, elsewhere: str) -> None:
    """A row of a tree, with its new values, has a name of its own there and does not stand inside itself.

    The caller holds the locks of the área's rows.

    Args:
        taken: the sentence for a name that a sibling has.
        elsewhere: the sentence for a place inside itself or in another área.

    Raises:
        Invalid: with one of the two sentences.
    """
    siblings = type(row).objects.filter(area=row.area, parent=row.parent, name__iexact=row.name).exclude(pk=row.pk)
    if siblings.exists():
        raise Invalid(taken, name=taken)
    above = row.parent
    while above is not None:
        if above.area_id != row.area_id or above.pk == row.pk:
            raise Invalid(elsewhere, parent=elsewhere)
        above = above.parent
