"""Numbering, types, folders and metadata of an institution, as they go to production (institutions §12.9)."""

from documents.models import (
    DocumentType,
    Folder,
    InstitutionType,
    MetadataLabel,
    NumberCounter,
    NumberFormat,
    NumberSkip,
)
from institutions.implantation.parametrisation import Part, register
from quipux import clock
from quipux.history.recorder import SYSTEM

DECLARED = "Secuencia inicial declarada en el ambiente de capacitación."
WRITTEN = ("tokens", "separator", "abbreviation", "year_digits", "sequence_digits")
FOLDER = ("code", "name", "years_office", "years_central")
TYPE = ("is_active", "abbreviation", "makers", "initial_html")


def _areas(institution):
    return {area.sigla: area for area in institution.areas.filter(is_active=True)}


def _formats(institution):
    rows = NumberFormat.objects.filter(area__institution=institution, area__is_active=True).select_related(
        "area", "type", "copies_from").order_by("pk")  # fmt: skip
    return [{"area": row.area.sigla, "type": row.type.slug, "copies": row.copies_from.sigla if row.copies_from else None}
            | {name: getattr(row, name) for name in WRITTEN} for row in rows]  # fmt: skip


def _load_formats(institution, rows):
    areas, types = _areas(institution), _types()
    NumberFormat.objects.bulk_create(
        NumberFormat(area=areas[row["area"]], type=types[row["type"]], copies_from=areas.get(row["copies"]),
                     **{name: row[name] for name in WRITTEN}) for row in rows)  # fmt: skip
    return len(rows)


def _types():
    return {one.slug: one for one in DocumentType.objects.all()}


def _sequences(institution):
    """What was declared, never what was used: the last value that «Secuencia Actual» was raised to this year."""
    skips = NumberSkip.objects.filter(counter__area__institution=institution, counter__year=clock.today().year)
    last = {(skip.counter.area.sigla, skip.counter.type.slug): skip.last
            for skip in skips.select_related("counter__area", "counter__type").order_by("last")}  # fmt: skip
    return [{"area": area, "type": slug, "value": value} for (area, slug), value in last.items()]


def _load_sequences(institution, rows):
    areas, types, now = _areas(institution), _types(), clock.now()
    for row in rows:
        counter = NumberCounter.objects.create(area=areas[row["area"]], type=types[row["type"]], year=clock.today().year,
                                               last=row["value"])  # fmt: skip
        NumberSkip.objects.create(counter=counter, first=1, last=row["value"], reason=DECLARED, at=now,
                                  actor=SYSTEM.identity().name)  # fmt: skip
    return len(rows)


def _own_types(institution):
    rows = InstitutionType.objects.filter(institution=institution).select_related("type").order_by("pk")
    return [{"type": row.type.slug} | {name: getattr(row, name) for name in TYPE} for row in rows]


def _load_own_types(institution, rows):
    types = _types()
    InstitutionType.objects.bulk_create(
        InstitutionType(institution=institution, type=types[row["type"]], **{name: row[name] for name in TYPE})
        for row in rows)  # fmt: skip
    return len(rows)


def _folders(institution):
    """Each with its place among the rows, so that equal names of two branches stay apart."""
    rows = list(Folder.objects.filter(area__institution=institution, area__is_active=True, is_active=True)
                .select_related("area").order_by("pk"))  # fmt: skip
    places = {row.pk: place for place, row in enumerate(rows)}
    return [{"area": row.area.sigla, "parent": places.get(row.parent_id)} | {name: getattr(row, name) for name in FOLDER}
            for row in rows]  # fmt: skip


def _load_folders(institution, rows):
    areas, made = _areas(institution), []
    for row in rows:
        parent = made[row["parent"]] if row["parent"] is not None else None
        made.append(
            Folder.objects.create(area=areas[row["area"]], parent=parent, **{name: row[name] for name in FOLDER})
        )
    return len(made)


def _labels(institution):
    rows = list(
        MetadataLabel.objects.filter(institution=institution, is_active=True).select_related("area").order_by("pk")
    )
    places = {row.pk: place for place, row in enumerate(rows)}
    return [{"area": row.area.sigla if row.area else None, "parent": places.get(row.parent_id), "name": row.name}
            for row in rows]  # fmt: skip


def _load_labels(institution, rows):
    areas, made = _areas(institution), []
    for row in rows:
        parent = made[row["parent"]] if row["parent"] is not None else None
        made.append(MetadataLabel.objects.create(institution=institution, area=areas.get(row["area"]), parent=parent,
                                                 name=row["name"]))  # fmt: skip
    return len(made)


register(Part("formats", "Formatos de numeración", _formats, _load_formats))
register(Part("sequences", "Secuencias iniciales", _sequences, _load_sequences))
register(Part("types", "Tipos de documento", _own_types, _load_own_types))
register(Part("folders", "Carpetas virtuales", _folders, _load_folders))
register(Part("metadata", "Metadatos", _labels, _load_labels))
