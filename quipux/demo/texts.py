"""What the invented office writes about: sober, plausible, and nobody's real business."""

SUBJECTS = (
    "Informe mensual de actividades de gestión documental",
    "Solicitud de acceso al repositorio institucional",
    "Convocatoria a la mesa técnica de archivos",
    "Remisión del cuadro general de clasificación documental",
    "Respuesta a la solicitud de información pública",
    "Plan de transferencias documentales al archivo intermedio",
    "Autorización para la baja de documentos sin valor permanente",
    "Entrega de credenciales para el sistema de gestión documental",
    "Cronograma de capacitación en gestión de archivos",
    "Observaciones al proyecto de instructivo de conservación",
    "Designación de delegados para la comisión de archivo",
    "Requerimiento de estanterías para el archivo central",
    "Actualización de la tabla de plazos de conservación",
    "Validación del inventario documental del período",
    "Informe de cumplimiento de indicadores del trimestre",
    "Solicitud de soporte para la digitalización de expedientes",
)

OPENINGS = (
    "De mi consideración:",
    "En atención al requerimiento realizado por su dirección, me permito indicar lo siguiente.",
    "Con un cordial saludo, y en cumplimiento de la planificación aprobada para el presente período, informo lo que sigue.",
)

PARAGRAPHS = (
    "La Dirección de Gestión Documental revisó los expedientes remitidos y comprobó que cada uno cuenta con su carátula, "
    "su índice y la foliación correspondiente, conforme al instructivo vigente.",
    "Se recomienda que las unidades productoras mantengan actualizado el inventario y que comuniquen cualquier novedad "
    "dentro de los cinco días laborables siguientes, a fin de no retrasar la transferencia.",
    "Durante la visita técnica se identificaron doce cajas con documentación duplicada. Para su eliminación se seguirá el "
    "procedimiento de baja, previo informe de la comisión y con el acta respectiva.",
    "El detalle de las actividades, los responsables y las fechas consta en el anexo, que forma parte de este documento.",
    "Agradeceré que se sirva disponer la revisión de lo expuesto y, de ser el caso, la aprobación para continuar con la "
    "siguiente etapa del cronograma.",
)

CLOSINGS = (
    "Particular que comunico para los fines pertinentes.",
    "Con sentimientos de distinguida consideración.",
    "Quedo atenta a cualquier inquietud que se presente.",
)

ANNEXES = (
    ("inventario documental.csv", "Inventario de las cajas revisadas", "text/csv"),
    ("acta de reunión.txt", "Acta de la reunión de trabajo", "text/plain"),
    ("croquis del archivo.svg.txt", "Distribución propuesta de las estanterías", "text/plain"),
    ("expediente digitalizado.pdf", "Expediente digitalizado", "application/pdf"),
)


def body(rng) -> str:
    """HTML of one letter: an opening, two to four paragraphs and a closing."""
    chosen = [rng.choice(OPENINGS), *rng.sample(PARAGRAPHS, rng.randint(2, 4)), rng.choice(CLOSINGS)]
    return "".join(f"<p>{paragraph}</p>" for paragraph in chosen)


def subject(rng, number: int) -> str:
    """A subject; every ninth one is long, so that lists are seen with long lines."""
    text = rng.choice(SUBJECTS)
    if number % 9 == 0:
        text += (", correspondiente a las unidades administrativas de la planta central y a las coordinaciones zonales, "
                 "con las observaciones formuladas por la comisión técnica")  # fmt: skip
    return text
