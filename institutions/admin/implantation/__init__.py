"""The pages of the SGE about implantations and courses (accounts-portal §12, institutions §12)."""

from quipux.administration import Page, Section, site

SECTION = Section(
    label="Implantación", prefix="implantacion", namespace="implantation",
    urls="institutions.admin.implantation.urls",
    pages=(
        Page("queue", "Solicitudes de implantación", "Cada institución que entra a Quipux: en qué va y qué vence.",
             ("casos/",)),
        Page("register", "Registrar solicitud", "Una solicitud que llegó por oficio."),
        Page("receive", "Recibir un caso aprobado", "Una implantación que se aprobó en la instalación de capacitación."),
        Page("changes", "Cambios de AIQ", "Otra persona administra una institución que ya está en producción."),
        Page("editions", "Cursos", "Fechas de los cursos, inscritos y asistencia.", ("cursos/",)),
    ),
)  # fmt: skip

site.add(SECTION)
