"""Numbering, types, folders, metadata, settings and backgrounds of an institution, as they go to production (§12.9)."""

from documents.models import (
    Document,
    DocumentType,
    Folder,
    InstitutionType,
    MetadataLabel,
    NumberCounter,
    NumberFormat,
    NumberSkip,
)
from documents.states import Makers, NumberToken
from documents.text import clean_html
from institutions.implantation.own_parts import (
    ALIVE,
    PLACE,
    SIGLA,
    active_sigla,
    check_places,
    check_siglas,
    find,
    where,
)
from institutions.implantation.parametrisation import WORKS, Part, register, register_obstacle
from institutions.implantation.shapes import WrongShapeError, flag, many, one_of, optional, record, text, whole
from quipux import clock
from quipux.history.recorder import SYSTEM

DECLARED = "Secuencia inicial declarada en el ambiente de capacitación."
WRITTEN = ("tokens", "separator", "abbreviation", "year_digits", "sequence_digits")
FOLDER = ("code", "name", "years_office", "years_central")
TYPE = ("is_active", "abbreviation", "makers", "initial_html")


def _areas(institution):
    return {area.sigla: area for area in institution.areas.filter(is_active=True)}


def _formats(institution):
    rows = NumberFormat.objects.filter(area__institution=institution, area__is_active=True, type__institution=None).select_related(
        "area", "type", "copies_from").order_by("pk")  # fmt: skip
    return [{"area": row.area.sigla, "type": row.type.slug, "copies": active_sigla(row.copies_from)}
            | {name: getattr(row, name) for name in WRITTEN} for row in rows]  # fmt: skip


def _check_formats(rows, package, institution):
    check_siglas([sigla for row in rows for sigla in (row["area"], row["copies"])], package, "Formatos de numeración")
    _check_types(rows, "Formatos de numeración")


def _check_types(rows, label):
    """Only types of the whole catalogue: what an institution of its own made is nobody else's."""
    known = _types()
    if any(row["type"] not in known for row in rows):
        raise WrongShapeError(f"{label}: un tipo de documento no consta en el catálogo")


def _load_formats(institution, rows, files):
    areas, types = _areas(institution), _types()
    NumberFormat.objects.bulk_create(
        NumberFormat(area=areas[row["area"]], type=types[row["type"]], copies_from=areas.get(row["copies"]),
                     **{name: row[name] for name in WRITTEN}) for row in rows)  # fmt: skip
    return len(rows)


def _types():
    return {one.slug: one for one in DocumentType.objects.filter(institution=None)}


def _sequences(institution):
    """What was declared, never what was used: the last value that «Secuencia Actual» was raised to this year."""
    skips = NumberSkip.objects.filter(counter__area__institution=institution, counter__year=clock.today().year,
                                      counter__area__is_active=True, counter__type__institution=None)  # fmt: skip
    last = {(skip.counter.area.sigla, skip.counter.type.slug): skip.last
            for skip in skips.select_related("counter__area", "counter__type").order_by("last")}  # fmt: skip
    return [{"area": area, "type": slug, "value": value} for (area, slug), value in last.items()]


def _check_sequences(rows, package, institution):
    check_siglas([row["area"] for row in rows], package, "Secuencias iniciales")
    _check_types(rows, "Secuencias iniciales")


def _load_sequences(institution, rows, files):
    areas, types, now = _areas(institution), _types(), clock.now()
    for row in rows:
        counter = NumberCounter.objects.create(area=areas[row["area"]], type=types[row["type"]], year=clock.today().year,
                                               last=row["value"])  # fmt: skip
        NumberSkip.objects.create(counter=counter, first=1, last=row["value"], reason=DECLARED, at=now,
                                  actor=SYSTEM.identity().name)  # fmt: skip
    return len(rows)


def _own_types(institution):
    rows = InstitutionType.objects.filter(institution=institution, type__institution=None).select_related("type")
    return [{"type": row.type.slug, "listed": [where(post) for post in row.listed.filter(state__in=ALIVE).select_related(
                "person", "area")]} | {name: getattr(row, name) for name in TYPE} for row in rows.order_by("pk")]  # fmt: skip


def _check_own_types(rows, package, institution):
    _check_types(rows, "Tipos de documento")
    check_places([place for row in rows for place in row["listed"]], package, "Tipos de documento")


