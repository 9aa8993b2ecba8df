"""Formats and raised sequences: the acts of the AIQ on numbering (documents §7.2; institutions §7)."""

from django.db import transaction

from documents import history
from documents.models import DocumentType, NumberCounter, NumberFormat, NumberSkip
from documents.numbering import collisions, counters
from documents.numbering.formats import format_of, resolve
from documents.numbering.permissions import can_configure
from documents.states import NumberToken
from institutions.models import Area, Institution
from quipux import clock
from quipux.errors import Forbidden, Invalid
from quipux.history import recorder

WRITTEN = ("tokens", "separator", "abbreviation", "year_digits", "sequence_digits", "copies_from")
LARGEST = 2_147_483_647  # that a counter holds


@transaction.atomic
def save_format(wanted: NumberFormat, *, reason: str, actor) -> NumberFormat:
    """Write the numbers of a pair in another way from now on; those given stay as they are.

    Args:
        wanted: an unsaved row with ``area``, ``type`` and the fields of ``WRITTEN``.
        reason: kept in the Recorrido.

    Returns:
        The saved row, the pair's own one when it already had one.

    Raises:
        Forbidden: the actor does not administer the área.
        Invalid: a rule of institutions §7 refuses it, in its own words.
    """
    _check_right(wanted.area, actor)
    reason = _reason(reason)
    # Formats of one institution are judged against each other, so they are saved one after another.
    Institution.objects.select_for_update(no_key=True).get(pk=wanted.area.institution_id)
    _check_words(wanted)
    _check_copy(wanted)
    _check_numbers(wanted)
    row = NumberFormat.objects.filter(area=wanted.area, type=wanted.type).first()
    row = row or NumberFormat(area=wanted.area, type=wanted.type)
    for name in WRITTEN:
        setattr(row, name, getattr(wanted, name))
    row.save()
    recorder.record(row, history.FORMAT_SAVED, actor=actor, comment=reason)
    return row


def _check_right(area, actor):
    if not can_configure(area, actor):
        raise Forbidden("No tiene permiso para configurar la numeración de esta área.")


def _reason(reason):
    if not reason.strip():
        raise Invalid("Escriba el motivo del cambio.", reason="Escriba el motivo del cambio.")
    return reason.strip()


def _refuse(message, field):
    raise Invalid(message, **{field: message})


def _check_words(wanted):
    wanted.tokens = list(wanted.tokens)
    if not {NumberToken.YEAR, NumberToken.SEQUENCE} <= set(wanted.tokens):
        _refuse("El formato debe incluir Año y Secuencial.", "tokens")
    if len(set(wanted.tokens)) != len(wanted.tokens) or not set(wanted.tokens) <= set(NumberToken.values):
        _refuse("Cada parte del formato puede aparecer una sola vez.", "tokens")
    if wanted.separator not in NumberFormat.Separator.values:
        _refuse("Elija un separador de la lista.", "separator")
    if wanted.year_digits not in NumberFormat.YearDigits.values:
        _refuse("El año se escribe con 2 o 4 dígitos.", "year_digits")
    if not 1 <= wanted.sequence_digits <= 9:
        _refuse("El secuencial se escribe con 1 a 9 dígitos.", "sequence_digits")
    if wanted.abbreviation and not (len(wanted.abbreviation) <= 10 and _is_plain(wanted.abbreviation)):
        _refuse("La abreviación sólo admite hasta 10 letras mayúsculas y números.", "abbreviation")


def _is_plain(text):
    return text.isascii() and text.isalnum() and text == text.upper()


def _check_copy(wanted):
    source = wanted.copies_from
    if source is None:
        return
    if source.pk == wanted.area.pk or source.institution_id != wanted.area.institution_id:
        _refuse("Elija otra área de la misma institución.", "copies_from")
    if NumberFormat.objects.filter(area=source, type=wanted.type, copies_from__isnull=False).exists():
        _refuse("El área elegida copia a su vez otro formato.", "copies_from")
    copier = NumberFormat.objects.filter(copies_from=wanted.area, type=wanted.type).select_related("area").first()
    if copier:
        _refuse(f"El área {copier.area.name} copia este formato: no puede copiar a su vez otro.", "copies_from")


def _check_numbers(wanted):
    """A pair that copies gives the numbers of the other, which were judged when that one was saved."""
    if wanted.copies_from is not None:
        return
    written, year = resolve(wanted), clock.today().year
    if twin := collisions.first_twin(written):
        _refuse(f"Este formato produciría los mismos números que {twin.area.name} – {twin.type.label}.", "tokens")
    area, type = written.series
    last = NumberCounter.objects.filter(area=area, type=type, year=year).values_list("last", flat=True).first() or 0
    if used := collisions.first_used(written, year, last):
        _refuse(f"Este formato produciría números ya usados, por ejemplo {used}.", "tokens")


@transaction.atomic
def raise_sequence(area: Area, type: DocumentType, value: int, *, reason: str, actor) -> NumberSkip:
    """Set «Secuencia Actual» of this year, so that the next number is the one after ``value``.

    The values left out are never given; they and the reason stand in the Libro de numeración. A
    pair that copies another's format raises the counter it uses.

    Raises:
        Forbidden: the actor does not administer the área, or the one it copies from.
        Invalid: it would not rise, or no reason was given.
    """
    written = format_of(area, type)
    _check_right(area, actor)
    _check_right(written.area, actor)
    reason = _reason(reason)
    [counter] = counters.lock([(written.series, clock.today().year)])
    if value <= counter.last:
        _refuse("La secuencia sólo puede aumentar.", "value")
    if value > LARGEST:
        _refuse(f"La secuencia no puede pasar de {LARGEST}.", "value")
    skip = NumberSkip.objects.create(counter=counter, first=counter.last + 1, last=value, reason=reason,
                                     actor=actor.identity().name, at=clock.now())  # fmt: skip
    counter.last = value
    counter.save(update_fields=["last"])
    return skip


def copiers_of(area: Area):
    """Áreas that use the numbers of this one (institutions §6.1)."""
    return Area.objects.filter(number_formats__copies_from=area).distinct()


def formats_of(areas: list[int]) -> int:
    """How many formats of their own the áreas with these keys have."""
    return NumberFormat.objects.filter(area__in=areas).count()
