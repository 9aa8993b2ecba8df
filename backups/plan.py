"""From frozen rows to parts: the cut is decided before any byte is written (backups §5.3)."""

from backups import contents
from backups.archive.plan import Member, SetPlan, plan_set

README_RESERVE = 8_192  # bytes of every part kept for its own LEAME and its directory entry


def document_root(number: int) -> str:
    """The root folder of every part."""
    return f"respaldo_{number}"


def file_path(number: int, folder: str, path: str) -> str:
    """Where a file of a document stands inside the archive."""
    return f"{document_root(number)}/data/documentos/{folder}/{path}"


def group_of(number: int, item, files) -> tuple[int, list[Member]]:
    """What one document takes at most: its stored files exactly, its texts by a proven bound."""
    members = [
        Member(name=file_path(number, item.folder, file.path), size=file.file.size, crc32=file.file.crc32)
        for file in files
        if file.file is not None
    ]
    texts = contents.document_texts_bound(item.metadata, item.lists)  # of both together
    members += [Member(name=file_path(number, item.folder, "pagina.html"), size=texts),
                Member(name=file_path(number, item.folder, "documento.json"), size=0)]  # fmt: skip
    return item.position, members


def plan(groups, *, number: int, index_bound: int, part_size: int) -> SetPlan:
    """Cut the documents into parts of at most ``part_size`` bytes, each with room for its LEAME."""
    index = [Member(name=f"{document_root(number)}/indice", size=index_bound)]
    return plan_set(groups, index=index, part_size=part_size - README_RESERVE)
