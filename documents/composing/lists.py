"""Listas de envío in a text: put whole into Para, and what changed of them since (documents §6.1, D-11)."""

from documents.composing import people
from documents.services.draft_rows import party_key
from institutions.models import DistributionList


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
        ``sentence``, and ``departed``: the keys of Para that are marked «No está en lista».
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
            "departed": sorted(departed & set(text["para"]))}  # fmt: skip


def _in_words(departed, arrived):
    """«1 persona menos, 1 más»."""
    parts = [f"{len(departed)} {'persona' if len(departed) == 1 else 'personas'} menos"] if departed else []
    if arrived:
        noun = "" if departed else (" persona" if len(arrived) == 1 else " personas")
        parts.append(f"{len(arrived)}{noun} más")
    return ", ".join(parts)
