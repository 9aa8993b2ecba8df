"""An implantation that goes on in the other deployment (institutions §12.8): the approved case travels in its package.

Where training is a deployment of its own it keeps the request, the courses and the verification; that of production
receives the approved case and has T20 and T21. Each keeps its own half of the Recorrido.
"""

from dataclasses import replace
from datetime import date

from django.db import IntegrityError, transaction

from accounts.identity import Doubtful, InvalidIdentity, validate_cedula, validate_ruc
from institutions.implantation import history, packages, parametrisation
from institutions.implantation.permissions import can_review
from institutions.implantation.services import reviewing, tracking
from institutions.implantation.services.moving import move, ready, require_stranger
from institutions.implantation.shapes import WrongShapeError, many, one_of, optional, record, text, whole
from institutions.implantation.states import CaseState, Channel, ItemState, PersonRole
from institutions.models import CasePerson, ImplantationCase
from institutions.services import require_served
from institutions.states import Environment, InstitutionFunction
from quipux import clock, environments
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history import recorder

HANDED = (CaseState.APPROVED, CaseState.CONFIGURING_PRODUCTION, CaseState.OPERATING)
NO_CASE = "El paquete no lleva un caso con el paso a producción aprobado. Descárguelo después de aprobarlo."
KNOWN = "Ese caso ya está en esta instalación, o hay otro en curso con el mismo RUC."
NOT_SPLIT = "Esta instalación atiende los dos ambientes: la parametrización se copia sin salir de ella."
NOT_PROVED = "Para recibir un caso se pide otra vez su contraseña."

PLAIN = ("number", "channel", "applicant_email", "name", "ruc", "sigla", "phone", "address", "function",
         "authority_name", "authority_title", "authority_email", "justification", "letter_number", "letter_signer",
         "letter_signer_title", "declared_areas", "declared_people")  # fmt: skip
OF_PERSON = ("role", "given_names", "surnames", "identity_number", "title", "email", "phone", "mobile")
JUDGED = ("answer", "comment", "verdict", "remark")
OF_ITEM = ("code", *JUDGED)
MAIL, NAME, COUNT = text(254, least=3), text(200), optional(whole(0, 1_000_000))
PERSON = record(role=one_of(PersonRole), given_names=text(100, least=1), surnames=text(100, least=1),
                identity_number=text(10, least=10), title=NAME, email=MAIL, phone=text(30), mobile=text(20))  # fmt: skip
ITEM = record(code=text(10, least=1), answer=one_of(ItemState), comment=text(1000), verdict=one_of(ItemState),
              remark=text(1000))  # fmt: skip
COURSE = record(slug=text(50, least=1), hours=whole(0, 100))
CASE = record(
    number=text(20, least=9, pattern=r"IMP-\d{4}-\d{4,}"), channel=one_of(Channel), applicant_email=MAIL,
    name=text(200, least=3), ruc=text(13, least=13), sigla=text(10, least=2, pattern=r"[A-Z0-9Ñ-]+"), phone=text(30),
    address=text(250), function=one_of(["", *InstitutionFunction]), authority_name=NAME, authority_title=NAME,
    authority_email=MAIL, justification=text(2000), letter_number=text(60), letter_signer=NAME, letter_signer_title=NAME,
    declared_areas=COUNT, declared_people=COUNT, letter_date=optional(text(10, least=10, pattern=r"\d{4}-\d\d-\d\d")),
    courses=many(COURSE, 20), people=many(PERSON, 2), items=many(ITEM, 200))  # fmt: skip


def package_of(case: ImplantationCase) -> packages.Package:
    """What was parametrised for a case and, from its approval on, the case itself."""
    made = parametrisation.package_of(case.training)
    return replace(made, case=_told(case)) if case.state in HANDED else made


