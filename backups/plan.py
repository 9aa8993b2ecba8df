"""From frozen rows to parts: the cut is decided before any byte is written (backups §5.3)."""

from collections.abc import Iterable

from backups import contents
from backups.archive.plan import Member, SetPlan, plan_set

DOCUMENTS = "data/documentos"


def member_name(root: str, path: str) -> str:
    """The name of an entry: everything stands under the root folder."""
    return f"{root}/{path}"


def file_path(folder: str, path: str) -> str:
    """Where a file of a document stands, from the root folder."""
    return f"{DOCUMENTS}/{folder}/{path}"


def group_of(view: contents.FrozenBackup, item, files) -> tuple[int, list[Member]]:
    """What one document takes at most: its stored files exactly, its two texts by a proven bound."""
    members = [
        Member(name=member_name(view.name, file_path(item.folder, file.path)), size=file.file.size)
        for file in files
        if file.file is not None
    ]
    texts = contents.document_texts_bound(item.metadata, item.lists, view)  # of both together
    for name, size in (("pagina.html", texts), ("documento.json", 0)):
        members.append(Member(name=member_name(view.name, file_path(item.folder, name)), size=size))
    return item.position, members


def plan(groups: Iterable, *, view: contents.FrozenBackup, index: list[tuple[str, int]], part_size: int) -> SetPlan:
    """Cut the documents into parts of at most ``part_size`` bytes, each with room for its LEAME.

    Args:
        groups: of ``group_of``, in frozen order.
        index: (path with its root, most bytes) of each member of the index part.
    """
    readme = (member_name(view.name, "LEAME_parte0000000.txt"), contents.part_readme_bound(view))
    return plan_set(groups, index=index, part_size=part_size, in_each_part=[readme])
