"""Who acts: a person in one context; rights are those of the context, never their union."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from accounts.models import CitizenKind, CitizenProfile, CitizenState, User
from institutions import ending
from institutions.charges import KEPT_FROM_TITULAR, WITHHELD, Charge, over
from institutions.models import Appointment, Area, Delegation, SharedTray
from institutions.models.reorganisation import running_over
from institutions.states import AppointmentState, InstitutionState
from quipux import clock, environments
from quipux.errors import NotAllowedNow
from quipux.history.recorder import Identity
from quipux.moulds import RowsMould
from quipux.operators import Operator as Operator  # its place for who builds on institutions

OF_SIGNING_CITIZENS = ("sign_electronically", "create_outgoing")  # 19 and 27 (accounts-portal §10.5)
NOT_DEPUTY = "Usted no subroga ese puesto."
ADMINISTER = "administer"  # 12, «Administración del Sistema»: the AIQ
_leaver_providers = []
_unread_counts = []
PRACTICE = "Ambiente de capacitación"


def register_unread(count) -> None:
    """Let an upper app say how much waits unread in a context that is not in use.

    Args:
        count: ``count(actor) -> int``, of one short statement.
    """
    _unread_counts.append(count)


def register_leaver_contexts(provider) -> None:
    """Let an upper app keep an ended appointment reachable as «Salida — <Puesto>».

    Args:
        provider: ``provider(user) -> iterable of Appointment``, ended ones only (institutions §11.6).
    """
    _leaver_providers.append(provider)


@dataclass(frozen=True)
class Context:
    """One entry of «Usuario:».

    Attributes:
        actor: who the person is in it.
    """

    id: str
    description: str
    is_current: bool
    actor: "Actor | Citizen"

    @property
    def unread(self) -> int:
        """What waits unread in another post, asked only where it is shown; the menu counts the one in use."""
        if self.is_current or self.actor.is_citizen or self.actor.is_leaver:
            return 0
        return sum(count(self.actor) for count in _unread_counts)


@dataclass(frozen=True)
class Actor:
    """A person in an appointment.

    Attributes:
        is_leaver: the appointment ended; only own backup requests may be reached.
    """

    user: User
    appointment: Appointment
    is_leaver: bool = False

    is_system = False
    is_citizen = False

    @property
    def context_id(self) -> str:
        """What «Usuario:» and the session name it by."""
        return str(self.appointment.uuid)

    @property
    def is_delegate(self) -> bool:
        """Whether somebody else's appointment is acted in (subrogación): what is the titular's alone stays closed."""
        return self.user.pk != self.appointment.person_id

    @property
    def label(self) -> str:
        return f"{self.user.full_name}, {self._post}"

    @property
    def _post(self):
        return f"Salida — {self.appointment.title}" if self.is_leaver else self.position

    @property
    def position(self) -> str:
        """The post as acts and documents name it: «Director», «Director, Subrogante» or «Director, Encargado»."""
        return ", ".join(filter(None, [self.appointment.title, self.acting_note]))

    @property
    def position_in_words(self) -> str:
        """The post with its institution, as a sentence names it."""
        return f"{self.position}, {self.institution_name}"

    @property
    def acting_note(self) -> str:
        """In what quality the post is exercised, empty for its titular."""
        return "Subrogante" if self.is_delegate else self.appointment.acting_note

    @cached_property
    def charge(self) -> Charge | None:
        """The subrogación in force over the post in use: the one this deputy acts by, or that this titular gave."""
        if hasattr(self.appointment, "charge"):
            return Charge.of(self.appointment.charge)
        return Charge.of(_charge_over(self.appointment))

    @property
    def is_subrogated(self) -> bool:
        """Whether somebody acts in this person's post meanwhile: it may be read, not worked in."""
        return not self.is_delegate and self.charge is not None

    @property
    def closes_confidential(self) -> bool:
        """Whether confidential documents of the post are closed to this person, who only deputises in it."""
        return self.is_delegate and not (self.charge and self.charge.include_confidential)

    def require_hand(self, kind: str) -> None:
        """Refuse an act of a titular whose post is subrogated, and of a deputy who comes too late.

        Args:
            kind: of the Recorrido that would tell of it.

        Raises:
            NotAllowedNow: with the sentence of institutions §8.
        """
        if self.is_delegate:
            self._require_charge()
        elif kind in KEPT_FROM_TITULAR and self.charge:
            raise NotAllowedNow(self.charge.refusal)

    def _require_charge(self):
        """Asked anew: the subrogación may have ended since the page was made."""
        taken = Delegation.objects.filter(titular=self.appointment, acting__person=self.user)
        if taken.in_force().exists():
            return
        last = taken.filter(starts_at__lte=clock.statement_now()).order_by("-stops_at").first()
        raise NotAllowedNow(over(last.stops_at) if last else NOT_DEPUTY)

    @property
    def institution(self):
        return self.appointment.institution

    @property
    def institution_name(self) -> str:
        return self.appointment.institution.name

    @property
    def is_training(self) -> bool:
        return self.appointment.institution.is_training

    def identity(self) -> Identity:
        acting = self.charge.acting if self.is_delegate and self.charge else ""
        return Identity(self.user.pk, str(self.appointment.uuid), self.user.full_name, self.position,
                        self.appointment.area.name, acting)  # fmt: skip

    @cached_property
    def permissions(self) -> frozenset[str]:
        """Slugs of the catalogue this appointment holds."""
        if self.is_leaver:
            return frozenset()
        if hasattr(self.appointment, "granted"):
            held = frozenset(self.appointment.granted)
        else:
            held = frozenset(self.appointment.grants.values_list("permission", flat=True))
        return held - WITHHELD if self.is_delegate else held

    @property
    def chiefs(self) -> list[int]:
        """Appointments of the Jefes who share their Recibidos with this one (institutions §9)."""
        known = getattr(self.appointment, "chiefs", None)
        if known is not None:
            return known
        return list(SharedTray.objects.in_force().filter(member=self.appointment).values_list("chief", flat=True))

    def holds(self, permission: str) -> bool:
        return permission in self.permissions

    @cached_property
    def today(self) -> date:
        """The day in Guayaquil of the request this actor was made for."""
        return clock.day_at(getattr(self.appointment, "asked_at", None))

    def areas_for(self, permission: str) -> frozenset[int] | None:
        """Primary keys of the áreas a permission reaches, the lower ones too; None for the whole institution.

        A permission that is not held reaches no área (institutions §2, R8).
        """
        if not self.holds(permission):
            return frozenset()
        listed = set(self.appointment.grants.filter(permission=permission).values_list("areas", flat=True)) - {None}
        return with_lower_areas(self.institution, listed) if listed else None

    @cached_property
    def administered_areas(self) -> frozenset[int] | None:
        """The áreas this AIQ acts on, None for all of the institution (backups §1)."""
        return self.areas_for(ADMINISTER)

    @cached_property
    def contexts(self) -> list[Context]:
        """Every live context of the person, this one marked."""
        return [_context(candidate, self) for candidate in actors_of(self.user)]


