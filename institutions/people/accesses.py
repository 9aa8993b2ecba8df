"""What the AIQ sees of how his people get in (accounts-portal §9.5): never what they read, never the whole address."""

import ipaddress

from django.db.models import Q

from institutions.models import Appointment
from quipux import clock
from quipux.accesslog.models import AccessEntry
from quipux.web.components import Column, Tag

COLUMNS = [Column(label) for label in ("Fecha", "Evento", "Equipo", "Red", "Resultado")]
SHOWN = {4: 16, 6: 32}  # bits of an address


def of_post(post: Appointment):
    """Entries of the person while she has the post, newest first: what she did in this institution, and getting in.

    What she does in another institution, or as a citizen, is not this AIQ's.
    """
    here = Appointment.objects.filter(person=post.person_id, institution=post.institution_id).values_list(
        "uuid", flat=True
    )
    rows = AccessEntry.objects.by(post.person).filter(Q(context="") | Q(context__in=[str(one) for one in here]))
    rows = rows.filter(at__gte=clock.day_start(post.starts_on))
    return rows.filter(at__lte=post.access_ends_at) if post.access_ends_at else rows


def row(entry: AccessEntry) -> list:
    """One line of the table."""
    colour = "red" if entry.result == "refused" else "green"
    return [
        entry.at,
        entry.get_event_display(),
        entry.device,
        coarse(entry.network),
        Tag(entry.get_result_display(), colour),
    ]


def coarse(network: str) -> str:
    """The beginning of an address: enough to tell home from office, not whose line it is."""
    try:
        found = ipaddress.ip_network(network, strict=False)
    except ValueError:
        return ""
    return str(found.supernet(new_prefix=SHOWN[found.version]))
