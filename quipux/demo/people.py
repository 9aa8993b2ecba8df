"""The invented office: two institutions and one account per role (contract §5)."""

from dataclasses import dataclass, fields
from datetime import date

from django.contrib.auth.models import Group

from accounts.models import CitizenKind, CitizenOrigin, CitizenProfile, CredentialState, Role, User
from institutions import services
from institutions.actors import Actor, Operator
from institutions.models import Appointment, Area, Grant
from institutions.states import Environment
from quipux import clock
from quipux.history.recorder import SYSTEM

FIRST_DAY = date(2016, 1, 4)
# Permissions of each role, as its template grants them (institutions §3).
SERVANT = ("create_outgoing", "sign_electronically")
CHIEF = ("create_outgoing", "sign_electronically", "public_user", "reports", "act_on_reassigned", "receive_directed_external",
         "receive_citizen_documents")  # fmt: skip
SECRETARY = ("create_outgoing", "public_user", "print_dispatch", "consult_area_documents", "use_physical_archive")
DESK = ("create_outgoing", "register_incoming", "digitise", "print_dispatch", "see_institution_basic",
        "process_citizen_documents", "create_citizens")  # fmt: skip
AIQ = (
    "administer",
    "institutional_admin",
    "create_outgoing",
    "inform_all",
    "manage_virtual_folders",
    "manage_public_lists",
    "reports",
)


@dataclass
class Cast:
    """Everybody of the story, each as an actor in the own post; the citizens without one as people."""

    ana: Actor
    bruno: Actor
    carla: Actor
    diego: Actor
    elsa: Actor
    luis: Actor
    marta: Actor
    rosa: Actor
    sofia: Operator
    gina: User
    hugo: User

    def all(self):
        return [(field.name, getattr(self, field.name)) for field in fields(self)]


def create(password_hash: str) -> Cast:
    """Create institutions, áreas, people and appointments; everybody has the same password."""
    ministry, archive = _institutions()
    root = ministry.areas.get(parent=None)
    digital = _area(ministry, root, "Subsecretaría de Servicios Digitales", "SSD")
    management = _area(ministry, digital, "Dirección de Gestión Documental", "DGD")
    reception = _area(ministry, root, "Dirección Administrativa", "DA")
    foreign = _area(archive, archive.areas.get(parent=None), "Dirección de Archivo Intermedio", "DAI")

    def person(number, given, surnames, title, email):
        return User.objects.create(identity_number=number, given_names=given, surnames=surnames, academic_title=title,
                                   email=email, email_verified_at=clock.now(), password=password_hash,
                                   credential=CredentialState.ACTIVE)  # fmt: skip

    def servant(user, area, title, permissions=(), profile="normal", email=""):
        post = services.appoint(user, area, title=title, starts_on=FIRST_DAY, actor=SYSTEM, profile=profile,
                                work_email=email, work_email_verified_at=clock.now() if email else None)  # fmt: skip
        Grant.objects.bulk_create(Grant(appointment=post, permission=slug) for slug in permissions)
        return Actor(user, Appointment.objects.with_names().get(pk=post.pk))

    cast = Cast(
        ana=servant(person("1710034065", "Ana Lucía", "Torres Ñáñez", "Ing.", "ana.torres@correo.example"), management,
                    "Especialista de Gestión Documental", SERVANT, email="ana.torres@msd.example"),
        bruno=servant(person("0602922924", "Bruno", "Cevallos Ortiz", "Mgs.", "bruno.cevallos@correo.example"), management,
                      "Director de Gestión Documental", CHIEF, profile="jefe"),
        carla=servant(person("0100000017", "Carla", "Andrade Peña", "Dra.", "carla.andrade@correo.example"), foreign,
                      "Directora de Archivo Intermedio", CHIEF, profile="jefe"),
        diego=servant(person("2400000002", "Diego", "Yánez Mora", "Ing.", "diego.yanez@correo.example"), reception,
                      "Administrador Institucional Quipux", AIQ),
        elsa=servant(person("3000000004", "Elsa", "Guamán Quishpe", "Srta.", "elsa.guaman@correo.example"), reception,
                     "Asistente de Ventanilla", DESK),
        luis=servant(person("0950000000", "Luis", "Paredes Vaca", "Lcdo.", "luis.paredes@correo.example"), management,
                     "Analista de Archivo", SERVANT),
        marta=servant(person("1710034073", "Marta", "Espín Jácome", "Ab.", "marta.espin@correo.example"), digital,
                      "Subsecretaria de Servicios Digitales", CHIEF, profile="jefe"),
        rosa=servant(person("1700000019", "Rosa Elena", "Lema Chango", "Sra.", "rosa.lema@correo.example"), management,
                     "Secretaria de Gestión Documental", SECRETARY),
        sofia=_operator(password_hash),
        gina=person("0926687856", "Gina", "Salazar León", "Sra.", "gina.salazar@correo.example"),
        hugo=person("1713175071", "Hugo", "Benítez Ruiz", "Sr.", "hugo.benitez@correo.example"),
    )  # fmt: skip
    _citizens(cast)
    return cast


def _citizens(cast):
    """Gina reads what is hers; Hugo also signs what he writes."""
    for person, kind in ((cast.gina, CitizenKind.UNSIGNED), (cast.hugo, CitizenKind.SIGNED)):
        CitizenProfile.objects.create(person=person, kind=kind, city="Quito, D.M.", origin=CitizenOrigin.WINDOW)


def _institutions():
    ministry = services.create_institution(
        name="Ministerio de Servicios Digitales", sigla="MSD", ruc="1760001550001", environment=Environment.PRODUCTION,
        address="Av. Amazonas N24-196 y Luis Cordero", phone="(02) 200-0000", farewell="DIOS, PATRIA Y LIBERTAD")  # fmt: skip
    archive = services.create_institution(
        name="Secretaría Nacional de Archivos", sigla="SNA", ruc="1768152560001", environment=Environment.PRODUCTION,
        address="Av. 10 de Agosto N11-539", phone="(02) 200-0100")  # fmt: skip
    return ministry, archive


def _area(institution, parent, name, sigla):
    return Area.objects.create(institution=institution, parent=parent, name=name, sigla=sigla, city=institution.city)


def _operator(password_hash):
    user = User.objects.create(identity_number="0940000227", given_names="Sofía", surnames="Rivera Cueva",
                               email="sofia.rivera@correo.example", email_verified_at=clock.now(), is_staff=True,
                               password=password_hash, credential=CredentialState.ACTIVE)  # fmt: skip
    user.groups.set(Group.objects.filter(name__in=[role.value for role in Role]))  # one person on duty, every role
    return Operator(user)
