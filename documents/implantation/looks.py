"""What an institution decided about its documents, and what prints behind them, as they go to production (§12.9)."""

from django.db.models import F

from documents.attaching.rules import allowed_types
from documents.letterheads import services as letterheads
from documents.models import AreaBackground, Classification, CommentPhrase, InstitutionSettings
from institutions.implantation.own_parts import SIGLA, active_sigla, check_siglas
from institutions.implantation.parametrisation import Part, register
from institutions.implantation.shapes import WrongShapeError, flag, many, optional, record, text
from institutions.models import Area
from quipux import clock
from quipux.errors import Invalid
from quipux.extraction.reading import ExtractionUnavailable, redraw
from quipux.files import store

MOST_PIXELS = 4_000_000  # a page of letterheads has some two million
MOST_WORDS = 200
NOW = "En este momento no se pueden revisar las plantillas del paquete. Intente otra vez en unos minutos."
SETTINGS = ("carriers", "attachment_types", "subject_in_mails")


# Settings; that keys may be brought to the server is the SGE's decision, and is asked again.


def _settings(institution):
    own = InstitutionSettings.objects.select_related("reception_area").filter(institution=institution).first()
    own = own or InstitutionSettings()
    return [{"reception": active_sigla(own.reception_area), "classifications": _words(Classification, "name", institution),
             "phrases": _words(CommentPhrase, "text", institution)} | {name: getattr(own, name) for name in SETTINGS}]  # fmt: skip


def _words(model, field, institution):
    rows = model.objects.filter(institution=institution, is_active=True)
    return list(
        (rows.filter(appointment=None) if model is CommentPhrase else rows).order_by("pk").values_list(field, flat=True)
    )


def _check_settings(rows, package, institution):
    if len(rows) != 1 or not set(rows[0]["attachment_types"]) <= set(allowed_types()):
        raise WrongShapeError("Ajustes de documentos: un tipo de anexo no se permite en este sistema")
    check_siglas([rows[0]["reception"]], package, "Ajustes de documentos")


def _load_settings(institution, rows, files):
    [row] = rows
    own, _ = InstitutionSettings.objects.get_or_create(institution=institution)
    own.reception_area = institution.areas.filter(sigla=row["reception"], is_active=True).first()
    for name in SETTINGS:
        setattr(own, name, row[name])
    own.save()
    Classification.objects.bulk_create(Classification(institution=institution, name=word)
                                       for word in dict.fromkeys(row["classifications"]))  # fmt: skip
    CommentPhrase.objects.bulk_create(CommentPhrase(institution=institution, text=word)
                                      for word in dict.fromkeys(row["phrases"]))  # fmt: skip
    return 1


# Backgrounds: the picture of each área, or the área that it copies it from.


def _pictures(institution):
    rows = AreaBackground.objects.filter(area__institution=institution, area__is_active=True)
    return {row.picture.sha256: row.picture for row in rows.select_related("picture")}


def _files(institution):
    return {digest: store.read(picture) for digest, picture in _pictures(institution).items()}


def _backgrounds(institution):
    areas = institution.areas.filter(is_active=True).select_related("template_area").annotate(
        sha256=F("background__picture__sha256")).order_by("pk")  # fmt: skip
    rows = [{"area": area.sigla, "copies": active_sigla(area.template_area), "picture": area.sha256} for area in areas]
    return [row for row in rows if row["copies"] or row["picture"]]


def _check_backgrounds(rows, package, institution):
    """The pictures are drawn anew by the limited child before anything is written, whoever made the package."""
    check_siglas([sigla for row in rows for sigla in (row["area"], row["copies"])], package, "Plantillas")
    named = {row["picture"] for row in rows} - {None}
    if named != package.files.keys():
        raise WrongShapeError("Plantillas: las imágenes del paquete no son las que se nombran")
    package.files.update({digest: _drawn(package.files[digest]) for digest in named})


def _drawn(content):
    try:
        picture = redraw(content, MOST_PIXELS)
    except ExtractionUnavailable as error:
        raise Invalid(NOW) from error
    if picture is None or picture.kind != "jpeg" or len(picture.content) > letterheads.MOST_KEPT:
        raise WrongShapeError("Plantillas: una imagen no es válida")
    return picture.content


def _load_backgrounds(institution, rows, files):
    areas = {area.sigla: area for area in institution.areas.filter(is_active=True)}
    # A post of the institution answers for what it keeps; until another is kept, that of its AIQ.
    keeper = institution.appointments.order_by("pk").first()
    for row in rows:
        if row["copies"]:
            Area.objects.filter(pk=areas[row["area"]].pk).update(template_area=areas[row["copies"]])
        if row["picture"]:
            stored = store.save(files[row["picture"]], media_type="image/jpeg")
            AreaBackground.objects.create(area=areas[row["area"]], picture=stored, kept_by=keeper, kept_at=clock.now())
    return len(rows)


_WORDS = many(text(250, least=1), MOST_WORDS)
register(Part("settings", "Ajustes de documentos", _settings, _load_settings, record(
    reception=optional(SIGLA), carriers=many(text(80, least=1), MOST_WORDS), attachment_types=many(text(10), MOST_WORDS),
    subject_in_mails=flag, classifications=many(text(80, least=1), MOST_WORDS), phrases=_WORDS), _check_settings,
    needs=("areas",)))  # fmt: skip
register(Part("backgrounds", "Plantillas de áreas", _backgrounds, _load_backgrounds, record(
    area=SIGLA, copies=optional(SIGLA), picture=optional(text(64, least=64, pattern=r"[0-9a-f]+"))), _check_backgrounds,
    files=_files, needs=("areas",)))  # fmt: skip
