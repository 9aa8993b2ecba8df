"""Finding people for De, Para and Copia (documents §6.1)."""

from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Q

from accounts.models import CitizenKind, User
from documents.composing import people
from institutions.charges import Charge
from institutions.models import Appointment, Area, Grant, Institution
from institutions.states import InstitutionState
from quipux import clock

MOST = 300
CUT = f"Hay más de {MOST} resultados; se muestran los {MOST} primeros. Escriba más palabras o elija la institución."


@dataclass(frozen=True)
class Row:
    """One result of the picker, in words."""

    key: str
    kind: str
    name: str
    identity: str
    institution: str
    academic_title: str
    post: str
    area: str
    email: str
    use: str
    signs: bool
    may_be_sender: bool


def search(actor, wanted: dict, *, from_outside: bool = False) -> tuple[list[Row], bool]:
    """People who fulfil every filter, and whether there were more than are shown.

    Args:
        wanted: cleaned data of PickerForm.
        from_outside: whether De is who wrote to the institution, instead of somebody of it.
    """
    rows = []
    if wanted["usuarios"] != "ciudadano":
        for post in _servants(actor, wanted)[: MOST + 1]:
            rows += _both(post, _servant(post, actor, from_outside))
    if wanted["usuarios"] != "servidor" and not (wanted["institucion"] or wanted["area"]):
        rows += [_citizen(person, from_outside) for person in _citizens(actor, wanted)[: MOST + 1 - len(rows)]]
    return rows[:MOST], len(rows) > MOST


def _both(post, row) -> list[Row]:
    """A post under subrogación is offered as titular and as subrogante; both lead to the same tray (documents §6.1)."""
    charge = Charge.of(post.charge)
    if charge is None:
        return [row]
    deputy = replace(row, name=charge.name, identity="", academic_title="", post=f"{row.post}, Subrogante",
                     may_be_sender=False)  # fmt: skip
    return [replace(row, post=f"{row.post} (Subrogado)"), deputy]


def _servants(actor, wanted):
    found = people.active_servants(actor).with_charge().annotate(
        signs=Exists(Grant.objects.filter(appointment=OuterRef("pk"), permission="sign_electronically")))  # fmt: skip
    if wanted["institucion"]:
        found = found.filter(institution__uuid=wanted["institucion"])
    if wanted["area"]:
        found = found.filter(area=wanted["area"])
    for word in wanted["texto"].split():
        found = found.filter(_says(word, "person__") | Q(title__unaccent__icontains=word)
                             | Q(work_email__icontains=word) | Q(institution__name__unaccent__icontains=word)
                             | Q(institution__sigla__iexact=word))  # fmt: skip
    return found.order_by("person__surnames", "person__given_names", "pk")


def _citizens(actor, wanted):
    found = people.citizens(actor)
    for word in wanted["texto"].split():
        company = Q(citizen__company__unaccent__icontains=word) | Q(citizen__other_document=word)
        found = found.filter(_says(word, "") | company)
    # Without a word the list of everybody would say who exists.
    return (
        found.select_related("citizen").order_by("surnames", "given_names", "pk") if wanted["texto"] else found.none()
    )


def _says(word, prefix):
    names = Q(**{f"{prefix}given_names__unaccent__icontains": word}) | Q(
        **{f"{prefix}surnames__unaccent__icontains": word}
    )
    mail = Q(**{f"{prefix}email__icontains": word}) & Q(**{f"{prefix}email_verified_at__isnull": False})
    return names | mail | Q(**{f"{prefix}identity_number": word})


def _servant(post, actor, from_outside):
    return Row(f"{people.SERVANT}:{post.uuid}", "Serv.", post.person.full_name, masked(post.person.identity_number),
               post.institution.name, post.person.academic_title, post.title, post.area.name,
               post.work_email or post.person.verified_email, last_use(post.person), post.signs,
               (post.institution_id == actor.institution.pk) != from_outside)  # fmt: skip


def _citizen(person, from_outside):
    profile = getattr(person, "citizen", None)
    company, post = (profile.company, profile.post) if profile else ("", "")
    signs = profile is not None and profile.kind == CitizenKind.SIGNED
    return Row(f"{people.CITIZEN}:{person.uuid}", "Ciu.", person.full_name, masked(person.identity_number), company,
               person.academic_title, post, "", person.verified_email, last_use(person), signs, from_outside)  # fmt: skip


def masked(identity: str) -> str:
    """«06029•••••»: the first five characters."""
    return identity[:5] + "•" * max(len(identity) - 5, 0)


def last_use(person: User) -> str:
    """*Uso*: days since the last login, in words."""
    if person.last_login is None:
        return "Nunca ha ingresado"
    days = (clock.today() - clock.local(person.last_login).date()).days
    return {0: "Hoy", 1: "Ayer"}.get(days, f"Hace {days} días")


def institution_choices(actor) -> list[tuple[str, str]]:
    rows = Institution.objects.filter(environment=actor.institution.environment, state=InstitutionState.ACTIVE)
    return [(str(one.uuid), one.name) for one in rows.order_by("name")]


def area_choices(institution) -> list[tuple[str, str]]:
    """The open áreas of an institution as a tree: each below its parent, indented."""
    children = {}
    for area in Area.objects.filter(institution=institution, is_active=True).order_by("name"):
        children.setdefault(area.parent_id, []).append(area)
    found, waiting = [], [(area, 0) for area in reversed(children.get(None, []))]
    while waiting:
        area, depth = waiting.pop()
        found.append((str(area.pk), f"{'— ' * depth}{area.name}"))
        waiting += [(child, depth + 1) for child in reversed(children.get(area.pk, []))]
    return found


def described(keys, actor) -> list[dict]:
    """The chosen people in their order, in words, marked where a document does not reach them any more."""
    known = people.found(keys, actor)
    return [_in_words(key, known[key]) for key in keys if key in known]


def _in_words(key, somebody):
    if isinstance(somebody, Appointment):
        post = ", ".join(filter(None, (somebody.title, somebody.area.name, somebody.institution.name)))
        name = somebody.person.full_name
    else:
        company = somebody.citizen.company if hasattr(somebody, "citizen") else ""
        post, name = ", ".join(filter(None, ("Ciudadano", company))), somebody.full_name
    active = people.is_active(somebody)
    return {"key": key, "name": name, "post": post, "inactive": "" if active else people.inactive_message(name)}
