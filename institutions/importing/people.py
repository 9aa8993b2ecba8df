"""Rows of people: judged one by one and against each other, then stored together (institutions §10.1)."""

from collections import Counter

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts import activation
from accounts.finding import key_of
from accounts.identity import InvalidIdentity, clean, validate_cedula, validate_country, validate_passport
from accounts.models import IdentityKind, User
from institutions import history
from institutions.catalogue import BY_CODE
from institutions.importing.directory import Directory
from institutions.importing.findings import EXISTS, FORMULA, Finding
from institutions.importing.reading import Row
from institutions.models import Appointment, AppointmentTerm, Grant
from institutions.people import telling, work_email
from institutions.people.rules import SECOND_CHIEF
from institutions.permissions import templates
from institutions.permissions.granting import may_grant
from quipux import clock
from quipux.workflow import Entry, Move, Step, perform_many

PROFILES = {"": "normal", "N": "normal", "J": "jefe"}
CERTIFICATES = {label.lower(): value for value, label in Appointment.Certificate.choices} | {"": ""}
KEPT = "La persona ya existe: conserva su identidad, su correo y su contraseña."
LENGTHS = {"nombres": 100, "apellidos": 100, "titulo": 60, "puesto": 200, "puesto_cabecera": 200, "sumilla": 5,
           "telefono": 30, "ext": 10, "celular": 30, "ciudad": 80}  # fmt: skip


def identity_of(values: dict) -> tuple[str, str, bool]:
    """The canonical number of a row, the country of a passport, and whether a lost zero was put back.

    Raises:
        InvalidIdentity: it is none.
    """
    if values["tipo_identificacion"].upper() == "P":
        return validate_passport(values["cedula"]), validate_country(values["pais_pasaporte"]), False
    number = clean(values["cedula"])
    completed = len(number) == 9 and number.isdigit()
    return validate_cedula(f"0{number}" if completed else number), "", completed


def numbers_of(rows: list[Row]) -> set[str]:
    """Identity numbers of the rows that have one."""
    found = set()
    for row in rows:
        try:
            found.add(identity_of(row.values)[0])
        except InvalidIdentity:
            continue
    return found


def judge(rows: list[Row], directory: Directory, actor) -> list[Finding]:
    """One finding for each row, nothing stored."""
    roles = templates.templates_of(actor.institution)
    findings = [_judge_one(row, directory, roles, actor) for row in rows]
    _compare(findings, directory)
    return findings


def _judge_one(row, directory, roles, actor):
    finding, values = Finding(row.line), row.values
    for name in row.formulas:
        finding.refuse(name, values[name], FORMULA)
    if finding.notes:
        return finding
    for name, most in LENGTHS.items():
        if len(values[name]) > most:
            finding.refuse(name, values[name], f"El máximo es {most} caracteres.")
    number, country = _identity(finding, values)
    area = directory.areas.get(values["area_sigla"].upper())
    if area is None:
        finding.refuse("area_sigla", values["area_sigla"], "No hay un área activa con esa sigla a su alcance.")
    if not values["puesto"]:
        finding.refuse("puesto", "", "Falta el puesto.")
    person = directory.people.get(key_of(number, country))
    values["ciudad"] = finding.spell("ciudad", values["ciudad"], directory.cities)
    if person is None:  # who exists keeps her title
        values["titulo"] = finding.spell("titulo", values["titulo"], directory.titles)
    _new_person(finding, values, person)
    _choices(finding, values, roles, actor)
    if finding.status != "error":
        finding.data = _data(values, number, country, person, area, roles)
    return finding


def _identity(finding, values):
    try:
        number, country, completed = identity_of(values)
    except InvalidIdentity as error:
        finding.refuse("cedula", values["cedula"], f"{error}.")
        return "", ""
    if completed:
        finding.warn("cedula", values["cedula"], f"Se completó con un cero a la izquierda: {number}.")
    return number, country


def _new_person(finding, values, person):
    if person is not None:
        if values["correo"] and values["correo"].lower() != person.email.lower():
            finding.warn("correo", values["correo"], KEPT)
        return
    for name in ("nombres", "apellidos", "correo"):
        if not values[name]:
            finding.refuse(name, "", "Falta, y la persona no existe.")
    for name in ("correo", "correo_trabajo"):
        if values[name]:
            _check_address(finding, name, values[name])


def _check_address(finding, name, address):
    try:
        validate_email(address)
    except ValidationError:
        finding.refuse(name, address, "No es una dirección de correo.")