@dataclass(frozen=True)
class Citizen:
    """A person outside every office: what she sent and what came to her, never what the office does with it."""

    user: User
    profile: CitizenProfile

    appointment = None
    institution = None
    institution_name = ""
    context_id = "ciudadano"
    is_citizen = True
    is_leaver = False
    is_delegate = False
    is_subrogated = False
    closes_confidential = False
    is_system = False
    is_training = False
    permissions: frozenset[str] = frozenset()

    @property
    def signs(self) -> bool:
        """Whether she may sign electronically what she sends («con firma electrónica»)."""
        return self.profile.kind == CitizenKind.SIGNED

    @property
    def label(self) -> str:
        return f"({'Ciu. con firma' if self.signs else 'Ciu.'}) {self.user.full_name}"

    @property
    def position_in_words(self) -> str:
        return "ciudadano"

    def identity(self) -> Identity:
        return Identity(self.user.pk, "", self.user.full_name, "Ciudadano", "")

    def holds(self, permission: str) -> bool:
        return self.signs and permission in OF_SIGNING_CITIZENS

    @cached_property
    def today(self) -> date:
        """The day in Guayaquil, asked once for the request this actor was made for."""
        return clock.today()

    @cached_property
    def contexts(self) -> list[Context]:
        """Every live context of the person, this one marked."""
        return [_context(candidate, self) for candidate in actors_of(self.user)]


def _charge_over(appointment):
    row = Delegation.objects.in_force().filter(titular=appointment).as_charges().first()
    return row and row["found"]


def _context(candidate, current):
    is_current = candidate.context_id == current.context_id
    if candidate.is_citizen:
        return Context(candidate.context_id, candidate.label, is_current, candidate)
    post, prefix = candidate.appointment, "(Salida)" if candidate.is_leaver else "(Serv.)"
    if candidate.is_delegate:
        words = (
            f"(Subr.) {candidate.user.full_name} / {post.institution.name} / {candidate.position} — {post.area.name}"
        )
        return Context(candidate.context_id, words, is_current, candidate)
    words = f"{prefix} {candidate.user.full_name} / {post.institution.name} / {post.area.name} / {post.title}"
    if candidate.is_training:
        words += f" / {PRACTICE}"
    return Context(candidate.context_id, words, is_current, candidate)


