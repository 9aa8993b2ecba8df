"""How instants, days, sizes and numbers are written for people (ui.md section 3.3)."""

from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal

# The official hour of continental Ecuador, fixed: what is printed beside the suffix is always true.
OFFICIAL = timezone(timedelta(hours=-5))
SUFFIX = "(GMT-5)"
NO_BREAK_SPACE = "\u00a0"
SIZE_UNITS = ("b", "K", "M", "G")
COUNTER_LIMIT = 999


def official(instant: datetime) -> datetime:
    """``instant`` in the official hour. Raises ValueError if it carries no time zone."""
    if instant.tzinfo is None:
        raise ValueError("An instant without time zone cannot be shown to a person")
    return instant.astimezone(OFFICIAL)


def timestamp_text(instant: datetime) -> str:
    return f"{official(instant):%Y-%m-%d %H:%M:%S} {SUFFIX}"


def minute_text(instant: datetime) -> str:
    """Shorter form of dense lists, whose frame says the time zone once."""
    return f"{official(instant):%Y-%m-%d %H:%M}"


def time_text(instant: datetime) -> str:
    return f"{official(instant):%H:%M:%S} {SUFFIX}"


def machine_instant(instant: datetime) -> str:
    """Value of the attribute ``datetime`` of a <time> element, with its offset."""
    return official(instant).isoformat(timespec="seconds")


def day_of(value: date | datetime) -> date:
    return official(value).date() if isinstance(value, datetime) else value


def count_text(number: int) -> str:
    """1204 → «1 204», with a no-break space between thousands."""
    return f"{int(number):,}".replace(",", NO_BREAK_SPACE)


def counter_text(number: int) -> str:
    """The short form of menu counters: above 999 only «999+»."""
    return f"{COUNTER_LIMIT}+" if number > COUNTER_LIMIT else str(number)


def decimal_text(number, places: int = 2) -> str:
    exact = Decimal(str(number)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{exact:,f}".replace(",", NO_BREAK_SPACE).replace(".", ",")


def size_text(size: int) -> str:
    """Bytes as people of the old system read them: «512 b», «952,61 M», «1,79 G» (1 K = 1024 b)."""
    value, unit = Decimal(int(size)), 0
    # 1023.995 would be written «1 024,00»: the next unit starts where two decimals say so.
    while value >= Decimal("1023.995") and unit < len(SIZE_UNITS) - 1:
        value, unit = value / 1024, unit + 1
    number = str(int(size)) if unit == 0 else decimal_text(value)
    return f"{number}{NO_BREAK_SPACE}{SIZE_UNITS[unit]}"


def masked_cedula_text(cedula: str) -> str:
    """«0602912345» → «06029•••••», for viewers who do not need the whole number."""
    text = str(cedula)
    shown = len(text) // 2
    return text[:shown] + "•" * (len(text) - shown)


def duration_text(seconds: float) -> str:
    """A waiting time in words, rounded the way it is said: «menos de 1 min», «14 min», «1 h 20 min»."""
    minutes = round(max(0, seconds) / 60)
    if minutes < 1:
        return f"menos de 1{NO_BREAK_SPACE}min"
    if minutes < 60:
        return f"{minutes}{NO_BREAK_SPACE}min"
    hours, rest = divmod(minutes, 60)
    words = f"{hours}{NO_BREAK_SPACE}h"
    return f"{words} {rest}{NO_BREAK_SPACE}min" if rest else words
