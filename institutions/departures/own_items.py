"""What institutions itself keeps of a post: subrogaciones, shared trays, unique roles, lists, other posts."""

from django.db.models import F, Q

from institutions.charges import in_words
from institutions.departures.destinations import is_only_aiq
from institutions.departures.entries import Item, register
from institutions.models import Appointment, Delegation, DistributionList, Grant, SharedTray
from quipux import clock

# One holder is enough for the institution to go on; without any it stops (DV-08).
UNIQUE = {"register_incoming": "única ventanilla", "receive_citizen_documents": "único receptor de ciudadanos",
          "process_citizen_documents": "único que tramita documentos de ciudadanos"}  # fmt: skip


def delegations(departure):
    part = Q(titular=departure.appointment) | Q(acting=departure.appointment)
    alive = Delegation.objects.with_names().filter(part, stops_at__gt=clock.statement_now())
    return alive.exclude(stops_at=F("starts_at"))


def _delegation_lines(departure):
    return [f"{one.titular.person.full_name} por {one.acting.person.full_name}, hasta {in_words(one.stops_at)}"
            for one in delegations(departure)]  # fmt: skip


def shares(departure):
    post = departure.appointment
    return SharedTray.objects.filter(Q(chief=post) | Q(member=post))


def unique_roles(departure) -> list[str]:
    """Why the institution would miss this post: «Jefe del área», «único AIQ», «única ventanilla»."""
    post = departure.appointment
    found = ["Jefe del área"] if post.profile == Appointment.Profile.CHIEF else []
    if is_only_aiq(post):
        found.append("único AIQ")
    holders = Grant.objects.filter(
        appointment__institution=post.institution_id, appointment__in=Appointment.objects.working()
    )
    for slug, words in UNIQUE.items():
        held = set(holders.filter(permission=slug).values_list("appointment", flat=True))
        if held == {post.pk}:
            found.append(words)
    return found


def _left_without_successor(departure) -> int:
    return 0 if departure.without_successor or departure.successor_id else len(unique_roles(departure))


def lists_of(departure):
    return DistributionList.objects.filter(owner=departure.appointment, is_active=True)


def _pass_lists(departure, destination) -> int:
    """A name the other has already is told apart by whom it came from; to another institution no list goes."""
    if destination.institution_id != departure.appointment.institution_id:
        return lists_of(departure).update(is_active=False)
    taken = set(DistributionList.objects.filter(owner=destination, is_active=True).values_list("name", flat=True))
    rows = list(lists_of(departure))
    for row in rows:
        if row.name in taken:
            row.name = f"{row.name[:200]} ({departure.appointment.person.full_name})"[:250]
        row.owner = destination
    DistributionList.objects.bulk_update(rows, ["owner", "name"])
    return len(rows)


def other_posts(departure):
    posts = Appointment.objects.working().with_names().filter(person=departure.appointment.person_id)
    return posts.exclude(pk=departure.appointment_id)


def _other_lines(departure):
    return [f"{one.title}, {one.area.name}, {one.institution.name}" for one in other_posts(departure)]


def _email_words(departure) -> str:
    return "Verificado" if departure.appointment.person.verified_email else "No tiene un correo verificado"


register(
    Item("DV-06", "Subrogaciones vigentes o programadas", lambda d: delegations(d).count(), obligatory=True,
         lines=_delegation_lines, noun="subrogación"),
    Item("DV-07", "Bandeja compartida", lambda d: shares(d).count(),
         lines=lambda d: ["Se retira al desactivar el usuario"]),
    Item("DV-08", "Puestos únicos: Jefe, AIQ, ventanilla, receptor de ciudadanos", _left_without_successor,
         obligatory=True, lines=unique_roles, noun="reemplazo"),
    Item("DV-10", "Listas de envío personales", lambda d: lists_of(d).count(), move=_pass_lists,
         lines=lambda d: list(lists_of(d).values_list("name", flat=True))),
    Item("DV-12", "Otros puestos de la misma persona", lambda d: other_posts(d).count(), lines=_other_lines),
    Item("DV-13", "Correo verificado", lambda d: 0, says=_email_words,
         settled=lambda d: bool(d.appointment.person.verified_email)),
)  # fmt: skip
