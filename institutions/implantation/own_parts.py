"""What `institutions` copies to production: áreas, people with their permissions, lists, shared trays (institutions §12.9)."""

from accounts.models import User
from institutions.implantation.parametrisation import Part, register
from institutions.implantation.services.activations import NOT_YET
from institutions.models import Appointment, Area, DistributionList, Grant, ListMember, SharedTray
from institutions.states import AppointmentState
from quipux import clock

ALIVE = (AppointmentState.SCHEDULED, *AppointmentState.working())


def _areas(institution):
    """From the root down, so that a parent is always known before its children."""
    rows = list(institution.areas.filter(is_active=True).select_related("parent").order_by("pk"))
    known, ordered = {None}, []
    while waiting := [row for row in rows if row.parent_id in known and row not in ordered]:
        ordered += waiting
        known |= {row.pk for row in waiting}
    return [{"sigla": row.sigla, "name": row.name, "city": row.city, "parent": row.parent.sigla if row.parent else None}
            for row in ordered]  # fmt: skip


def _load_areas(institution, rows):
    found = {None: None}
    for row in rows:
        if row["parent"] is None:
            root = institution.areas.get(parent=None)
            Area.objects.filter(pk=root.pk).update(city=row["city"])
            found[row["sigla"]] = root
        else:
            found[row["sigla"]] = Area.objects.create(institution=institution, parent=found[row["parent"]],
                                                      sigla=row["sigla"], name=row["name"], city=row["city"])  # fmt: skip
    return len(rows)


def _people(institution):
    posts = Appointment.objects.filter(institution=institution, state__in=ALIVE).with_names().order_by("pk")
    return [{"identity": post.person.identity_number, "area": post.area.sigla, "title": post.title,
             "heading": post.heading_title, "profile": post.profile, "work_email": post.work_email,
             "permissions": sorted(post.grants.values_list("permission", flat=True))}
            for post in posts]  # fmt: skip


def _load_people(institution, rows):
    """They arrive «Programado»; the AIQ, who is there already, is left as she is."""
    areas, made = {area.sigla: area for area in institution.areas.all()}, 0
    present = set(institution.appointments.values_list("person__identity_number", flat=True))
    people = _people_by_identity(rows)
    for row in rows:
        if row["identity"] in present:
            continue
        post = Appointment.objects.create(
            person=people[row["identity"]], institution=institution, area=areas[row["area"]], title=row["title"],
            heading_title=row["heading"], profile=row["profile"], work_email=row["work_email"], starts_on=NOT_YET)  # fmt: skip
        Grant.objects.bulk_create(Grant(appointment=post, permission=slug) for slug in row["permissions"])
        made += 1
    return made


def _people_by_identity(rows):
    wanted = {row["identity"] for row in rows}
    return {one.identity_number: one for one in User.objects.filter(identity_number__in=wanted)}


def _where(post):
    return [post.person.identity_number, post.area.sigla, post.title]


def _find(institution, where):
    identity, sigla, title = where
    posts = Appointment.objects.filter(institution=institution, person__identity_number=identity)
    return posts.filter(area__sigla=sigla, title=title).first() or posts.first()


def _lists(institution):
    rows = DistributionList.objects.filter(institution=institution, is_active=True, is_public=True)
    return [{"name": row.name, "description": row.description, "alphabetical": row.is_alphabetical,
             "all_chiefs": row.includes_all_chiefs, "area": row.rule_area.sigla if row.rule_area else None,
             "owner": _where(row.owner), "members": [_where(one.appointment) for one in row.members.select_related(
                 "appointment__person", "appointment__area")]}
            for row in rows.select_related("owner__person", "owner__area", "rule_area")]  # fmt: skip


def _load_lists(institution, rows):
    for row in rows:
        area = institution.areas.filter(sigla=row["area"]).first() if row["area"] else None
        made = DistributionList.objects.create(
            institution=institution, owner=_find(institution, row["owner"]), name=row["name"], is_public=True,
            description=row["description"], is_alphabetical=row["alphabetical"], includes_all_chiefs=row["all_chiefs"],
            rule_area=area)  # fmt: skip
        members = [_find(institution, where) for where in row["members"]]
        ListMember.objects.bulk_create(ListMember(list=made, appointment=post, position=number)
                                       for number, post in enumerate(filter(None, members), start=1))  # fmt: skip
    return len(rows)


def _trays(institution):
    rows = SharedTray.objects.filter(chief__institution=institution).select_related(
        "chief__person", "chief__area", "member__person", "member__area")  # fmt: skip
    return [{"chief": _where(row.chief), "member": _where(row.member)} for row in rows]


def _load_trays(institution, rows):
    pairs = [(_find(institution, row["chief"]), _find(institution, row["member"])) for row in rows]
    SharedTray.objects.bulk_create(SharedTray(chief=chief, member=member, since=clock.now()) for chief, member in pairs)
    return len(pairs)


# Each needs those before it.
register(Part("areas", "Áreas", _areas, _load_areas))
register(Part("people", "Servidores y permisos", _people, _load_people))
register(Part("lists", "Listas", _lists, _load_lists))
register(Part("trays", "Bandejas compartidas", _trays, _load_trays))
