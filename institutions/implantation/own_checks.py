"""The automatic items about the institution, its áreas, people and permissions (institutions §12.6, groups A–D and P)."""

from django.db.models import Count, F, Q

from accounts.identity import InvalidIdentity, validate_cedula, validate_ruc
from accounts.models import IdentityKind
from institutions.implantation.checks import Finding, at_least_one, none_of, register, run
from institutions.models import Appointment
from institutions.states import AppointmentState

SHARE = 0.95  # of the declared people
ACTIVATED = 0.80  # of the first passwords
OF_WINDOW = ("register_incoming", "see_institution_basic", "create_citizens", "digitise")  # 28, 5, 16, 13
IN_PRODUCTION = tuple("ABCDEF")


def _areas(institution):
    return institution.areas.filter(is_active=True)


def _posts(institution):
    alive = (AppointmentState.SCHEDULED, *AppointmentState.working())
    return Appointment.objects.filter(institution=institution, state__in=alive)


@register("PS-A1")
def complete_data(institution, case):
    missing = [label for label, value in (("nombre", institution.name), ("sigla", institution.sigla),
               ("teléfono", institution.phone), ("dirección", institution.address)) if not value]  # fmt: skip
    try:
        validate_ruc(institution.ruc)
    except InvalidIdentity:
        missing.append("RUC válido")
    return Finding(not missing, f"Falta: {', '.join(missing)}" if missing else "Datos completos")


@register("PS-A3")
def verified_mailbox(institution, case):
    verified = institution.support_email_verified_at is not None
    return Finding(verified, institution.support_email if verified else "Sin correo confirmado")


@register("PS-B1")
def structure(institution, case):
    active, declared = _areas(institution).count(), case.declared_areas or 1
    return Finding(active >= declared, f"{active} de {declared} áreas declaradas")


@register("PS-B2")
def siglas(institution, case):
    areas = _areas(institution)
    repeated = areas.values("sigla").annotate(times=Count("pk")).filter(times__gt=1).count()
    return none_of(areas.filter(sigla__contains=" ").count() + repeated, "siglas con espacios o repetidas")


@register("PS-B3")
def tree(institution, case):
    lost = _areas(institution).filter(
        Q(city="") | Q(parent__isnull=True) & ~Q(pk=institution.areas.get(parent=None).pk)
    )
    return none_of(lost.count() + _in_a_circle(institution), "áreas sin ciudad, sin área padre o en ciclo")


def _in_a_circle(institution):
    """Áreas from which no walk upwards reaches the root."""
    parents = dict(institution.areas.values_list("pk", "parent"))

    def reaches(area):
        seen = set()
        while area is not None and area not in seen:
            seen.add(area)
            area = parents.get(area)
        return area is None

    return sum(not reaches(area) for area in parents)


@register("PS-B4")
def chiefs(institution, case):
    led = _posts(institution).filter(profile=Appointment.Profile.CHIEF).values("area")
    return none_of(_areas(institution).exclude(pk__in=led).count(), "áreas sin jefe")


@register("PS-C1")
def people(institution, case):
    created, declared = _posts(institution).count(), case.declared_people or 1
    return Finding(
        created >= declared * SHARE, f"{created} de {declared} servidores declarados ({created * 100 // declared} %)"
    )


@register("PS-C2")
def identities(institution, case):
    posts = _posts(institution)
    numbers = posts.filter(person__identity_kind=IdentityKind.CEDULA).values_list("person__identity_number", flat=True)
    repeated = posts.values("person", "area", "title").annotate(times=Count("pk")).filter(times__gt=1).count()
    return none_of(sum(not _is_cedula(number) for number in numbers) + repeated, "cédulas no válidas o repetidas")


def _is_cedula(number):
    try:
        validate_cedula(number)
    except InvalidIdentity:
        return False
    return True


@register("PS-C3")
def work_mails(institution, case):
    domains = tuple(f"@{domain}" for domain in institution.mail_domains.lower().split())
    mails = (mail.lower() for mail in _posts(institution).values_list("work_email", flat=True))
    wrong = sum(not mail or (bool(domains) and not mail.endswith(domains)) for mail in mails)
    return none_of(wrong, "puestos sin correo institucional de un dominio declarado")


@register("PS-C4")
def titles(institution, case):
    return none_of(
        _posts(institution).filter(Q(title="") | Q(heading_title="")).count(), "puestos sin título o cabecera"
    )


@register("PS-C5")
def academic_titles(institution, case):
    return none_of(_posts(institution).filter(person__academic_title="").count(), "servidores sin título académico")


@register("PS-C6")
def with_area(institution, case):
    return none_of(_posts(institution).exclude(area__institution=F("institution")).count(), "servidores sin área")


def _holding(institution, *permissions):
    posts = _posts(institution)
    for permission in permissions:
        posts = posts.filter(grants__permission=permission)
    return posts


@register("PS-D1")
def window(institution, case):
    return at_least_one(_holding(institution, *OF_WINDOW).count(), "usuarios de bandeja de entrada")


@register("PS-D2")
def signing_chiefs(institution, case):
    bosses = _posts(institution).filter(profile=Appointment.Profile.CHIEF)
    signing = bosses.filter(grants__permission="sign_electronically").exclude(certificate=Appointment.Certificate.NONE)
    return none_of(bosses.count() - signing.count(), "jefes sin firma electrónica o sin tipo de certificado")


@register("PS-D3")
def reachable(institution, case):
    inhabited = _areas(institution).filter(pk__in=_posts(institution).values("area"))
    reached = _holding(institution, "public_user").values("area")
    return none_of(inhabited.exclude(pk__in=reached).count(), "áreas con personas y sin «Usuario Público»")


@register("PS-D4")
def citizens_letters(institution, case):
    receivers = _holding(institution, "receive_citizen_documents").count()
    clerks = _holding(institution, "process_citizen_documents").count()
    return Finding(bool(receivers and clerks), f"{receivers} receptores y {clerks} que tramitan")


@register("PS-D5")
def skipping(institution, case):
    count = _holding(institution, "skip_structure").count()
    return Finding(count <= 1, f"{count} con «Omitir estructura orgánica»")


@register("PS-P1")
def again_in_production(institution, case):
    """Groups A to F once more, in the institution of production."""
    codes = case.items.filter(is_automatic=True, is_production=False).values_list("code", flat=True)
    red = [code for code in codes if code[3] in IN_PRODUCTION and not run(code, institution, case).is_green]
    return Finding(not red, f"Falta: {', '.join(red)}" if red else "Grupos A a F cumplidos")


@register("PS-P3")
def first_passwords(institution, case):
    posts = _posts(institution)
    everybody = posts.values("person").distinct().count()
    entered = posts.filter(person__last_login__isnull=False).values("person").distinct().count()
    return Finding(everybody > 0 and entered >= everybody * ACTIVATED, f"{entered} de {everybody} personas")
