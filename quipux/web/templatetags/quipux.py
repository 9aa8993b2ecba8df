"""Template library `quipux`: how values are written, and the pieces that need Python to draw a pattern."""

from datetime import date, datetime

from django import template
from django.contrib.messages import constants as levels
from django.forms import CheckboxSelectMultiple
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from quipux.web import components, formatting
from quipux.web import forms as drawing

register = template.Library()

# One path per icon on a 16×16 grid; drawn in the colour of the text beside it.
ICONS = {
    "check": "m6 13.2-5-5L2.6 6.6 6 10l7.4-7.4L15 4.2z",
    "warning": "M8 1 0 15h16zm-.8 5h1.6v4.5H7.2zm0 5.6h1.6v1.6H7.2z",
    "clip": "M11 3v8a3 3 0 0 1-6 0V4a2 2 0 0 1 4 0v6.5a1 1 0 0 1-2 0V5H6v5.5a2 2 0 0 0 4 0V4a3 3 0 0 0-6 0v7"
    "a4 4 0 0 0 8 0V3z",
    "up": "M8 4 1.5 11h13z",
    "down": "M8 12 1.5 5h13z",
    "download": "M7 1h2v7.2l2.6-2.6L13 7l-5 5-5-5 1.4-1.4L7 8.2zM2 13h12v2H2z",
    "lock": "M4 7V5a4 4 0 0 1 8 0v2h1v8H3V7zm2 0h4V5a2 2 0 0 0-4 0z",
    "copy": "M5 1h9v11h-3v3H2V4h3zm2 2v7h5V3zM4 6v7h5v-1H5V6z",
    "cross": "m3.4 2 4.6 4.6L12.6 2 14 3.4 9.4 8l4.6 4.6-1.4 1.4L8 9.4 3.4 14 2 12.6 6.6 8 2 3.4z",
    "calendar": "M4 1h2v2h4V1h2v2h3v12H1V3h3zM3 7v6h10V7z",
    "pause": "M3 2h4v12H3zm6 0h4v12H9z",
    "print": "M4 1h8v3H4zM1 5h14v7h-3V9H4v3H1zm4 5h6v5H5z",
    "user": "M8 8a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7m-7 7c0-3.6 3-6 7-6s7 2.4 7 6z",
}
LEVEL_KINDS = {levels.SUCCESS: "success", levels.ERROR: "warning", levels.WARNING: "warning"}
TITLES = {"success": "Listo", "warning": "Atención", "notice": "Aviso"}


def _time(machine: str, text: str):
    return format_html('<time datetime="{}">{}</time>', machine, text)


@register.filter
def timestamp(instant: datetime | None):
    """«2016-12-28 22:30:37 (GMT-5)» inside <time>; nothing for None."""
    if not instant:
        return ""
    return _time(formatting.machine_instant(instant), formatting.timestamp_text(instant))


@register.filter
def minute(instant: datetime | None):
    """«2016-12-28 22:30» inside <time>, for lists whose frame says the time zone."""
    if not instant:
        return ""
    return _time(formatting.machine_instant(instant), formatting.minute_text(instant))


@register.filter
def day(value: date | datetime | None):
    """«2016-12-28» inside <time>; an instant gives its official day."""
    if not value:
        return ""
    text = formatting.day_of(value).isoformat()
    return _time(text, text)


@register.filter
def day_zone(value: date | datetime | None):
    """«2016-12-28 (GMT-5)», as the lists of backup requests print days."""
    if not value:
        return ""
    text = formatting.day_of(value).isoformat()
    return _time(text, f"{text} {formatting.SUFFIX}")


@register.filter
def size(value: int | None) -> str:
    return "" if value is None else formatting.size_text(value)


@register.filter
def count(value: int | str | None) -> str:
    """A number with its thousands apart; words stay as they are."""
    if isinstance(value, str):
        return value
    return "" if value is None else formatting.count_text(value)


@register.filter
def counter(value: int | None) -> str:
    return "" if value is None else formatting.counter_text(value)


@register.filter
def masked_cedula(value: str) -> str:
    return formatting.masked_cedula_text(value or "")


@register.filter
def duration_words(seconds: float | None) -> str:
    return "" if seconds is None else formatting.duration_text(seconds)


@register.simple_tag
def icon(name: str):
    """An inline picture of one colour that stands beside a word; never alone."""
    return format_html(
        '<svg class="qx-icono" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        ICONS[name],
    )


@register.simple_tag
def tag(text: str, colour: str = "grey", icon_name: str = ""):
    """A word of state in a coloured box."""
    return _tag(components.Tag(text, colour, icon_name))


def _tag(value: components.Tag):
    picture = format_html("{} ", icon(value.icon)) if value.icon else ""
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}{}</strong>', value.colour, picture, value.text)


@register.filter
def cell(value):
    """A value of a table as people read it: instants, days, tags, links, anything else as text; a tuple, line by line."""
    match value:
        case None:
            return ""
        case datetime():
            return timestamp(value)
        case date():
            return day(value)
        case components.Tag():
            return _tag(value)
        case components.Link():
            target = value.target and format_html('<span class="govuk-visually-hidden"> {}</span>', value.target)
            return format_html('<a class="govuk-link" href="{}">{}{}</a>', value.url, value.text, target)
        case components.Code():
            return format_html("<code>{}</code>", value.text)
        case tuple():
            return format_html_join(mark_safe("<br>"), "{}", ((cell(one),) for one in value))
    return value


@register.filter
def pair_with(values, columns):
    """Cells beside their columns, so that a card on a narrow screen can name each value."""
    return zip(columns, values, strict=True)


@register.simple_tag
def form_errors(form) -> list:
    """Errors of a form, or of several given in a list, in the order of their fields (ui.md section 7.6)."""
    forms = form if isinstance(form, (list, tuple)) else [form]
    return [error for one in forms if one for error in drawing.errors_of(one)]


@register.simple_tag
def field_kind(bound_field) -> str:
    return drawing.kind_of(bound_field)


@register.simple_tag
def filter_field(bound_field):
    """A field of the filters of a list."""
    return drawing.drawn_once(bound_field)


@register.simple_tag
def field_widget(bound_field, hint_of=None):
    """The control of a form field with the classes of the style base."""
    return drawing.widget_html(bound_field, hint_of)


@register.simple_tag
def choice_style(bound_field) -> str:
    return "checkboxes" if isinstance(bound_field.field.widget, CheckboxSelectMultiple) else "radios"


@register.simple_tag
def choice_input(choice, style: str):
    """One radio or checkbox of a field with several."""
    return drawing.choice_html(choice, style)


@register.simple_tag
def banners(messages) -> list[dict]:
    """Pending messages as at most one banner per kind, the good news first."""
    grouped: dict[str, list] = {"success": [], "warning": [], "notice": []}
    for message in messages or ():
        grouped[LEVEL_KINDS.get(message.level, "notice")].append(message)
    return [{"kind": kind, "title": TITLES[kind], "messages": found} for kind, found in grouped.items() if found]
