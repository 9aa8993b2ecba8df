"""What `institutions` copies to production: áreas, people with their permissions, lists, shared trays (institutions §12.9)."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.models import IdentityKind, User
from institutions.catalogue import AIQ, BY_SLUG
from institutions.implantation.parametrisation import Part, register
from institutions.implantation.services.activations import NOT_YET
from institutions.implantation.shapes import WrongShapeError, flag, many, one_of, optional, record, text, whole
from institutions.models import Appointment, Area, DistributionList, Grant, ListMember, Post, RoleTemplate, SharedTray
from institutions.states import AppointmentState
from quipux import clock

ALIVE = (AppointmentState.SCHEDULED, *AppointmentState.working())
# What only the SGE grants (26, 36, 101, 103 and those of the platform) is asked of the SGE again in production.
CARRIED = frozenset(slug for slug, one in BY_SLUG.items() if one.by == AIQ and not one.is_platform)
CODES = frozenset(BY_SLUG[slug].code for slug in CARRIED)
MOST_MEMBERS = 5_000
POST = ("name", "heading", "level")
SIGLA = text(20, least=1)
PLACE = many(text(200), 3)  # identity, sigla of the área, puesto: how a post is named outside the database


def _areas(institution):
    """From the root down, so that a parent is always known before its children."""
    rows = list(institution.areas.filter(is_active=True).select_related("parent", "archive_area").order_by("pk"))
    known, ordered = {None}, []
    while waiting := [row for row in rows if row.parent_id in known and row not in ordered]:
        ordered += waiting
        known |= {row.pk for row in waiting}
    return [{"sigla": row.sigla, "name": row.name, "city": row.city, "parent": row.parent.sigla if row.parent else None,
             "code": row.code, "email": row.email, "attached_name": row.attached_name,
             "attached_sigla": row.attached_sigla, "archive": active_sigla(row.archive_area)} for row in ordered]  # fmt: skip


def active_sigla(area: Area | None) -> str | None:
    """How a package names an área; one that was closed is named by nobody."""
    return area.sigla if area and area.is_active else None


def _check_areas(rows, package, institution):
    roots, known = [row for row in rows if row["parent"] is None], set()
    if len(roots) != 1 or rows[0] is not roots[0] or roots[0]["sigla"] != institution.areas.get(parent=None).sigla:
        raise WrongShapeError("Áreas: el paquete es de otra institución")
    for row in rows:
        if row["sigla"] in known or row["parent"] not in known | {None}:
            raise WrongShapeError("Áreas: una sigla se repite o un área está debajo de otra que no consta")
        known.add(row["sigla"])
    check_siglas([row["archive"] for row in rows], package, "Áreas")


def check_siglas(siglas, package, label: str) -> None:
    """Every área that a part names is one of the package; None is none.

    Raises:
        WrongShapeError: it is of somebody else.
    """
    known = {row["sigla"] for row in package.parts["areas"]}
    if any(sigla is not None and sigla not in known for sigla in siglas):
        raise WrongShapeError(f"{label}: un área no consta en el paquete")


def _load_areas(institution, rows, files):
    root = institution.areas.get(parent=None)
    found = {rows[0]["sigla"]: root}
    Area.objects.filter(pk=root.pk).update(**_own(rows[0]))
    for row in rows[1:]:
        found[row["sigla"]] = Area.objects.create(institution=institution, parent=found[row["parent"]],
                                                  sigla=row["sigla"], name=row["name"], **_own(row))  # fmt: skip
    for row in rows:
        if row["archive"]:
            Area.objects.filter(pk=found[row["sigla"]].pk).update(archive_area=found[row["archive"]])
    return len(rows)


def _own(row):
    return {name: row[name] for name in ("city", "code", "email", "attached_name", "attached_sigla")}


def _people(institution):
    posts = Appointment.objects.filter(institution=institution, state__in=ALIVE).with_names().order_by("pk")
    return [{"identity": post.person.identity_number, "kind": post.person.identity_kind,
             "given_names": post.person.given_names, "surnames": post.person.surnames,
             "academic_title": post.person.academic_title, "email": post.person.email, "area": post.area.sigla,
             "title": post.title, "heading": post.heading_title, "profile": post.profile, "work_email": post.work_email,
             "permissions": sorted(CARRIED.intersection(post.grants.values_list("permission", flat=True)))}
            for post in posts]  # fmt: skip


def _check_people(rows, package, institution):
    check_siglas([row["area"] for row in rows], package, "Servidores y permisos")
    for place, row in enumerate(rows, start=1):
        for address in filter(None, (row["email"], row["work_email"])):
            try:
                validate_email(address)
            except ValidationError as error:
                raise WrongShapeError(f"Servidores y permisos, elemento {place}: un correo no es válido") from error


def _load_people(institution, rows, files):
    """They arrive «Programado»; the AIQ, who is there already, is left as she is."""
    areas, made = {area.sigla: area for area in institution.areas.all()}, 0
    present = set(institution.appointments.values_list("person__identity_number", flat=True))
    people = _people_by_identity(rows)
    for row in rows:
        if row["identity"] in present:
            continue
        person = people.get(row["identity"]) or _new_person(row, people)
        post = Appointment.objects.create(
            person=person, institution=institution, area=areas[row["area"]], title=row["title"],
            heading_title=row["heading"], profile=row["profile"], work_email=row["work_email"], starts_on=NOT_YET)  # fmt: skip
        Grant.objects.bulk_create(Grant(appointment=post, permission=slug) for slug in row["permissions"])
        made += 1
    return made


def _people_by_identity(rows):
    """Who is known here already is left as she is, e-mail and names too (safety S-79)."""
    wanted = {row["identity"] for row in rows}
    return {one.identity_number: one for one in User.objects.filter(identity_number__in=wanted)}


def _new_person(row, people):
    names = {name: row[name] for name in ("given_names", "surnames", "academic_title", "email")}
    people[row["identity"]] = User.objects.create_user(row["identity"], identity_kind=row["kind"], **names)
    return people[row["identity"]]


def where(post: Appointment) -> list[str]:
    """How a package names a post."""
    return [post.person.identity_number, post.area.sigla, post.title]


def find(institution, place: list[str]) -> Appointment | None:
    """The post so named, or another of the same person."""
    identity, sigla, title = place
    posts = Appointment.objects.filter(institution=institution, person__identity_number=identity)
    return posts.filter(area__sigla=sigla, title=title).first() or posts.first()


def check_places(places, package, label: str) -> None:
    """Every post that a part names is of somebody of the package.

    Raises:
        WrongShapeError: it is of somebody else.
    """
    known = {row["identity"] for row in package.parts["people"]}
    if any(len(place) != 3 or place[0] not in known for place in places):
        raise WrongShapeError(f"{label}: una persona no consta en el paquete")


def _lists(institution):
    rows = DistributionList.objects.filter(institution=institution, is_active=True, is_public=True)
    return [{"name": row.name, "description": row.description, "alphabetical": row.is_alphabetical,
             "all_chiefs": row.includes_all_chiefs, "area": active_sigla(row.rule_area), "owner": where(row.owner),
             "members": [where(one.appointment) for one in row.members.filter(appointment__state__in=ALIVE)
                         .select_related("appointment__person", "appointment__area")]}
            for row in rows.filter(owner__state__in=ALIVE).select_related("owner__person", "owner__area", "rule_area")]  # fmt: skip


def _check_lists(rows, package, institution):
    check_siglas([row["area"] for row in rows], package, "Listas")
    check_places([place for row in rows for place in (row["owner"], *row["members"])], package, "Listas")


def _load_lists(institution, rows, files):
    for row in rows:
        area = institution.areas.filter(sigla=row["area"]).first() if row["area"] else None
        made = DistributionList.objects.create(
            institution=institution, owner=find(institution, row["owner"]), name=row["name"], is_public=True,
            description=row["description"], is_alphabetical=row["alphabetical"], includes_all_chiefs=row["all_chiefs"],
            rule_area=area)  # fmt: skip
        members = {post.pk: post for place in row["members"] if (post := find(institution, place))}
        ListMember.objects.bulk_create(ListMember(list=made, appointment=post, position=number)
                                       for number, post in enumerate(members.values(), start=1))  # fmt: skip
    return len(rows)


def _trays(institution):
    rows = SharedTray.objects.filter(chief__institution=institution, chief__state__in=ALIVE, member__state__in=ALIVE)
    names = rows.select_related("chief__person", "chief__area", "member__person", "member__area")
    return [{"chief": where(row.chief), "member": where(row.member)} for row in names]


def _load_trays(institution, rows, files):
    pairs = [(find(institution, row["chief"]), find(institution, row["member"])) for row in rows]
    SharedTray.objects.bulk_create(SharedTray(chief=chief, member=member, since=clock.now()) for chief, member in pairs)
    return len(pairs)


def _posts(institution):
    rows = Post.objects.filter(institution=institution, is_active=True).order_by("pk")
    return [{name: getattr(row, name) for name in POST} for row in rows]


def _load_posts(institution, rows, files):
    Post.objects.bulk_create(Post(institution=institution, **row) for row in rows)
    return len(rows)


def _roles(institution):
    rows = RoleTemplate.objects.filter(institution=institution, is_active=True).order_by("pk")
    return [{"name": row.name, "codes": sorted(CODES.intersection(row.codes))} for row in rows]


def _check_roles(rows, package, institution):
    """A template may give what the AIQ may: 26, 30, 35 and their like are nobody's to bring (safety S-87)."""
    for place, row in enumerate(rows, start=1):
        if not CODES.issuperset(row["codes"]):
            raise WrongShapeError(f"Plantillas de rol, elemento {place}: un permiso solo lo concede la SGE")