def _choices(finding, values, roles, actor):
    if values["perfil"].upper() not in PROFILES:
        finding.refuse("perfil", values["perfil"], "Escriba N (Normal) o J (Jefe).")
    if values["certificado"].lower() not in CERTIFICATES:
        finding.refuse("certificado", values["certificado"], "Escriba Token, Archivo, Biométrico o Sin certificado.")
    role = values["plantilla_rol"]
    if role and role not in roles:
        finding.refuse("plantilla_rol", role, "No existe esa plantilla de rol.")
    elif role and not all(may_grant(BY_CODE[code], actor) and not BY_CODE[code].takes_areas for code in roles[role]):
        finding.refuse("plantilla_rol", role, "La plantilla tiene permisos que usted no puede otorgar de esta manera.")


def _data(values, number, country, person, area, roles):
    kind = IdentityKind.PASSPORT if values["tipo_identificacion"].upper() == "P" else IdentityKind.CEDULA
    role = values["plantilla_rol"]
    return {
        "number": key_of(number, country), "person": person, "area": area,
        "identity": {"identity_number": number, "identity_kind": kind, "passport_country": country,
                     "given_names": values["nombres"], "surnames": values["apellidos"],
                     "academic_title": values["titulo"], "email": values["correo"]},
        "post": {"title": values["puesto"], "heading_title": values["puesto_cabecera"] or values["puesto"],
                 "profile": PROFILES[values["perfil"].upper()], "initials": values["sumilla"],
                 "work_email": values["correo_trabajo"], "phone": values["telefono"], "extension": values["ext"],
                 "mobile": values["celular"], "city": values["ciudad"],
                 "certificate": CERTIFICATES[values["certificado"].lower()]},
        "slugs": [BY_CODE[code].slug for code in roles[role]] if role else [],
    }  # fmt: skip


def _compare(findings, directory):
    """Rows against the directory and against each other."""
    ready = [f for f in findings if f.data]
    chiefs = Counter(
        f.data["area"].pk for f in ready if f.data["post"]["profile"] == "jefe" and not _exists(f, directory)
    )
    seen = set()
    for finding in ready:
        data = finding.data
        key = (data["number"], data["area"].pk, data["post"]["title"])
        if _exists(finding, directory):
            finding.warn("puesto", data["post"]["title"], EXISTS)
        elif key in seen:
            finding.refuse(
                "puesto", data["post"]["title"], "Otra fila del archivo tiene la misma persona, área y puesto."
            )
        elif data["post"]["profile"] == "jefe" and data["area"].pk in directory.chiefs:
            finding.refuse("perfil", "J", SECOND_CHIEF)
        elif data["post"]["profile"] == "jefe" and chiefs[data["area"].pk] > 1:
            finding.refuse("perfil", "J", "El archivo nombra a más de un Jefe del área.")
        seen.add(key)
        if finding.status == "error" or _exists(finding, directory):
            finding.data = None


def _exists(finding, directory):
    data = finding.data
    person = data["person"]
    return person is not None and (person.pk, data["area"].pk, data["post"]["title"]) in directory.alive


# Storing ----------------------------------------------------------------------------------------------


def store(findings: list[Finding], *, actor) -> int:
    """Create what was judged good, in the caller's transaction, in a constant number of statements but for the mails.

    Returns:
        How many posts were created.
    """
    wanted = [finding.data for finding in findings if finding.data]
    people, fresh = _people(wanted)
    today = clock.today()
    posts = Appointment.objects.bulk_create([
        Appointment(person=people[data["number"]], area=data["area"], institution=actor.institution, starts_on=today,
                    **data["post"]) for data in wanted])  # fmt: skip
    AppointmentTerm.objects.bulk_create(
        AppointmentTerm(appointment=post, area_id=post.area_id, title=post.title, heading_title=post.heading_title,
                        profile=post.profile, starts_on=today) for post in posts)  # fmt: skip
    Grant.objects.bulk_create(Grant(appointment=post, permission=slug, granted_by=actor.user, reason="Importación")
                              for post, data in zip(posts, wanted, strict=True) for slug in data["slugs"])  # fmt: skip
    perform_many([Step(Move(post, "activate"), [Entry(history.CREATED, comment="Importación")]) for post in posts],
                 actor=actor)  # fmt: skip
    _tell(posts, fresh, actor)
    return len(posts)


def _people(wanted):
    """Everybody by number, and the numbers of who is new; an existing person is left as she is."""
    known = {data["number"]: data["person"] for data in wanted if data["person"]}
    new = {data["number"]: data["identity"] for data in wanted if not data["person"]}
    closed = make_password(None)
    made = User.objects.bulk_create([User(password=closed, **identity) for identity in new.values()])
    return known | {key_of(user.identity_number, user.passport_country): user for user in made}, set(new)


def _tell(posts, fresh, actor):
    invited = set()
    for post in posts:
        work_email.ask(post)
        number = key_of(post.person.identity_number, post.person.passport_country)
        if number not in fresh:
            telling.tell(post, telling.NEW_POST)
        elif number not in invited:
            activation.send_activation(post.person, by=actor)
            invited.add(number)
