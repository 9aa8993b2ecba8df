"""Fixed sentences of the pages of backups, and how their days and sizes are said (backups §2.5, §3)."""

from datetime import date
from decimal import Decimal

from backups.states import Kind
from quipux.web import formatting

MONTHS = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
          "noviembre", "diciembre")  # fmt: skip
EXCLUSIVE = (
    "Estas solicitudes de respaldos se realizarán exclusivamente en los casos donde el funcionario público activo se "
    "encuentre en el proceso de desvinculación de la institución."
)
DECLARATION = "Declaro que me encuentro en proceso de desvinculación de la institución."
RECONFIRM = "Confirmo que el documento es la solicitud de este servidor público."
ESTIMATE = (
    "El tiempo estimado para la ejecución de una solicitud de respaldos es de 5 a 6 días laborables a partir de que es "
    "aprobada. Se debe tomar en consideración períodos de alta demanda como diciembre-febrero donde el tiempo podría "
    "incrementarse."
)
INSTITUTIONAL_ESTIMATE = (
    "El tiempo estimado para la ejecución de una solicitud de respaldos es de 4 a 5 días laborables a partir de que es "
    "aprobada. Se debe tomar en consideración períodos de alta demanda como inicio/fin de año, transición de Gobierno, "
    "reestructuración de la Función Ejecutiva, etc., donde el tiempo podría incrementarse."
)
HIGH_DEMAND = "En este período de alta demanda el tiempo podría incrementarse."
WHAT_HAPPENS_NOW = (
    "se genera de noche, en 5 a 6 días laborables. En diciembre-febrero puede tardar más. Le avisaremos por correo."
)
INSTITUTIONAL_NOW = (
    "se genera de noche, en 4 a 5 días laborables. En inicio o fin de año, transición de Gobierno o reestructuración de "
    "la Función Ejecutiva puede tardar más. Le avisaremos por correo."
)
HAND_IT_OVER = (
    "La petición del ciudadano debe constar como documento recibido en la institución. Es responsabilidad del AIQ "
    "entregarle el respaldo."
)
INCLUDED = (
    "El respaldo incluye, del período que elija y por la fecha del documento: los enviados por usted (también los "
    "archivados y los no enviados en físico), los que recibió como Para o Copia, los que le reasignaron, los que usted "
    "reasignó y los que le informaron. No incluye: documentos en elaboración, eliminados, anulados o por imprimir, los "
    "que no se pudieron enviar electrónicamente, tareas, carpetas virtuales, lo leído en bandejas compartidas ni lo "
    "que hizo como subrogante en otro puesto. Un documento confidencial que usted ya no puede leer no se incluye y "
    "consta como retenido."
)
INSTITUTIONAL_INCLUDED = (
    "El respaldo incluye, del período que elija y por la fecha del documento: los enviados por el servidor público "
    "(también los archivados y los no enviados en físico), los que recibió como Para o Copia, los que le reasignaron, "
    "los que él reasignó y los que le informaron. No incluye: documentos en elaboración, eliminados, anulados o por "
    "imprimir, los que no se pudieron enviar electrónicamente, tareas, carpetas virtuales, lo leído en bandejas "
    "compartidas ni lo que hizo como subrogante en otro puesto. Un documento confidencial que él ya no podría leer no "
    "se incluye y consta como retenido."
)
EMPTY_INSTANT = " - - - "


def estimate_of(kind: str) -> str:
    """The sentence about the time that a request of this kind takes (backups §2.5)."""
    return ESTIMATE if kind == Kind.PERSONAL else INSTITUTIONAL_ESTIMATE


def what_happens_now(kind: str) -> str:
    """What the panel after Enviar says."""
    return WHAT_HAPPENS_NOW if kind == Kind.PERSONAL else INSTITUTIONAL_NOW


def long_day(day: date) -> str:
    """«27 de diciembre», as the sentences of progress name a night."""
    return f"{day.day} de {MONTHS[day.month - 1]}"


def gigabytes_text(size: int) -> str:
    """Bytes in thousands of millions: «96», «0,4»; capacity is given in that unit."""
    amount = Decimal(size) / 10**9
    places = 0 if amount >= 10 or amount == amount.to_integral_value() else 1
    return formatting.decimal_text(amount, places).removesuffix(",0")


def plural(number: int, one: str, many: str) -> str:
    """«1 archivo», «3 archivos»."""
    return f"{formatting.count_text(number)} {one if number == 1 else many}"
