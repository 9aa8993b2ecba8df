"""Examples for the pattern page /patrones/: every component once, with invented people and numbers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import SimpleNamespace

from django import forms
from django.conf import settings

from quipux import charts
from quipux.web.components import Chip, Column, Link, Tab, Tag, tracker_steps
from quipux.web.formatting import OFFICIAL
from quipux.web.forms import DateTextField, Form
from quipux.web.menu import MenuGroup, MenuItem, Notice
from quipux.web.pagination import KeysetPage, NumberedPage

RECORRIDO = [
    Column("Fecha"), Column("Acción"), Column("Usuario"), Column("Área"), Column("Estado Sol.", "Estado de la solicitud"),
    Column("Estado Resp.", "Estado del respaldo"), Column("Comentario"),
]  # fmt: skip
REQUESTS = [
    Column("Solic.", "Número de solicitud"), Column("Fecha Solic.", "Fecha de la solicitud"), Column("Solicitante"),
    Column("Estado Solic.", "Estado de la solicitud"), Column("Cant.", "Cantidad de documentos", numeric=True),
    Column("Descargar"),
]  # fmt: skip
PROGRESS = {
    "state": "running",
    "text": "1 204 de 1 846 documentos (65 %), parte 2 de 3, faltan unos 14 min.",
    "value": 1204,
    "maximum": 1846,
    "updated_text": "Actualizado 02:17:40 (GMT-5).",
}
ACTS = ("Reasignar", "Informar", "Archivar", "Nueva Tarea", "Comentar")
SHA256 = "9f2c41d0a7be77c19f2c41d0a7be77c19f2c41d0a7be77c19f2c41d0a7be77c1"


def is_enabled() -> bool:
    return bool(settings.DEBUG or getattr(settings, "QUIPUX_DEMO", False))


class ExampleForm(Form):
    cedula = forms.CharField(label="Cédula", max_length=10, widget=forms.TextInput({"class": "govuk-input--width-10"}))
    fecha_inicio = DateTextField(label="Fecha Inicio")
    fecha_fin = DateTextField(label="Fecha Fin")
    tipo = forms.ChoiceField(label="Tipo de documento", choices=[("oficio", "Oficio"), ("memorando", "Memorando")])
    perfil = forms.ChoiceField(label="Perfil", choices=[("n", "Normal"), ("j", "Jefe")], widget=forms.RadioSelect)
    marcas = forms.MultipleChoiceField(
        label="Marcas", required=False, choices=[("u", "Urgente"), ("c", "Confidencial")],
        widget=forms.CheckboxSelectMultiple, help_text="Elija las que correspondan",
    )  # fmt: skip
    declaro = forms.BooleanField(label="Declaro que me encuentro en proceso de desvinculación")
    clave = forms.CharField(label="Contraseña", widget=forms.PasswordInput({"autocomplete": "current-password"}))
    archivo = forms.FileField(label="Archivo", required=False, help_text="PDF, hasta 5 MB", widget=forms.FileInput)
    comentario = forms.CharField(label="Comentario", required=False, max_length=200, widget=forms.Textarea({"rows": 3}))


class ExampleFilters(Form):
    unmarked = True
    fecha_inicio = DateTextField(label="Fecha Inicio", help_text="", required=False)
    fecha_fin = DateTextField(label="Fecha Fin", help_text="", required=False)
    estado = forms.ChoiceField(
        label="Estado Solicitud", choices=[("", "<< Todos >>"), ("a", "Atendida")], required=False
    )


@dataclass(frozen=True)
class Context:
    id: str
    description: str
    is_current: bool
    unread: int = 0


def _instant(minute: int) -> datetime:
    return datetime(2016, 12, 28, 22, 30, 37, tzinfo=OFFICIAL) - timedelta(minutes=minute)


def _menu():
    counters = (("En Elaboración", 4, 4), ("Recibidos", 27, 143), ("Enviados", None, 512), ("Tareas Recibidas", 3, 8))
    trays = [MenuItem(name, "#", unread, total, current=name == "Recibidos") for name, unread, total in counters]
    others = [MenuItem("Archivados", "#", None, 1204), MenuItem("Informados", "#", 12, 58)]
    return [
        MenuGroup("", [MenuItem("NUEVO", "#", primary=True)]),
        MenuGroup("Bandejas", trays),
        MenuGroup("Otras Bandejas", others),
        MenuGroup("Otros", [MenuItem("Búsqueda Avanzada", "#"), MenuItem("Seguimiento de documentos", "#")]),
        MenuGroup("Administración", [MenuItem("Respaldo de Documentos", "#")]),
    ]


def _frame():
    """A frame with every part in it; its buttons lead nowhere."""
    menu = _menu()
    ministry = "Ministerio de Ejemplo / Dirección Nacional de Provisión / Especialista"
    return SimpleNamespace(
        actor=SimpleNamespace(user=None), person="Ana Torres, Especialista", institution_name="Ministerio de Ejemplo",
        contexts=[
            Context("1", f"(Serv.) Ana Torres / {ministry}", True),
            Context("2", "(Serv.) Ana Torres / Empresa Pública de Ejemplo / Gerencia General / Asesora", False, 4),
        ],
        menu=menu, primary_items=menu[0].items, groups=menu[1:], unread=27, is_training=True,
        notices=[Notice("El 2016-12-30 de 22:00 a 23:00 (GMT-5) no se podrá ingresar.")],
        support_email=settings.QUIPUX_SUPPORT_EMAIL, operator_name=settings.QUIPUX_OPERATOR_NAME, version="1.0.0",
    )  # fmt: skip


def _trays():
    due = Tag("Vencido hace 2 días laborables", "red", "warning")
    subject = "Solicitud de informe de ejecución presupuestaria del tercer trimestre y de su liquidación anual"
    rows = [("Bruno Salas", subject, "MINEJ-DGA-2026-0412-M", True, Tag("Urgente", "red"), "Vencido", due)]
    rows.append(("Sofía Andrade", "Convocatoria a capacitación de Bandeja de Entrada", "SGEJ-SGE-2026-1187-O", True,
                 None, "Reasignado", Tag("Vence hoy", "orange", "warning")))  # fmt: skip
    rows.append(("Ñusta Lucía Ñauñay", "Alcance al memorando de vacaciones del personal operativo",
                 "MINEJ-DTH-2026-0388-M", False, None, "Recibido", Tag("Vence en 6 días laborables")))  # fmt: skip
    rows += [
        (f"Hernán Icaza {n}", f"{subject} {n}", f"MINEJ-CJ-2026-0{150 + n}-M", False, None, "Recibido", None)
        for n in range(8)
    ]
    names = ("sender", "subject", "number", "unread", "mark", "situation", "deadline")
    return [SimpleNamespace(at=_instant(i), **dict(zip(names, row, strict=True))) for i, row in enumerate(rows)]


def _entries():
    area, office, done = (
        "SUBSECRETARÍA DE GOBIERNO ELECTRÓNICO",
        "Dirección Nacional de Provisión",
        Tag("Atendida", "green"),
    )
    approved, sent = Tag("Aprobada", "blue"), Tag("Enviada", "turquoise")
    moved = "Se cambia fecha de ejecución de respaldo a: 2016-12-28"
    return [
        [_instant(0), "Respaldo generado", "Sistema", area, done, Tag("Generado"), ""],
        [_instant(356), "Respaldo en ejecución", "Sistema", area, approved, Tag("En Ejecución"), ""],
        [_instant(2216), "Respaldo calendarizado", "Sistema", area, approved, Tag("Por Generar"), moved],
        [_instant(2857), "Solicitud aprobada", "Ana Torres", office, approved, Tag("Por Generar"), ""],
        [_instant(2857), "Solicitud enviada", "Ana Torres", office, sent, Tag("Por Generar"), ""],
    ]


def _requests():
    download = Link("Descargar", "#", "la solicitud 41315")
    return [
        [Link("45346", "#"), _instant(0), "Ana Torres", Tag("Aprobada", "blue"), "35", ""],
        [Link("41315", "#"), _instant(900), "Ana Torres", Tag("Atendida", "green"), "1 846", download],
    ]


def _parts():
    names = ("Parte 1", "Parte 2", "Parte 3 (índice)")
    sizes = (998_889_062, 913_728_307, 6_658_457)
    return [SimpleNamespace(name=name, size=size, file=f"respaldo_41315.z0{i}", sha256=SHA256)
            for i, (name, size) in enumerate(zip(names, sizes, strict=True), 1)]  # fmt: skip


def _forms():
    typed = {"cedula": "17100340651", "fecha_inicio": "4/1/2016", "fecha_fin": "31/02/2016", "tipo": "oficio",
             "comentario": "a" * 205}  # fmt: skip
    wrong = ExampleForm(typed, prefix="e")
    wrong.data = {f"e-{name}": value for name, value in typed.items()}
    return {
        "empty": ExampleForm(),
        "form": wrong,
        "filters": ExampleFilters({"fecha_inicio": "2016-08-08"}, auto_id="filtro_%s"),
    }


def _process():
    notes = {"Calendarizada": "noche del 2016-12-28"}
    retry = "No se pudo generar esta noche. El sistema lo intentará de nuevo la noche del 28 de diciembre."
    return {
        "running": tracker_steps(3, notes=notes),
        "finished": tracker_steps(4, notes=notes, finished=True),
        "failed": tracker_steps(3, notes=notes, stopped="Con error", reason=retry),
        "removed": tracker_steps(1, stopped="Eliminada", reason="La eliminó Ana Torres."),
        "progress": PROGRESS,
    }


def _chart():
    sent = charts.Series("Enviados", (12, 7, 9))
    return charts.bars(charts.Data(
        key="ejemplo", title="Documentos enviados por mes", summary="En tres meses se enviaron 28 documentos.", axis="Mes",
        categories=("Enero", "Febrero", "Marzo"), series=(sent,), at=datetime(2017, 4, 1, tzinfo=OFFICIAL),
        unit=("documento", "documentos")))  # fmt: skip


def examples(request) -> dict:
    """Context of the pattern page."""
    tray = _trays()
    return {
        "frame": _frame(), **_forms(), **_process(), "rows": tray, "entries": _entries(), "recorrido": RECORRIDO,
        "columns": REQUESTS, "requests": _requests(), "parts": _parts(), "total": 1_919_275_826,
        "chips": [Chip("Todos", "#", 143, True), Chip("No leídos", "#", 27), Chip("Vencidos", "#", 1)],
        "tabs": [Tab("Información del Docu.", "#", title="Información del documento"), Tab("Recorrido", "#", True)],
        "actions": [SimpleNamespace(label=act, name="accion", value=act) for act in ACTS],
        "buttons": [SimpleNamespace(label="Guardar", name="accion", value="guardar", kind="secondary"),
                    SimpleNamespace(label="Enviar", name="accion", value="enviar", kind="primary")],
        "summary": [("Cédula", "06029•••••", ""), ("Fecha Solic.", date(2017, 2, 8), "Fecha de la solicitud"),
                    ("Estado", Tag("Atendida", "green"), "")],
        "tray_page": KeysetPage(tray, 143, 20, 20, (20, 50, 100), "a", "b"),
        "list_page": NumberedPage([], 2, 5, 47, 10, (10, 25, 50, 100)),
        "states": [Tag("Enviada", "turquoise"), Tag("Aprobada", "blue"), Tag("Atendida", "green"), Tag("En Edición"),
                   Tag("Rechazada", "red"), Tag("Vence hoy", "orange", "warning"), Tag("Confidencial", "purple")],
        "sha256": SHA256, "cut": date(2017, 2, 22), "chart": _chart(),
    }  # fmt: skip
