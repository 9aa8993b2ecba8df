"""How much of a copy a person may see: levels 0 to 7, as one SQL expression (documents §16.2).

Lists, counters, exports, search and pages all use it, so that a page never shows what a list hides.
"""

from dataclasses import dataclass, field

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When

from documents.deputies import Deputy
from documents.permissions import printed_areas_of
from documents.states import Confidentiality, CopyRole, CopyState, GrantReason, How, PartyRole, TaskState
from institutions.actors import with_lower_areas
from institutions.models import Appointment, SharedTray

CONFIDENTIAL = Q(confidentiality=Confidentiality.CONFIDENTIAL)
UNSEEN = (CopyState.DRAFT, CopyState.DELETED)  # nobody but its holder and who handled it sees a draft
READ_AFAR = (CopyState.IN_PROCESS, CopyState.SENT, CopyState.SHELVED)


@dataclass(frozen=True)
class Reader:
    """Whose sight is asked for.

    Attributes:
        permissions: slugs held in this appointment; none for an ended one.
        areas: primary keys of the áreas whose papers a Jefe or consultant reads.
        printing: primary keys of the áreas whose papers a secretary prints.
        deputy: who reads in the post of a titular, to whom its confidential copies are closed.
    """

    post: Appointment
    permissions: frozenset[str] = frozenset()
    areas: frozenset[int] = field(default=frozenset())
    printing: frozenset[int] = field(default=frozenset())
    deputy: Deputy | None = None

    @classmethod
    def of(cls, actor) -> "Reader":
        """The reader behind an actor: own rights, those of the permissions, and those of a Jefe."""
        post = actor.appointment
        leads = post.profile == Appointment.Profile.CHIEF or actor.holds("consult_area_documents")
        areas = with_lower_areas(post.institution, {post.area_id}) if leads else frozenset()
        return cls(post, actor.permissions, areas, printed_areas_of(actor), Deputy.of(actor))

    @property
    def gone(self) -> Q:
        """Copies of which this reader sees nothing, whatever else would show them."""
        gone = Q(state=CopyState.PURGED)
        return gone | self.deputy.closed() if self.deputy else gone


def seen(reader: Reader, at_least: int) -> Q:
    """The condition of copies the reader sees at a level, for WHERE: it lets the database use its indexes."""
    mine = Q(holder=reader.post)
    public = ~CONFIDENTIAL & _public_sight(reader, at_least)
    clerk = _clerk(reader) if at_least <= 6 else Q(pk__in=[])
    reached = mine | (CONFIDENTIAL & _confidential_sight(reader)) | public
    return (clerk | (reached & ~Q(state=CopyState.CITIZEN_PENDING))) & ~reader.gone


def seen_when_told(reader: Reader) -> Q:
    """The same as ``seen`` at level 3 for who was informed of the copy, with less to look up.

    Being told already gives all that a public copy has to give, so that neither áreas nor permissions add to it.
    """
    reached = Q(holder=reader.post) | (~CONFIDENTIAL & _alive()) | (CONFIDENTIAL & _confidential_sight(reader))
    return (_clerk(reader) | (reached & ~Q(state=CopyState.CITIZEN_PENDING))) & ~reader.gone


def _public_sight(reader, at_least):
    sight = _whole_sight(reader) | _task(reader)
    if at_least <= 2:
        sight |= _attached(reader)
    if at_least <= 1:
        sight |= _basic(reader)
    return sight


def level_expression(reader: Reader) -> Case:
    """The level, first match wins; 0 where nothing matches."""
    holds = Q(holder=reader.post)
    return Case(
        When(reader.gone, then=Value(0)),
        When(_clerk(reader), then=Value(6)),
        When(state=CopyState.CITIZEN_PENDING, then=Value(0)),
        When(holds & Q(state=CopyState.DRAFT), then=Value(7)),
        When(holds & Q(state=CopyState.IN_PROCESS), then=Value(6)),
        When(holds, then=Value(4)),
        When(CONFIDENTIAL & Q(_grant(reader, GrantReason.TASK)) & _task(reader), then=Value(5)),
        When(CONFIDENTIAL & _confidential_sight(reader), then=Value(3)),
        When(CONFIDENTIAL, then=Value(0)),
        When(_task(reader), then=Value(5)),
        When(_whole_sight(reader), then=Value(3)),
        When(_attached(reader), then=Value(2)),
        When(_basic(reader), then=Value(1)),
        default=Value(0), output_field=IntegerField(),
    )  # fmt: skip


def _clerk(reader):
    allowed = "process_citizen_documents" in reader.permissions
    return Q(state=CopyState.CITIZEN_PENDING, institution_id=reader.post.institution_id) if allowed else Q(pk__in=[])


def _confidential_sight(reader):
    """De, the addressee on the own delivered copy, and whoever was given leave."""
    return (Q(_grant(reader)) & _alive()) | _as_sender(reader) | _as_recipient(reader)


def _whole_sight(reader):
    """Level 3 on a public copy."""
    sight = (_took_part(reader) & _alive()) | _as_sender(reader) | _as_recipient(reader) | _through_shared_tray(reader)
    if "use_physical_archive" in reader.permissions:
        sight |= Q(state=CopyState.SHELVED, institution_id=reader.post.institution_id)
    if reader.printing:
        sight |= Q(state=CopyState.TO_PRINT, document__area__in=reader.printing)
    if reader.areas:
        sight |= Q(_part_of_areas(reader), institution_id=reader.post.institution_id) & ~Q(state__in=UNSEEN)
    return sight


def _alive():
    return ~Q(state=CopyState.DELETED)


def _participation(**conditions):
    from documents.models import Participation

    return Exists(Participation.objects.filter(copy=OuterRef("pk"), **conditions))


def _took_part(reader):
    return Q(_participation(appointment=reader.post, how__in=How.giving_sight()))


def _part_of_areas(reader):
    return _participation(appointment__area__in=reader.areas)


def _grant(reader, reason=None):
    from documents.models import ConfidentialGrant

    given = ConfidentialGrant.objects.filter(copy=OuterRef("pk"), appointment=reader.post, revoked_at__isnull=True)
    return Exists(given.filter(reason=reason) if reason else given)


def _as_sender(reader):
    """De on the copies inside the own institution, once it is no draft."""
    from documents.models import Party

    sender = Exists(Party.objects.filter(document=OuterRef("document"), role=PartyRole.FROM, appointment=reader.post))
    return Q(sender, institution_id=reader.post.institution_id) & ~Q(state__in=UNSEEN)


def _as_recipient(reader):
    return Q(party__appointment=reader.post, state__in=CopyState.of_received()) & ~Q(role=CopyRole.ORIGINAL)


def _through_shared_tray(reader):
    chiefs = SharedTray.objects.in_force().filter(member=reader.post).values("chief")
    return Q(state=CopyState.IN_PROCESS, holder__in=chiefs)


def _task(reader):
    from documents.models import Task

    pending = Task.objects.filter(copy=OuterRef("pk"), assigned_to=reader.post, state=TaskState.PENDING)
    return Q(Exists(pending), state__in=(CopyState.DRAFT, CopyState.IN_PROCESS))


def _attached(reader):
    if "search_attached" not in reader.permissions:
        return Q(pk__in=[])
    return Q(institution__attached_to=reader.post.institution_id, state__in=READ_AFAR)


def _basic(reader):
    if "see_institution_basic" not in reader.permissions:
        return Q(pk__in=[])
    return Q(institution_id=reader.post.institution_id) & ~Q(state__in=UNSEEN)
