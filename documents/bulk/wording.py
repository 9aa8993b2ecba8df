"""What invented people are called and write about: few words, many combinations."""

GIVEN = ("Ana", "Luis", "María", "José", "Carmen", "Jorge", "Rosa", "Carlos", "Elena", "Manuel", "Patricia", "Ángel",
         "Verónica", "Diego", "Gabriela", "Andrés", "Lucía", "Fernando", "Mónica", "Pablo", "Silvia", "Iván", "Teresa",
         "Raúl", "Daniela", "Hugo", "Paola", "Marco", "Sandra", "Édison")  # fmt: skip
SURNAMES = ("Andrade", "Benítez", "Cevallos", "Delgado", "Espín", "Flores", "Guamán", "Herrera", "Ibarra", "Jácome",
            "Lema", "Mora", "Narváez", "Ochoa", "Paredes", "Quishpe", "Rivera", "Salazar", "Torres", "Ullauri",
            "Vaca", "Yánez", "Zambrano", "Álvarez", "Bonilla", "Chango", "Dávila", "Endara", "Fuertes", "Granda",
            "Hidalgo", "Jarrín", "Loachamín", "Montalvo", "Naranjo", "Ortiz", "Peñafiel", "Quinde", "Reinoso", "Suárez",
            "Toapanta", "Urgilés", "Velasco", "Wong", "Yépez", "Zurita", "Aguirre")  # fmt: skip
POSTS = ("Especialista", "Analista", "Asistente", "Técnico", "Asesor", "Coordinador")
KINDS = ("Informe", "Solicitud", "Convocatoria", "Respuesta", "Alcance", "Notificación", "Autorización", "Insistencia",
         "Entrega", "Disposición", "Remisión", "Observaciones", "Requerimiento", "Cronograma", "Resolución")  # fmt: skip
MATTERS = ("contratación de servicios", "vacaciones del personal", "mantenimiento vehicular", "presupuesto anual",
           "auditoría interna", "inventario de bienes", "capacitación institucional", "convenio marco",
           "plan operativo", "evaluación del desempeño", "transferencia documental", "licencias de software",
           "arrendamiento de oficinas", "comisión de servicios", "rendición de cuentas", "concurso de méritos",
           "gestión de riesgos", "seguridad ocupacional", "archivo central", "compras públicas",
           "proyecto de riego", "obra civil", "pago de viáticos", "reforma del estatuto", "atención ciudadana")  # fmt: skip
PLACES = ("Azuay", "Bolívar", "Cañar", "Carchi", "Chimborazo", "Cotopaxi", "El Oro", "Esmeraldas", "Galápagos", "Guayas",
          "Imbabura", "Loja", "Los Ríos", "Manabí", "Morona Santiago", "Napo", "Orellana", "Pastaza", "Pichincha",
          "Santa Elena", "Santo Domingo", "Sucumbíos", "Tungurahua", "Zamora Chinchipe")  # fmt: skip
SUBJECTS = tuple(f"{kind} de {matter} en {place}" for kind in KINDS for matter in MATTERS for place in PLACES)
BODIES = tuple(
    f"<p>De mi consideración:</p><p>Remito lo relacionado con {matter}, conforme consta en el expediente "
    f"{100_000 + 7 * number}, para su trámite.</p><p>Atentamente,</p>"
    for number, matter in enumerate(matter for matter in MATTERS for _ in range(40))
)


def full_names(p: int) -> tuple[str, str]:
    """Given names and surnames of person ``p``, the same for the same ``p``."""
    given, rest = GIVEN[p % len(GIVEN)], p // len(GIVEN)
    second = GIVEN[(p * 7 + rest + 3) % len(GIVEN)]
    first, last = SURNAMES[(p + rest) % len(SURNAMES)], SURNAMES[(p * 5 + rest // len(SURNAMES) + 11) % len(SURNAMES)]
    return f"{given} {second}", f"{first} {last}"


def cedula(n: int) -> str:
    """The n-th of the valid cédulas we invent: province, a digit below 6, six more and the check digit."""
    digits = f"{1 + n % 24:02d}{n // 24 % 6}{n // 144 % 1_000_000:06d}"
    doubled = (2 * int(d) if place % 2 == 0 else int(d) for place, d in enumerate(digits))
    return f"{digits}{-sum(d - 9 if d > 9 else d for d in doubled) % 10}"
