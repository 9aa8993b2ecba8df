"""What a person arranged in a tray: labels of one's own, saved filters (documents §5.3)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from documents.models import DocumentType, PersonalLabel
from documents.services.filters import offered_filters
from documents.services.labels import own_labels
from documents.trays.counting import kept_together

TYPE_FIELDS = [field.attname for field in DocumentType._meta.concrete_fields]


@dataclass(frozen=True)
class Own:
    """Read in one statement with every tray.

    Attributes:
        labels: ``pk``, ``name`` and ``colour`` of each.
        filters: ``name``, ``query`` and ``opens`` (the tray opens with it) of each.
        types: every document type by its key, which the same statement brings: a tray has no query to spare.
    """

    labels: list[dict]
    filters: list[dict]
    types: dict[int, DocumentType]

    @property
    def default(self) -> dict | None:
        """The filter the person opens the tray with."""
        return next((one for one in self.filters if one["opens"]), None)


def own_of(actor, tray_slug: str) -> Own:
    """The labels of the person, and the filters that are one's own or that the área shares."""
    found = kept_together(actor, actor.today, ("own", tray_slug), lambda actor: _arranged(actor, tray_slug))
    for one in found["filters"]:
        one["opens"] = one["opens"] and one["post"] == actor.appointment.pk
    read = (DocumentType.from_db("default", TYPE_FIELDS, [one[name] for name in TYPE_FIELDS]) for one in found["types"])
    return Own(found["labels"], found["filters"], {type.pk: type for type in read})


def _arranged(actor, tray_slug):
    """Three lists in one row."""
    labels = own_labels(actor).values(one=JSONObject(pk="pk", name="name", colour="colour"))
    filters = offered_filters(actor, tray_slug).values(
        one=JSONObject(name="name", query="query", opens="is_default", post="appointment_id"))  # fmt: skip
    types = DocumentType.objects.values(one=JSONObject(**{name: name for name in TYPE_FIELDS}))
    return {"labels": ArraySubquery(labels), "filters": ArraySubquery(filters), "types": ArraySubquery(types)}


def marked(rows: QuerySet, copy: str, labels: list[dict]) -> QuerySet:
    """Rows that know which of the person's labels their copy has (``marks``), in the same statement.

    Args:
        copy: path from the row to its copy's key.
    """
    if not labels:
        return rows
    put = PersonalLabel.copies.through.objects.filter(copy=OuterRef(copy),
                                                      personallabel__in=[label["pk"] for label in labels])  # fmt: skip
    return rows.annotate(marks=ArraySubquery(put.values("personallabel")))


def marks_of(row, labels: Iterable[dict]) -> list[dict]:
    """The labels of a row of ``marked``, in their own order."""
    return [label for label in labels if label["pk"] in row.marks]
