"""Listas de envío in a text: put whole into Para, and what changed of them since (documents §6.1, D-11)."""

from collections.abc import Sequence

from django.db.models import Q

from documents import services
from documents.composing import payload, people
from documents.models import Copy
from documents.services.draft_rows import name_of, party_key
from institutions.models import DistributionList

NAMED = 10  # people a sentence names; the others are counted
RULED = Q(includes_all_chiefs=True) | Q(rule_area__isnull=False)


def put(text: dict, chosen: DistributionList, actor) -> tuple[dict, int]:
    """``text`` with the whole list in Para, and how many of it were already in another role.

    The document remembers list and version; one list at a time.
    """
    members = [party_key(post) for post in people.members_of(chosen, actor)]
    elsewhere = set(text["de"]) | set(text["copia"])
    fresh = [key for key in members if key not in elsewhere]
    before = (text.get("lista") or {}).get("miembros", [])
    kept = [key for key in text["para"] if key not in before or key in fresh]
    para = kept + [key for key in fresh if key not in kept]
    listed = {"pk": chosen.pk, "version": chosen.version, "miembros": fresh}
    return text | {"para": para, "lista": listed}, len(members) - len(fresh)


def changes(text: dict, actor) -> dict | None:
    """What the list of a text lost and gained since it was put there; None without any difference.

    Returns:
        ``sentence``; ``departed``, the keys of Para that are marked «No está en lista»; and ``arrived``, other keys.
    """
    listed = text.get("lista")
    chosen = DistributionList.objects.filter(pk=listed["pk"]).first() if listed else None
    if chosen is None:
        return None
    now = {party_key(post) for post in people.members_of(chosen, actor)} - set(text["de"]) - set(text["copia"])
    before = set(listed["miembros"])
    departed, arrived = before - now, now - before
    if not (departed or arrived):
        return None
    return {"sentence": f'La lista "{chosen.name}" cambió: {_in_words(departed, arrived)}.',
            "departed": sorted(departed & set(text["para"])), "arrived": sorted(arrived)}  # fmt: skip


def _in_words(departed, arrived):
    """«1 persona menos, 1 más»."""
    parts = [f"{len(departed)} {'persona' if len(departed) == 1 else 'personas'} menos"] if departed else []
    if arrived:
        noun = "" if departed else (" persona" if len(arrived) == 1 else " personas")
        parts.append(f"{len(arrived)}{noun} más")
    return ", ".join(parts)


# On sending ---------------------------------------------------------------------------------------------------


def ruled_changes(drafts: Sequence[Copy], actor) -> dict[int, str]:
    """What the rules of the lists of some drafts say today that their Para does not, in a sentence with names.

    Args:
        drafts: originals in state En Edición, with their documents.

    Returns:
        By primary key of the copy; only those whose list has a rule and gives other people now.
    """
    wanted = {copy.document.list_id for copy in drafts if copy.document.list_id}
    ruled = set(DistributionList.objects.filter(RULED, pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    found = {}
    for copy in drafts:
        if copy.document.list_id in ruled and (told := changes(payload.of_draft(copy), actor)):
            found[copy.pk] = f"{told['sentence']} {_named(told, actor)}".strip()
    return found


def _named(told, actor):
    """«Ya no constan: … Se suman: …»"""
    known = people.found([*told["departed"], *told["arrived"]], actor)
    parts = []
    for words, keys in (("Ya no constan", told["departed"]), ("Se suman", told["arrived"])):
        names = [name_of(known[key]) for key in keys if key in known]
        more = len(names) - NAMED
        if names:
            parts.append(f"{words}: {', '.join(names[:NAMED])}{f' y {more} más' if more > 0 else ''}.")
    return " ".join(parts)


def follow(original: Copy, actor) -> Copy:
    """Para of a saved draft as its list says today: a Modificación of its own.

    Raises:
        Forbidden, NotAllowedNow, Stale, Invalid: as ``services.modify``.
    """
    text = payload.of_draft(original)
    text, _ = put(text, DistributionList.objects.get(pk=original.document.list_id), actor)
    draft = payload.draft_of(text, actor, original=original)
    return services.modify(original, draft, actor=actor, base=original.document.revision).original