def _told(case) -> dict:
    return {name: getattr(case, name) for name in PLAIN} | {
        "letter_date": case.letter_date and case.letter_date.isoformat(),
        "courses": [{"slug": slug, "hours": hours} for slug, hours in sorted(case.required_hours.items())],
        "people": list(case.people.order_by("role").values(*OF_PERSON)),
        "items": list(case.items.filter(is_production=False).order_by("position").values(*OF_ITEM)),
    }


@transaction.atomic
def hand_over(case: ImplantationCase, *, actor) -> ImplantationCase:
    """T20 where only training is served: the institution is created in the other deployment, with the case's package.

    Raises:
        NotAllowedNow: production is served here, or the case is not approved.
    """
    if environments.serves(Environment.PRODUCTION):
        raise NotAllowedNow(NOT_SPLIT)
    case = ready(case, "create_production", actor)
    require_stranger(case, actor)
    return move(case, "create_production", actor=actor, action=history.HANDED_OVER, institution=None,
                comment=f"Huella del paquete (SHA-256): {package_of(case).sha256}")  # fmt: skip


def receive(content: bytes, *, proved: bool, actor, exception: str = "") -> ImplantationCase:
    """An approved case that comes from the deployment of training; from here on T20 and T21 are made here.

    Args:
        content: of the file that was downloaded there.
        proved: the AGQ proved again who she is, as for the approval.
        exception: reason to go on where the RUC is not public or the AIQ is AIQ elsewhere (T6).

    Raises:
        Forbidden: the actor is no AGQ, or serves in that institution.
        NotAllowedNow: this deployment does not serve production, or serves both ambientes.
        Invalid: the file is no package with an approved case, or a rule of T6 refuses it; nothing was written.
    """
    if not can_review(None, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    require_served(Environment.PRODUCTION)
    if not environments.is_split():
        raise NotAllowedNow(NOT_SPLIT)
    if not proved:
        raise Invalid(NOT_PROVED, clave=NOT_PROVED)
    package = packages.read(content)
    told = _checked(package.case)
    try:
        with transaction.atomic():
            case = _kept(told)
            require_stranger(case, actor)
            reviewing.require_acceptable(case, exception)
            recorder.record(case, history.RECEIVED, actor=actor, details={"sha256": package.sha256},
                            comment=f"Huella del paquete (SHA-256): {package.sha256}. {exception}".strip())  # fmt: skip
    except IntegrityError as error:
        raise Invalid(KNOWN) from error
    return case


def _checked(told: dict) -> dict:
    if not told:
        raise Invalid(NO_CASE)
    try:
        CASE(told, "Caso")
    except WrongShapeError as error:
        raise Invalid(f"El paquete no se admite. {error}.") from error
    try:
        validate_ruc(told["ruc"])
        for person in told["people"]:
            validate_cedula(person["identity_number"])
    except Doubtful:
        pass  # who approved it there accepted the number with a reason
    except InvalidIdentity as error:
        raise Invalid(f"El paquete no se admite. Caso: {error}.") from error
    if PersonRole.AIQ not in {one["role"] for one in told["people"]}:
        raise Invalid("El paquete no se admite. Caso: falta el AIQ.")
    return told


def _kept(told) -> ImplantationCase:
    values = {name: told[name] for name in PLAIN}
    try:
        values["letter_date"] = told["letter_date"] and date.fromisoformat(told["letter_date"])
    except ValueError as error:
        raise Invalid("El paquete no se admite. Caso: la fecha del oficio no existe.") from error
    hours = {one["slug"]: one["hours"] for one in told["courses"]}
    case = ImplantationCase.objects.create(
        state=CaseState.APPROVED, required_hours=hours, created_at=clock.now(), **values
    )
    CasePerson.objects.bulk_create(CasePerson(case=case, **one) for one in told["people"])
    tracking.copy_items(case)
    judged = {one["code"]: one for one in told["items"]}
    rows = [item for item in case.items.filter(is_production=False) if item.code in judged]
    for item in rows:
        for name in JUDGED:
            setattr(item, name, judged[item.code][name])
    case.items.model.objects.bulk_update(rows, JUDGED)
    return case