def _load_roles(institution, rows, files):
    RoleTemplate.objects.bulk_create(RoleTemplate(institution=institution, **row) for row in rows)
    return len(rows)


_AREA = record(sigla=SIGLA, name=text(200, least=1), city=text(80), parent=optional(SIGLA), code=text(20),
               email=text(254), attached_name=text(200), attached_sigla=text(10), archive=optional(SIGLA))  # fmt: skip
_PERSON = record(identity=text(20, least=5, pattern=r"[0-9A-Z-]+"), kind=one_of(IdentityKind.values), given_names=text(100, least=1),
                 surnames=text(100, least=1), academic_title=text(60), email=text(254), area=SIGLA,
                 title=text(200, least=1), heading=text(200), profile=one_of(Appointment.Profile.values),
                 work_email=text(254), permissions=many(one_of(CARRIED), len(CARRIED)))  # fmt: skip
_LIST = record(name=text(250, least=1), description=text(200), alphabetical=flag, all_chiefs=flag, area=optional(SIGLA),
               owner=PLACE, members=many(PLACE, MOST_MEMBERS))  # fmt: skip

# Each needs those before it.
register(Part("areas", "Áreas", _areas, _load_areas, _AREA, _check_areas))
register(Part("posts", "Catálogo de puestos", _posts, _load_posts,
              record(name=text(200, least=1), heading=text(200), level=whole(1, 100))))  # fmt: skip
register(Part("roles", "Plantillas de rol", _roles, _load_roles,
              record(name=text(80, least=1), codes=many(whole(1, 999), 100)), _check_roles))  # fmt: skip
register(Part("people", "Servidores y permisos", _people, _load_people, _PERSON, _check_people, needs=("areas",)))
register(Part("lists", "Listas", _lists, _load_lists, _LIST, _check_lists, needs=("people",)))
register(Part("trays", "Bandejas compartidas", _trays, _load_trays, record(chief=PLACE, member=PLACE),
              lambda rows, package, _: check_places([one for row in rows for one in row.values()], package,
                                                    "Bandejas compartidas"), needs=("people",)))  # fmt: skip
