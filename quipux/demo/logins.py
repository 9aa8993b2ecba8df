"""Who may enter the demo office, as printed at its start."""

from accounts.models import User

PASSWORD = "Quipux-2026-demo"  # noqa: S105 - printed on purpose; production refuses to start with it

ROLES = (
    ("1710034065", "Servidora que pide su respaldo"),
    ("0602922924", "Jefe de Ana"),
    ("0100000017", "Servidora de otra institución"),
    ("1710034073", "Subsecretaria, superior de Bruno"),
    ("1700000019", "Secretaria que imprime y envía"),
    ("2400000002", "Administrador institucional (AIQ)"),
    ("3000000004", "Ventanilla"),
    ("0926687856", "Ciudadana sin firma electrónica"),
    ("1713175071", "Ciudadano con firma electrónica"),
    ("0950000000", "Ex servidor inactivo"),
    ("0940000227", "Operadora SGE (en /admin/)"),
)


def table() -> str:
    """The logins of the filled office, one line each, with the common password above."""
    people = {one.identity_number: one for one in User.objects.filter(identity_number__in=dict(ROLES))}
    lines = [f"  {number}  {people[number].full_name:<24}  {role}" for number, role in ROLES if number in people]
    return "\n".join([f"Contraseña de todos: {PASSWORD}", "", "  Cédula      Persona                   Papel", *lines])
