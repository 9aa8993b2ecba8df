"""What a person may see of a search: the one place where it asks (documents §13.4, §16.2)."""

from documents.models import Copy

KNOW, READ = 1, 2  # levels: basic data, the body and its anexos


def visible(actor, *, at_least: int):
    """Copies on which ``actor`` has a level of ``at_least``; of confidential ones only those of level 3 or more."""
    return Copy.objects.none() if actor.is_leaver else Copy.objects.visible_to(actor, at_least=at_least)


def skims(actor) -> bool:
    """Whether there may be copies that ``actor`` knows of and does not read: only one permission gives level 1."""
    return actor.holds("see_institution_basic")
