"""What of an institution ends within three days, by the clock of the question itself (institutions §8)."""

from datetime import datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, DateField, Exists, ExpressionWrapper, F, OuterRef, TextField, When
from django.db.models.functions import Cast, JSONObject, TruncDate

from institutions.catalogue import ADMINISTER
from institutions.charges import in_words
from institutions.models import Appointment, Delegation, Grant
from institutions.states import AppointmentState
from quipux import clock

SOON = timedelta(days=3)
MOST = 20  # of each kind
SUBROGATION, CHARGE = "Subrogación", "Encargo"


def of_aiq():
    """An expression over posts: of who administers the whole institution, the subrogaciones and encargos that end; else null."""
    whole = Exists(Grant.objects.filter(appointment=OuterRef("pk"), permission=ADMINISTER, areas=None))
    return Case(
        When(whole, then=JSONObject(delegations=ArraySubquery(_delegations()), charges=ArraySubquery(_charges())))
    )


def _delegations():
    rows = Delegation.objects.in_force().filter(titular__institution=OuterRef("institution"))
    return _named(rows.filter(stops_at__lte=clock.statement_now() + SOON), "stops_at", "titular__")


def _charges():
    today = TruncDate(clock.statement_now(), tzinfo=clock.GUAYAQUIL)
    rows = Appointment.objects.filter(institution=OuterRef("institution"), kind=Appointment.Kind.CHARGE,
                                      state__in=AppointmentState.working())  # fmt: skip
    last = ExpressionWrapper(today + SOON, output_field=DateField())
    return _named(rows.filter(ends_on__gte=today, ends_on__lte=last), "ends_on", "")


def _named(rows, end, post):
    rows = rows.order_by(end, "pk")[:MOST]
    return rows.values(
        found=JSONObject(title=F(f"{post}title"), area=F(f"{post}area__name"), end=Cast(end, TextField()))
    )


def told(post: Appointment) -> dict[str, list[str]]:
    """What its AIQ reads, by kind; nothing of a post that was not asked with ``of_aiq``."""
    found = getattr(post, "ending", None) or {}
    delegations = [
        f"{_post(one)}, el {in_words(datetime.fromisoformat(one['end']))}" for one in found.get("delegations", ())
    ]
    charges = [f"{_post(one)}, el {one['end']}" for one in found.get("charges", ())]
    return {kind: lines for kind, lines in ((SUBROGATION, delegations), (CHARGE, charges)) if lines}


def _post(one):
    return f"{one['title']} de {one['area']}"
