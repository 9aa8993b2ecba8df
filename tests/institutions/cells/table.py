"""How every cell of «¿Quién puede hacer qué?» (institutions §4) is proven: an address that is asked, or tests by name.

A row has one address for each side of the house. Where a side has none, its cells must be empty, or name the test that
proves them. «read» is what the auditor reads instead.
"""

from dataclasses import dataclass, field

OUTSIDE, OFFICE, SGE = ("R0", "R1", "R2"), ("R3", "R4", "R6", "R8", "R9"), ("R10", "R11", "R12", "R13")
INTERIM = "test_an_interim_administers_at_once_and_ends_by_the_clock"  # how the AGQ acts inside an institution


@dataclass(frozen=True)
class Ask:
    """One question: method, address with names of things in braces, fields."""

    address: str
    fields: dict = field(default_factory=dict)
    method: str = "POST"


@dataclass(frozen=True)
class Row:
    outside: Ask | None = None
    office: Ask | None = None
    sge: Ask | None = None
    read: str = ""
    tests: dict[str, str] = field(default_factory=dict)


def get(address) -> Ask:
    return Ask(address, method="GET")


def everybody(address) -> Row:
    return Row(get(address), get(address), get(address))


REPORT = "/admin/reportes/instituciones/{institution}/"
TABLE = {
    "Portal, manuales y calendario": everybody("/manuales/"),
    "Consultar un trámite con número y código": everybody("/tramites/"),
    "Verificar un documento": everybody("/verificar/"),
    "Presentar la «Solicitud de implantación»": Row(
        get("/implantacion/"), get("/implantacion/"), Ask("/admin/implantacion/registrar/")),
    "Revisar, aceptar, rechazar y aprobar la implantación": Row(
        sge=Ask("/admin/implantacion/casos/{case}/tomar/"), read="/admin/implantacion/casos/{case}/"),
    "Llenar la plantilla de seguimiento": Row(
        sge=Ask("/admin/implantacion/casos/{case}/plantilla/"), read="/admin/implantacion/casos/{case}/plantilla/",
        tests={"R9": "test_the_aiq_sees_the_term_verifies_and_answers_an_item_with_evidence",
               "R3 R4 R6 R8": "test_another_aiq_finds_no_case_and_no_evidence"}),
    "Cursos, ediciones y asistencia": Row(
        sge=Ask("/admin/implantacion/cursos/"), read="/admin/implantacion/cursos/",
        tests={"R9": "test_seed_002_from_the_public_request_to_operation"}),
    "Crear, suspender, fusionar y cerrar instituciones": Row(
        sge=Ask("/admin/reorganizacion/instituciones/{institution}/",
                                  {"accion": "suspender", "motivo": "Decreto que la suspende."}),
        read="/admin/reorganizacion/instituciones/{institution}/"),
    "Editar nombre, RUC y sigla": Row(
        office=Ask("/institucion/datos/solicitar/"), sge=Ask("/admin/datos-instituciones/{change}/"),
        read="/admin/reportes/lista-de-instituciones/"),
    "Editar logotipo, teléfono, dirección, correo y frase": Row(
        office=Ask("/institucion/datos/"), read="/admin/reportes/lista-de-instituciones/", tests={"R10": INTERIM}),
    "Crear, editar, mover y desactivar áreas; plantilla de fondo": Row(
        office=Ask("/institucion/areas/nueva/"), read=f"{REPORT}areas/", tests={"R10": INTERIM}),
    "Nombrar al Jefe; compartir su bandeja": Row(
        office=Ask("/institucion/areas/{area}/jefe/"), read=f"{REPORT}areas/"),
    "Formatos de numeración": Row(
        office=Ask("/institucion/numeracion/{area}/oficio/"), read=f"{REPORT}numeracion/", tests={"R10": INTERIM}),
    "Crear, editar, mover y desactivar puestos": Row(
        office=Ask("/institucion/servidores/nuevo/"), read=f"{REPORT}usuarios-por-area/", tests={"R10": INTERIM}),
    "Otorgar los permisos que otorga el AIQ": Row(
        office=Ask("/institucion/servidores/{post}/permisos/"), sge=Ask("/admin/permisos/{post}/"),
        read=f"{REPORT}permisos-por-usuario/"),
    "Otorgar los permisos que otorga el AGQ": Row(
        sge=Ask("/admin/permisos/{post}/"), read=f"{REPORT}usuarios-por-permiso/",
        tests={"R3 R4 R6 R8 R9": "test_i_03_s_62_codes_of_the_agq_and_of_the_platform_are_refused_also_by_the_database"}),
    "Otorgar roles de la plataforma": Row(sge=Ask("/admin/personas/roles/", {"accion": "proponer"}), read="/admin/personas/roles/"),
    "Crear o terminar una subrogación": Row(
        office=Ask("/institucion/subrogaciones/nueva/"), read=f"{REPORT}subrogaciones/",
        tests={"R4": "test_an_early_end_needs_a_reason_and_gives_the_post_back_at_once"}),
    "Listas públicas": Row(
        office=Ask("/institucion/listas/nueva/"), read=f"{REPORT}listas/",
        tests={"R3 R4 R6": "test_i_22_only_who_manages_public_lists_changes_one_and_who_leaves_is_out"}),
    "Listas personales": Row(get("/mis-listas/nueva/"), Ask("/mis-listas/nueva/"), get("/mis-listas/nueva/")),
    "Crear y editar ciudadanos": Row(
        get("/mis-datos/"), Ask("/ventanilla/ciudadanos/nuevo/"), Ask("/admin/ciudadanos/registros/{registration}/"),
        read="/admin/ciudadanos/registros/"),
    "Aprobar datos de ciudadanos, fusiones y solicitudes de firma": Row(
        sge=Ask("/admin/ciudadanos/registros/{registration}/"), read="/admin/ciudadanos/datos/"),
    "Enviar a otra persona el enlace de activación o recuperación": Row(
        office=Ask("/institucion/servidores/{post}/enlace/"), sge=Ask("/admin/personas/{person}/", {"accion": "enlace"}),
        read="/admin/personas/"),
    "Desbloquear y cerrar sesiones de otra persona": Row(
        office=Ask("/institucion/servidores/{post}/desbloquear/"),
        sge=Ask("/admin/personas/sesiones/", {"persona": "{person_pk}", "accion": "sesiones"}), read="/admin/personas/sesiones/"),
    "Caso de desvinculación": Row(
        office=Ask("/institucion/desvinculaciones/nueva/"), read=f"{REPORT}desvinculaciones/",
        tests={"R3": "test_i_33_a_departure_from_its_opening_to_the_acta", "R10": INTERIM,
               "R4": "test_i_06_the_jefe_reads_the_cases_of_the_area"}),
    "Solicitar el respaldo propio": Row(office=get("/respaldos/solicitar/")),
    "Respaldo institucional (ex servidor)": Row(
        office=get("/respaldos/institucion/solicitar/"), read="/admin/respaldos/cola/"),
    "Ver el estado de respaldos personales de otros": Row(
        office=get("/respaldos/institucion/listado/"), sge=get("/admin/respaldos/cola/"), read="/admin/respaldos/cola/"),
    "Descargar un respaldo personal": Row(
        tests={"R3 R4 R6 R8 R9": "test_b_24_s_56_the_aiq_sees_state_and_recorrido_of_a_personal_request_and_no_bytes"}),
    "Descargar un respaldo institucional": Row(
        tests={"R8": "test_an_aiq_of_some_areas_is_not_told_of_what_he_may_not_download",
               "R9": "test_the_aiq_downloads_it_and_the_servant_who_came_back_sees_it_without_descargar"}),
    "Catálogos globales, contenidos y avisos": Row(
        sge=Ask("/admin/portal/avisos/"), read="/admin/portal/",
        tests={"R9": "test_i_50_a_case_is_escalated_with_a_diagnosis_only_and_closes_itself_on_the_fifth_working_day"}),
    "Leer documentos de una institución": Row(
        tests={"R1 R2": "test_d_61_a_confidential_of_others_does_not_exist_for_her_and_her_own_does",
               "R3 R4": "test_the_jefe_reads_what_his_area_took_part_in_and_a_colleague_does_not",
               "R6": "test_d_55_ver_todos_gives_basic_data_and_a_recorrido_without_file_nor_comments",
               "R8 R9 R10 R11 R12 R13": "test_i_05_neither_the_agq_nor_the_aiq_opens_a_document_of_an_area"}),
    "Registros": Row(
        get("/mi-perfil/accesos/"), get("/mi-perfil/accesos/"), get("/admin/auditoria/"),
        tests={"R13": "test_accesses_are_found_by_person_event_and_day_without_what_was_read"}),
}  # fmt: skip