def with_lower_areas(institution, listed: set[int]) -> frozenset[int]:
    """The áreas ``listed`` (primary keys) and all below them, in one query."""
    children = defaultdict(list)
    for area, parent in Area.objects.filter(institution=institution).values_list("pk", "parent"):
        children[parent].append(area)
    found, waiting = set(), list(listed)
    while waiting:
        area = waiting.pop()
        if area not in found:
            found.add(area)
            waiting += children[area]
    return frozenset(found)


def actors_of(user) -> list[Actor | Citizen]:
    """The contexts a person may act in now: own posts, those of a subrogación, «Salida» ones, then as a citizen."""
    posts = posts_of(user)
    return posts + _as_citizen(user, posts)


def posts_of(user) -> list[Actor]:
    """The same without the citizen."""
    actors = sorted(
        (Actor(user, post) for post in _working_posts[settings.QUIPUX_ENVIRONMENT].ask(user.pk)),
        key=lambda actor: actor.is_delegate,
    )
    if actors and not actors[0].appointment.has_left:
        return actors
    ended = (appointment for provider in _leaver_providers for appointment in provider(user))
    return actors + [Actor(user, appointment, is_leaver=True) for appointment in ended
                     if environments.serves(appointment.institution.environment)]  # fmt: skip


def _working(person: int):
    """The posts the person of this key acts in now, with all that every page asks of them."""
    working = Appointment.objects.entered_by(person).working().with_names().with_permissions()
    return _with_what_pages_ask(working, person).select_related("person__citizen").order_by("starts_on", "pk")


# By the ambientes that are served; writing it took two fifths of a page.
_working_posts = defaultdict(lambda: RowsMould(_working, 1))


def _with_what_pages_ask(posts, user):
    """What every page asks, each of which would be a query of its own.

    ``has_left``: whether the person left some post; ``closed_areas``: those of the institution; ``suspended``: names of
    the institutions whose suspension closes a post of hers; ``ending``: of an AIQ, what of the institution ends soon.
    """
    left = Appointment.objects.filter(person=user, state=AppointmentState.INACTIVE)
    closed = Area.objects.filter(institution=OuterRef("institution"), is_active=False)
    pairs = ArraySubquery(closed.order_by("pk").values(pair=JSONObject(pk="pk", parent="parent")))
    moving = Exists(running_over(OuterRef("area")))
    return posts.annotate(has_left=Exists(left), closed_areas=pairs, area_moves=moving, suspended=_suspended(user),
                          ending=ending.of_aiq())  # fmt: skip


def _suspended(user):
    """Names of the institutions, one for each post of this person that their suspension closes (§5.2)."""
    rows = Appointment.objects.with_access().filter(person=user, state__in=AppointmentState.working())
    rows = rows.filter(institution__state=InstitutionState.SUSPENDED).order_by("institution__name", "pk")
    return ArraySubquery(rows.values("institution__name"))


def suspended_of(user) -> list[str]:
    """The same for who has no post that works."""
    return User.objects.filter(pk=user.pk).values_list(_suspended(user.pk), flat=True).get()


def _as_citizen(user, actors):
    """Who serves somewhere came with the profile in the same query; nobody is a citizen where all is practice."""
    if environments.is_practice():
        return []
    working = actors and not actors[0].is_leaver and not actors[0].is_delegate
    if working:
        person, suspended = actors[0].appointment.person, actors[0].appointment.suspended
    else:
        person = User.objects.select_related("citizen").annotate(suspended=_suspended(user.pk)).get(pk=user.pk)
        suspended = person.suspended
    profile = getattr(person, "citizen", None)
    if profile is not None:
        profile.suspended = suspended  # a context more of the same person: said there too
    return [Citizen(user, profile)] if profile and profile.state == CitizenState.ACTIVE else []


def resolve(user, chosen: str | None) -> Actor | Citizen | None:
    """The actor for the context ``chosen`` (its ``context_id``), else the first; None without any."""
    actors = actors_of(user)
    actor = next((a for a in actors if a.context_id == chosen), actors[0] if actors else None)
    if actor is not None:
        # «Usuario:» lists the same actors: kept here, since asking again costs every page two queries.
        vars(actor)["contexts"] = [_context(candidate, actor) for candidate in actors]
    return actor
