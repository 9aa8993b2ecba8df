"""The catalogue of permissions, with their legacy codes for ever (institutions §3)."""

from dataclasses import dataclass

AIQ, AGQ = "AIQ", "AGQ"
GROUPS = (
    "Generales",
    "Asistentes ó Secretarias",
    "Jefes",
    "Bandeja de Entrada",
    "Administrador",
    "Usuarios Especiales",
)


@dataclass(frozen=True)
class Permission:
    """One row of the catalogue.

    Attributes:
        code: the legacy id, shown and used in imports.
        group: index of ``GROUPS``.
        by: who may grant it, ``AIQ`` or ``AGQ``.
        takes_areas: it may be narrowed to áreas.
        is_platform: never held by an appointment (§4.1, rule 5).
    """

    code: int
    label: str
    slug: str
    group: int
    by: str
    meaning: str
    takes_areas: bool = False
    is_platform: bool = False

    @property
    def group_label(self) -> str:
        return GROUPS[self.group]

    @property
    def name(self) -> str:
        """«17 · Reportes», as the screens say it."""
        return f"{self.code} · {self.label}"


_ROWS = (
    (1, "Administrar Archivo", "manage_physical_archive", 4, AIQ, "Crear la estructura del archivo físico."),
    (2, "Manejar el Archivo", "use_physical_archive", 1, AIQ, "Buscar y ubicar expedientes físicos."),
    (3, "Consultar Documentos", "consult_area_documents", 1, AIQ,
     "Leer los documentos de su área y de las inferiores, como un Jefe."),
    (4, "Activar Acciones sobre Documentos", "act_on_reassigned", 0, AIQ, "Acciones en la bandeja Reasignados."),
    (5, "Bandeja de Entrada", "see_institution_basic", 3, AIQ,
     "Datos básicos y Recorrido de los documentos no confidenciales, sin el archivo."),
    (6, "Recibir documentos externos dirigidos", "receive_directed_external", 2, AIQ,
     "Puede ser elegido en «Dirigir documento a»."),
    (9, "Recibir documentos de ciudadanos", "receive_citizen_documents", 2, AIQ,
     "Puede ser destinatario de cartas firmadas de ciudadanos."),
    (10, "Tramitar documentos de ciudadanos", "process_citizen_documents", 3, AIQ, "Bandeja «Docs. Ciudadanos»."),
    (12, "Administración del Sistema", "administer", 4, AIQ,
     "Usuarios, áreas, listas y numeración de las áreas que se indiquen."),
    (13, "Digitalizar Documentos", "digitise", 3, AIQ, "Adjuntar la imagen digitalizada."),
    (14, "Confirmar datos ingresados por ciudadanos", "validate_citizens", 5, AGQ, "Solo validadores de la plataforma."),
    (15, "Impresión de Documentos", "print_dispatch", 1, AIQ, "Bandeja «Por Imprimir»."),
    (16, "Creación de Ciudadanos", "create_citizens", 3, AIQ, "Crear y editar ciudadanos."),
    (17, "Reportes", "reports", 2, AIQ, "Estadísticas de toda la institución."),
    (18, "Administración de Carpetas Virtuales", "manage_virtual_folders", 4, AIQ, "Árbol de clasificación."),
    (19, "Firma Digital", "sign_electronically", 2, AIQ, "Puede firmar; necesita un tipo de certificado."),
    (25, "Solicitar respaldos de documentos", "operate_backups", 0, AGQ, "Operar la cola de respaldos de la plataforma."),
    (26, "Omitir estructura orgánica funcional", "skip_structure", 2, AGQ,
     "Reasignar a cualquier área; una sola persona activa por institución."),
    (27, "Creación de documentos de Salida", "create_outgoing", 0, AIQ, "Crear documentos de salida."),
    (28, "Creación de Documentos de Entrada", "register_incoming", 3, AIQ, "Registrar documentos de entrada."),
    (29, "Usuario Público", "public_user", 1, AIQ, "Alcanza a las áreas vecinas y es alcanzado desde ellas."),
    (30, "Administración de Instituciones", "administer_institutions", 0, AGQ, "De la plataforma."),
    (31, "Informar a todos los usuarios", "inform_all", 4, AIQ, "Informar a toda la institución."),
    (32, "Administrar Listas de la Institución", "manage_public_lists", 4, AIQ, "Editar las listas públicas."),
    (33, "Aprobar Solicitudes de Respaldo", "approve_backups", 4, AIQ,
     "Solo cuando la autorización de respaldos está habilitada."),
    (35, "Actualizar Sistema", "maintain_platform", 5, AGQ, "De la plataforma."),
    (36, "Administrador Institucional", "institutional_admin", 4, AGQ, "Administrar todas las áreas de la institución."),
    (101, "Buscar documentos de adscritas", "search_attached", 5, AGQ,
     "Leer documentos no confidenciales de las instituciones adscritas."),
    (102, "Borrar recorrido luego de la firma", "hide_draft_steps", 2, AIQ,
     "Ocultar a los lectores los pasos del borrador; el historial nunca se borra."),
    (103, "Auditoría institucional", "audit_institution", 5, AGQ, "Leer los registros de la institución."),
    (104, "Soporte de primer nivel", "support_level1", 0, AIQ, "Usuario focal: atiende los casos de la institución."),
)  # fmt: skip
_TAKE_AREAS, _OF_PLATFORM = {12, 33}, {14, 25, 30, 35}
PERMISSIONS = tuple(Permission(*row, takes_areas=row[0] in _TAKE_AREAS, is_platform=row[0] in _OF_PLATFORM)
                    for row in _ROWS)  # fmt: skip
BY_SLUG = {one.slug: one for one in PERMISSIONS}
BY_CODE = {one.code: one for one in PERMISSIONS}
PLATFORM_SLUGS = tuple(sorted(one.slug for one in PERMISSIONS if one.is_platform))
ADMINISTER, INSTITUTIONAL_ADMIN, SKIP_STRUCTURE = "administer", "institutional_admin", "skip_structure"

# Templates every institution starts with: name → codes. A copy may be edited; it is no live link (§3).
ROLE_TEMPLATES = {
    "Servidor": (27,),
    "Jefe de área": (4, 6, 9, 17, 19, 27, 29),
    "Asistente o secretaria": (2, 3, 15, 27, 29),
    "Ventanilla": (5, 10, 13, 16, 28),
    "Archivo": (1, 2),
    "AIQ delegado de área": (12,),
    "AIQ": (12, 18, 31, 32, 36),
}