def _load_own_types(institution, rows, files):
    types = _types()
    for row in rows:
        values = {name: row[name] for name in TYPE} | {"initial_html": clean_html(row["initial_html"])}
        made = InstitutionType.objects.create(institution=institution, type=types[row["type"]], **values)
        made.listed.set(filter(None, (find(institution, place) for place in row["listed"])))
    return len(rows)


def _folders(institution):
    """Each with its place among the rows, so that equal names of two branches stay apart."""
    rows = list(Folder.objects.filter(area__institution=institution, area__is_active=True, is_active=True)
                .select_related("area").order_by("pk"))  # fmt: skip
    places = {row.pk: place for place, row in enumerate(rows)}
    return [{"area": row.area.sigla, "parent": places.get(row.parent_id)} | {name: getattr(row, name) for name in FOLDER}
            for row in rows]  # fmt: skip


def _check_branches(label):
    """Áreas of the package, and each row below an earlier one."""

    def check(rows, package, institution):
        check_siglas([row["area"] for row in rows], package, label)
        if any(row["parent"] is not None and row["parent"] >= place for place, row in enumerate(rows)):
            raise WrongShapeError(f"{label}: una fila está debajo de otra que no consta antes")

    return check


def _load_folders(institution, rows, files):
    areas, made = _areas(institution), []
    for row in rows:
        parent = made[row["parent"]] if row["parent"] is not None else None
        made.append(
            Folder.objects.create(area=areas[row["area"]], parent=parent, **{name: row[name] for name in FOLDER})
        )
    return len(made)


def _labels(institution):
    rows = [row for row in MetadataLabel.objects.filter(institution=institution, is_active=True).select_related(
        "area").order_by("pk") if row.area is None or row.area.is_active]  # fmt: skip
    places = {row.pk: place for place, row in enumerate(rows)}
    return [{"area": row.area.sigla if row.area else None, "parent": places.get(row.parent_id), "name": row.name}
            for row in rows]  # fmt: skip


def _load_labels(institution, rows, files):
    areas, made = _areas(institution), []
    for row in rows:
        parent = made[row["parent"]] if row["parent"] is not None else None
        made.append(MetadataLabel.objects.create(institution=institution, area=areas.get(row["area"]), parent=parent,
                                                 name=row["name"]))  # fmt: skip
    return len(made)


_AREAS = ("areas",)
_FORMAT = record(area=SIGLA, type=text(50, least=1), copies=optional(SIGLA), tokens=many(one_of(NumberToken.values), 5),
                 separator=one_of(NumberFormat.Separator.values), abbreviation=text(10, pattern=r"[A-Z0-9]*"),
                 year_digits=whole(2, 4), sequence_digits=whole(1, 9))  # fmt: skip
_SEQUENCE = record(area=SIGLA, type=text(50, least=1), value=whole(1, 99_999_999))
_TYPE = record(type=text(50, least=1), is_active=flag, abbreviation=text(10), makers=one_of(Makers.values),
               initial_html=text(400_000), listed=many(PLACE, 5_000))  # fmt: skip
_FOLDER = record(area=SIGLA, parent=optional(whole(0, 20_000)), code=text(30), name=text(120, least=1),
                 years_office=whole(0, 200), years_central=whole(0, 200))  # fmt: skip
_LABEL = record(area=optional(SIGLA), parent=optional(whole(0, 20_000)), name=text(80, least=1))

register(Part("formats", "Formatos de numeración", _formats, _load_formats, _FORMAT, _check_formats, needs=_AREAS))
register(
    Part("sequences", "Secuencias iniciales", _sequences, _load_sequences, _SEQUENCE, _check_sequences, needs=_AREAS)
)
register(Part("types", "Tipos de documento", _own_types, _load_own_types, _TYPE, _check_own_types))
register(Part("folders", "Carpetas virtuales", _folders, _load_folders, _FOLDER, _check_branches("Carpetas virtuales"),
              needs=_AREAS))  # fmt: skip
register(Part("metadata", "Metadatos", _labels, _load_labels, _LABEL, _check_branches("Metadatos"), needs=_AREAS))
register_obstacle(lambda institution: Document.objects.filter(institution=institution).exists(), WORKS)
