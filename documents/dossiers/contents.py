"""Which copies an expediente holds: those whose content its reader may see, in order of date (documents §13.8)."""

from django.db.models import QuerySet

from documents.detail.links import associated
from documents.models import Copy, Dossier, FolderItem
from documents.permissions import CONTENT
from quipux.errors import Invalid

MOST = 200  # documents
EMPTY = "No hay documentos que usted pueda exportar."


def copies_of(dossier: Dossier, actor) -> list[Copy]:
    """The copies to put into it, each document once, the oldest first.

    Raises:
        Invalid: there is none, or more than MOST.
    """
    found = _of_folder(dossier.folder, actor) if dossier.folder else _of_tree(dossier.copy, actor)
    copies = list(found.select_related("document__type", "document__official_pdf", "institution", "holder__person")
                  .with_level(actor).order_by("sort_at", "pk")[: MOST + 1])  # fmt: skip
    if not copies:
        raise Invalid(EMPTY)
    if len(copies) > MOST:
        raise Invalid(f"El expediente tiene {found.count()} documentos; el máximo es {MOST}. "
                      "Repártalo en carpetas más pequeñas.")  # fmt: skip
    return copies


def _readable(actor) -> QuerySet[Copy]:
    return Copy.objects.visible_to(actor, at_least=CONTENT)


def _of_folder(folder, actor):
    return _readable(actor).filter(pk__in=FolderItem.objects.filter(folder=folder).values("copy"))


def _of_tree(copy, actor):
    wanted = [node.copy.pk for node in associated(copy, actor) if node.copy]
    return _readable(actor).filter(pk__in=wanted)
