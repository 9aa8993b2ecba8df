"""Recorrido of a copy: its entries as rows, with links to what they made (documents §5.4)."""

from django.urls import reverse

from documents import history
from documents.models import Copy, Task
from quipux import clock
from quipux.history.models import Entry
from quipux.web.components import Column, Link

COLUMNS = [Column(label) for label in ("Área", "Fecha Hora", "Acción", "De", "Para")] + [
    Column("No. días", "Días desde el registro", numeric=True)]  # fmt: skip
COMMENT = Column("Comentario")


def trail(copy: Copy, actor, *, with_comments: bool, whole: bool) -> tuple[list[Column], list[list]]:
    """Columns and one list of values per entry, newest first; the queries do not grow with the entries.

    Args:
        with_comments: also Comentario and links, for levels of 3 and more.
        whole: also the steps that the author had hidden, for auditors.
    """
    entries = shown_entries(copy, whole=whole)
    links = _Links(entries, copy, actor) if with_comments else None
    registered = clock.local(copy.document.registered_at).date()
    rows = [_row(entry, registered, links) for entry in entries]
    return ([*COLUMNS, COMMENT], rows) if with_comments else (COLUMNS, rows)


def shown_entries(copy: Copy, *, whole: bool = False) -> list[Entry]:
    """The entries that readers see, newest first; all of them for auditors."""
    entries = list(Entry.objects.of(copy))
    if whole or not hides_draft_steps(copy):
        return entries
    return [entry for entry in entries if entry.action in history.OFFICIAL_STEPS]


def hides_draft_steps(copy: Copy) -> bool:
    """«Borrar recorrido luego de la firma»: only of the original, and not before it was signed."""
    return bool(copy.is_original and copy.document.hide_draft_steps and copy.document.frozen_at)


def _row(entry, registered, links):
    target, days = (entry.target or {}).get("name", ""), (clock.local(entry.at).date() - registered).days
    action = (entry.label, *links.of(entry)) if links else entry.label
    values = [entry.actor_area, entry.at, action, entry.actor_name, target, days]
    return [*values, entry.comment] if links else values


class _Links:
    """What the entries made and the actor may open, looked up once for all of them."""

    def __init__(self, entries, copy, actor):
        self.copy = copy
        self.copies = _openable(_named(entries, "document"), _named(entries, "copy"), actor)
        tasks = _named(entries, "task")
        self.tasks = set(map(str, Task.objects.filter(uuid__in=tasks).values_list("uuid", flat=True))) if tasks else ()

    def of(self, entry) -> list[Link]:
        found, details = [], entry.details
        for key in (details.get("document"), details.get("copy")):
            if made := self.copies.get(key):
                found.append(Link(made[1] or "Ver el documento", reverse("documents:document", args=[made[0]])))
        if details.get("task") in self.tasks:
            found.append(Link("Ver la tarea", reverse("documents:task", args=[details["task"]])))
        if details.get("transfer"):
            found.append(Link("Ver el traspaso", reverse("documents:transfer", args=[details["transfer"]])))
        if self.copy.is_original and details.get("new_version"):
            versions = [details["old_version"], details["new_version"]]
            address = reverse("documents:differences", args=[self.copy.uuid, *versions])
            found.append(Link("Ver modificaciones en el texto", address))
        return found


def _named(entries, name) -> set[str]:
    return {entry.details[name] for entry in entries if entry.details.get(name)}


def _openable(documents, copies, actor) -> dict[str, tuple]:
    """UUID text of a document or copy → (UUID, number) of a copy that the actor may open."""
    if not documents and not copies:
        return {}
    seen = Copy.objects.visible_to(actor, at_least=1)
    rows = (seen.filter(document__uuid__in=documents) | seen.filter(uuid__in=copies)).order_by("-role", "-pk")
    found = {}
    for uuid, document, number in rows.values_list("uuid", "document__uuid", "number"):
        found[str(uuid)] = found[str(document)] = (uuid, number)
    return found
