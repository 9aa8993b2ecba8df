"""The acts of the SGE on one implantation: when each is possible, its form, and the service it calls (§12.4)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django_fsm import can_proceed, has_transition_perm

from institutions.admin.implantation import forms
from institutions.implantation import parametrisation
from institutions.implantation.services import changes, deadlines, going_live, handing, reviewing, tenants, training
from institutions.models import ImplantationCase
from institutions.states import Environment
from quipux import environments
from quipux.web.components import Link


@dataclass(frozen=True)
class Act:
    """One button of the page of a case.

    Attributes:
        move: the transition that must be possible.
        carry_out: ``carry_out(case, actor, form)``; where it gives a text, that is told.
        is_here: whether it is made in this deployment (§12.8).
    """

    slug: str
    label: str
    about: str
    move: str
    form: type
    carry_out: Callable
    is_warning: bool = False
    is_here: Callable[[], bool] = lambda: True

    def is_possible(self, case: ImplantationCase) -> bool:
        """Whether the state admits it, whoever asks."""
        return self.is_here() and can_proceed(getattr(case, self.move))

    def admits(self, case: ImplantationCase, actor) -> bool:
        """The machine decides, by state and by right."""
        method = getattr(case, self.move)
        return self.is_here() and can_proceed(method) and has_transition_perm(method, actor)


def _plain(service):
    return lambda case, actor, form: service(case, actor=actor)


def _with_reason(service):
    return lambda case, actor, form: service(case, reason=form.cleaned_data["motivo"], actor=actor)


def _with_letter(service):
    return lambda case, actor, form: service(case, reason=form.cleaned_data["motivo"], actor=actor,
                                             letter=form.cleaned_data["archivo"])  # fmt: skip


def _accept(case, actor, form):
    reviewing.accept_request(case, exception=form.cleaned_data["motivo"], actor=actor)


def _credit(case, actor, form):
    training.credit(case, form.cleaned_data["curso"], reason=form.cleaned_data["motivo"], actor=actor)


def _extend(case, actor, form):
    deadlines.extend(case, days=form.cleaned_data["dias"], reason=form.cleaned_data["motivo"], actor=actor)


def _change(case, actor, form):
    data = form.cleaned_data
    changes.change_aiq(case, data, reason=data["motivo"], letter=data["archivo"], actor=actor)


def _produce(case, actor, form):
    data = form.cleaned_data
    tenants.create_production(case, copies=data.get("copiar", False), chosen=data.get("partes"), actor=actor)


def _bring(case, actor, form):
    """Loads the package, or rehearses it; says what was made."""
    data = form.cleaned_data
    rehearses = data["modo"] == "ensayar"
    made = parametrisation.bring(case, data["archivo"].read(), rehearses=rehearses, chosen=data["partes"], actor=actor)
    words = " · ".join(f"{label}: {count}" for label, count in made.items())
    return f"Ensayo sin errores; no se escribió nada. Se cargaría: {words}." if rehearses else f"Se cargó: {words}."


def _serves(environment):
    return lambda: environments.serves(environment)


def _hand_over(case, actor, form):
    handing.hand_over(case, actor=actor)
    return "El caso quedó entregado. Descargue su paquete y recíbalo en la instalación de producción."


ACTS = {act.slug: act for act in (
    Act("tomar", "Tomar la solicitud", "Usted responde por ella desde ahora; la revisión vence en tres días laborables.",
        "take", forms.ActForm, _plain(reviewing.take)),
    Act("aceptar", "Aceptar", "La institución es elegible; su RUC y su sigla quedan reservados.", "accept",
        forms.ExceptionForm, _accept),
    Act("observar", "Observar", "Se piden correcciones por correo, con diez días laborables.", "observe",
        forms.ObservationForm, lambda case, actor, form: reviewing.observe(case, form.observations(), actor=actor)),
    Act("rechazar", "Rechazar", "La solicitud termina; la institución puede presentar otra.", "reject",
        forms.ReasonForm, _with_reason(reviewing.reject), is_warning=True),
    Act("no-elegible", "Declarar no elegible", "El correo explica la instalación local y la firma de ciudadano.",
        "declare_not_eligible", forms.ReasonForm, _with_reason(reviewing.declare_not_eligible), is_warning=True),
    Act("programar", "Asignar fechas", "El AIQ queda inscrito en una edición de cada curso y recibe las fechas.",
        "schedule", forms.DatesForm,
        lambda case, actor, form: training.schedule(case, form.editions(), actor=actor)),
    Act("reinscribir", "Asignar otra fecha", "Para completar horas o por una inasistencia.", "record_attendance",
        forms.EditionChoiceForm,
        lambda case, actor, form: training.enrol_again(case, form.cleaned_data["edicion"], actor=actor)),
    Act("convalidar", "Convalidar un curso", "Un curso aprobado por la misma persona hace 24 meses o menos.",
        "record_attendance", forms.CreditForm, _credit),
    Act("crear-capacitacion", "Crear ambiente de capacitación",
        "Se crean la institución, la cuenta del AIQ y la plantilla de seguimiento, y se avisa por correo.",
        "create_training", forms.ActForm, _plain(tenants.create_training), is_here=_serves(Environment.TRAINING)),
    Act("extender", "Extender el plazo", "Hasta quince días cada vez.", "extend", forms.ExtensionForm, _extend),
    Act("caducar", "Declarar caducada", "El ambiente de capacitación se cierra a sus usuarios.", "lapse",
        forms.ReasonForm, _with_reason(deadlines.lapse), is_warning=True),
    Act("verificar", "Iniciar la verificación", "La verificación vence en cinco días laborables.", "verify",
        forms.ActForm, _plain(going_live.verify)),
    Act("devolver", "Devolver con observaciones",
        "Solo los ítems marcados «No cumple» se abren otra vez, con un nuevo plazo de cinco días laborables.",
        "remark", forms.ActForm, _plain(going_live.remark)),
    Act("aprobar", "Aprobar el paso a producción", "Se guarda el acta de aprobación y se avisa a la institución.",
        "approve", forms.ApprovalForm,
        lambda case, actor, form: going_live.approve(case, proved=form.is_valid(), actor=actor)),
    Act("crear-produccion", "Crear ambiente de producción", "Se crean la institución y la cuenta del AIQ.",
        "create_production", forms.ProductionForm, _produce, is_here=_serves(Environment.PRODUCTION)),
    Act("entregar", "Entregar a la instalación de producción",
        "La institución de producción se crea en la otra instalación. Después de entregarlo, descargue el paquete de este "
        "caso y recíbalo allí.", "create_production", forms.ActForm, _hand_over, is_here=environments.is_practice),
    Act("cargar-parametrizacion", "Cargar la parametrización",
        "El paquete se revisa completo antes de escribir; si algo no se admite, no se escribe nada.", "operate",
        forms.PackageForm, _bring, is_here=_serves(Environment.PRODUCTION)),
    Act("en-operacion", "Confirmar la operación", "Todas las personas reciben el correo de su mesa de ayuda.",
        "operate", forms.ActForm, _plain(going_live.operate), is_here=_serves(Environment.PRODUCTION)),
    Act("opera-en-la-otra", "Registrar que ya opera",
        "La instalación de producción confirmó la operación. Desde hoy se cuentan los días para cerrar este ambiente de "
        "capacitación.", "operate", forms.ActForm, _plain(going_live.operate), is_here=environments.is_practice),
    Act("cambiar-aiq", "Cambiar el AIQ", "La cuenta pasa a otra persona, que ya cumplió los cursos.", "change_aiq",
        forms.AiqForm, _change),
    Act("desistir", "Registrar desistimiento", "Lo pide la máxima autoridad por oficio.", "withdraw",
        forms.LetterForm, _with_letter(reviewing.withdraw), is_warning=True),
)}  # fmt: skip


def possible(case: ImplantationCase, actor) -> list[Link]:
    """The acts that state and right admit, as links to their pages."""
    return [Link(act.label, reverse("admin:implantation:act", args=[case.uuid, act.slug])) for act in ACTS.values()
            if act.admits(case, actor)]  # fmt: skip
