"""The table of environment variables (contract.md 4, backups.md 6.3)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from quipux.configuration import parsers as p
from quipux.files.kinds import KINDS

REQUIRED = object()
UNSET = object()


@dataclass(frozen=True)
class Variable:
    """One environment variable.

    `default` and `example` are written as the operator writes them and go through `parse`, so
    an example that is not valid fails the tests. `UNSET` means: without a value, None.
    """

    name: str
    parse: Callable[[str], Any]
    default: Any
    example: str
    meaning: str


_GB = 1_000_000_000
# The extensions in which the Ecuadorian authorities write the cédula or passport of the subject.
_IDENTITY_SOURCES = (
    "serialNumber,1.3.6.1.4.1.37947.3.1,1.3.6.1.4.1.37746.3.1,1.3.6.1.4.1.43745.1.3.1,1.3.6.1.4.1.37442.3.1"
)
_KEY_EXAMPLE = "se-genera-con-openssl-rand-base64-48-y-cambia-en-cada-instalación"

_TABLE = (
    # --- running -------------------------------------------------------------------------------
    Variable("SECRET_KEY", p.secret_key, REQUIRED, _KEY_EXAMPLE, "Clave de firma de sesiones y enlaces"),
    Variable("SECRET_KEY_FALLBACKS", p.secret_keys, "", _KEY_EXAMPLE, "Claves anteriores, separadas por espacios"),
    Variable("DEBUG", p.switch, "0", "0", "Modo de desarrollo; nunca en producción"),
    Variable("ALLOWED_HOSTS", p.hosts, REQUIRED, "quipux.ejemplo.gob.ec", "Nombres con los que se entra"),
    Variable("DATABASE_URL", p.database_url, REQUIRED, "postgres://quipux:clave@db:5432/quipux", "Base PostgreSQL"),
    Variable("REDIS_URL", p.redis_url, REQUIRED, "redis://redis:6379/0", "Redis o Valkey"),
    Variable("CELERY_BROKER_URL", p.broker_url, UNSET, "redis://redis:6379/1", "Cola de tareas; si falta, REDIS_URL"),
    Variable("STORAGE_URL", p.storage_url, REQUIRED, "/var/lib/quipux", "Carpeta absoluta o s3://deposito"),
    Variable(
        "EMAIL_URL", p.email_url, "smtp://localhost:25", "smtp+tls://usuario:clave@correo:587", "Servidor de correo"
    ),
    Variable("QUIPUX_DEMO", p.switch, "0", "0", "Demostración: solo en este equipo, sin TLS"),
    Variable(
        "QUIPUX_PUBLIC_URL", p.public_url, UNSET, "https://quipux.ejemplo.gob.ec", "Dirección de los enlaces en correos"
    ),
    Variable(
        "QUIPUX_ENVIRONMENT",
        p.one_of("both", "training", "production"),
        "both",
        "production",
        "Ambientes que atiende: los dos (both), solo capacitación o solo producción",
    ),
    Variable(
        "QUIPUX_OTHER_ENVIRONMENT_URL",
        p.public_url,
        UNSET,
        "https://capacitacion.ejemplo.gob.ec",
        "Si los ambientes son dos instalaciones, la dirección de la otra",
    ),
    Variable("QUIPUX_PROXY_ADDRESSES", p.networks, "", "10.0.0.5", "Servidores intermedios de confianza"),
    Variable("QUIPUX_ADMIN_PATH", p.site_path, "/admin/", "/gobierno/", "Ruta de la administración"),
    Variable("QUIPUX_ADMIN_NETWORKS", p.networks, "", "10.0.0.0/8", "Redes desde las que se administra; vacío: todas"),
    Variable(
        "QUIPUX_FROM_EMAIL",
        p.email,
        "no-responder@quipux.invalid",
        "no-responder@ejemplo.gob.ec",
        "Remitente de los correos",
    ),
    Variable(
        "QUIPUX_LOG_LEVEL", p.one_of("DEBUG", "INFO", "WARNING", "ERROR"), "INFO", "INFO", "Detalle de la bitácora"
    ),
    Variable("QUIPUX_STATEMENT_TIMEOUT", p.integer(1, 86_400), "10", "10", "Segundos por consulta SQL"),
    Variable("QUIPUX_LOCK_TIMEOUT", p.integer(1, 3_600), "3", "3", "Segundos de espera por un bloqueo SQL"),
    Variable("QUIPUX_IDLE_TIMEOUT", p.integer(1, 86_400), "60", "60", "Segundos de transacción SQL ociosa"),
    Variable(
        "QUIPUX_HEALTH_TOKEN",
        p.token,
        UNSET,
        "veinte-letras-al-azar-o-mas",
        "Ficha para /salud/ fuera de la red interna",
    ),
    # --- copies of the system ------------------------------------------------------------------
    Variable(
        "QUIPUX_SYSTEM_BACKUP_FOLDER", p.folder, UNSET, "/mnt/copias/quipux", "Carpeta de las copias de seguridad"
    ),
    Variable(
        "QUIPUX_SYSTEM_BACKUP_BUCKET",
        p.bucket_url,
        UNSET,
        "s3://copias?endpoint=https://s3.otro-sitio.ec",
        "Depósito S3 de otro sitio, que recibe las mismas copias",
    ),
    Variable(
        "QUIPUX_SYSTEM_BACKUP_KEY",
        p.age_recipient,
        UNSET,
        "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj",
        "Llave pública de las copias; la privada se guarda en otra parte",
    ),
    Variable(
        "QUIPUX_SYSTEM_BACKUP_KEEP", p.integers(3, 1, 400), "7,5,12", "7,5,12", "Copias diarias, semanales y mensuales"
    ),
    Variable("QUIPUX_ANCHOR_EMAIL", p.email, UNSET, "auditoria@ejemplo.gob.ec", "A quién enviar la huella de cada día"),
    Variable(
        "QUIPUX_ANCHOR_STORAGE", p.folder, UNSET, "/mnt/anclas/quipux", "Carpeta de escritura única para esas huellas"
    ),
    # --- people --------------------------------------------------------------------------------
    Variable("QUIPUX_PASSWORD_PROFILE", p.one_of("segura", "semilla"), "segura", "segura", "Reglas de las claves"),
    Variable(
        "QUIPUX_OPERATOR_NAME",
        p.text,
        "SUBSECRETARÍA DE GOBIERNO ELECTRÓNICO",
        "MI INSTITUCIÓN",
        "Quién opera el sistema",
    ),
    Variable("QUIPUX_SUPPORT_EMAIL", p.email, "soporte@quipux.invalid", "soporte@ejemplo.gob.ec", "Correo de soporte"),
    Variable("QUIPUX_ALERT_EMAIL", p.email, UNSET, "alertas@ejemplo.gob.ec", "A quién avisar de una falla"),
    Variable(
        "QUIPUX_RECOVERY_MINUTES", p.integer(5, 1_440), "30", "30", "Minutos del enlace para cambiar la contraseña"
    ),
    Variable("QUIPUX_ACTIVATION_HOURS", p.integer(1, 720), "72", "72", "Horas del enlace para crear la contraseña"),
    Variable(
        "QUIPUX_MERGE_UNDO_DAYS", p.integer(1, 365), "30", "30", "Días para deshacer la unificación de dos personas"
    ),
    Variable(
        "QUIPUX_INCIDENT_AUTHORITY_DAYS",
        p.integer(1, 30),
        "5",
        "5",
        "Días calendario para notificar un incidente con datos personales a la autoridad",
    ),
    Variable(
        "QUIPUX_INCIDENT_PEOPLE_DAYS",
        p.integer(1, 30),
        "3",
        "3",
        "Días calendario para avisar de un incidente a las personas",
    ),
    Variable("QUIPUX_CITIZEN_LOGIN", p.switch, "1", "1", "Los ciudadanos pueden ingresar"),
    Variable(
        "QUIPUX_IDENTITY_SOURCE",
        p.identity_source,
        "none",
        "https://registro-civil.ejemplo.gob.ec/personas",
        "Registro Civil: none, stub (solo demostración) o la dirección de un servicio",
    ),
    Variable(
        "QUIPUX_IDENTITY_SOURCE_TOKEN",
        p.token,
        UNSET,
        "veinte-letras-al-azar-o-mas",
        "Ficha con que se consulta el Registro Civil",
    ),
    Variable("QUIPUX_TOTP_GRACE_DAYS", p.integer(0, 60), "7", "7", "Días para activar el segundo factor obligatorio"),
    Variable("QUIPUX_TOTP_EVERYBODY", p.switch, "0", "0", "Segundo factor obligatorio para todas las personas"),
    Variable("QUIPUX_SINGLE_SESSION", p.switch, "1", "1", "Una sola sesión abierta por persona"),
    Variable("QUIPUX_IDLE_MINUTES", p.integer(5, 720), "60", "60", "Minutos sin uso que cierran una sesión"),
    Variable("QUIPUX_IDLE_MINUTES_ADMIN", p.integer(5, 720), "30", "30", "Lo mismo, de operadores y administradores"),
    Variable(
        "QUIPUX_ACCESS_LOG_MONTHS",
        p.integer(12, 240),
        "12",
        "12",
        "Meses que se conserva cada acceso; después, cuentas",
    ),
    Variable("QUIPUX_SESSION_HOURS", p.integer(1, 24), "12", "12", "Duración máxima de una sesión"),
    # --- documents -----------------------------------------------------------------------------
    Variable("QUIPUX_RECIPIENTS_MAX", p.integer(1, 10_000), "2000", "2000", "Destinatarios de un documento"),
    Variable("QUIPUX_EXPORT_MAX_ROWS", p.integer(1, 1_000_000), "10000", "10000", "Filas por exportación"),
    Variable("QUIPUX_AUTOSAVE_SECONDS", p.integer(5, 600), "20", "20", "Segundos entre guardados de lo que se escribe"),
    # --- implantation ---------------------------------------------------------------------------
    Variable(
        "QUIPUX_ELIGIBILITY",
        p.one_of("public_sector", "apc_only"),
        "public_sector",
        "apc_only",
        "Qué instituciones pueden implantar: todo el sector público o solo la Función Ejecutiva",
    ),
    Variable("QUIPUX_IMPLANTATION_DAYS", p.integer(1, 365), "15", "15", "Días para parametrizar en capacitación"),
    Variable(
        "QUIPUX_IMPLANTATION_DAY_KIND",
        p.one_of("calendar", "working"),
        "calendar",
        "working",
        "Cómo se cuentan esos días: calendario o laborables",
    ),
    Variable("QUIPUX_EXTENSION_MAX", p.integer(0, 10), "2", "2", "Extensiones del plazo de parametrización"),
    Variable("QUIPUX_LAPSE_DAYS", p.integer(1, 365), "60", "60", "Días hasta que caduca un plazo vencido"),
    Variable(
        "QUIPUX_TENANT_PURGE_DAYS",
        p.integer(1, 3_650),
        "90",
        "90",
        "Días en operación hasta cerrar el ambiente de capacitación",
    ),
    Variable("QUIPUX_COURSE_HOURS", p.integer(1, 100), "12", "12", "Horas de capacitación de un AIQ"),
    Variable("QUIPUX_FOCAL_RATIO", p.integer(1, 10_000), "50", "50", "Servidores por usuario focal"),
    Variable("QUIPUX_REVIEW_DAYS", p.integer(1, 60), "3", "3", "Días laborables para revisar una solicitud"),
    Variable("QUIPUX_OBSERVED_DAYS", p.integer(1, 60), "10", "10", "Días laborables para corregir una solicitud"),
    Variable("QUIPUX_VERIFY_DAYS", p.integer(1, 60), "5", "5", "Días laborables para verificar una parametrización"),
    # --- signature -----------------------------------------------------------------------------
    Variable(
        "QUIPUX_SIGNATURE_PROVIDERS",
        p.several_of("desktop", "server_p12"),
        "desktop",
        "desktop,server_p12",
        "Cómo se firma: programa del equipo y, donde la institución lo permita, archivo .p12 en el servidor",
    ),
    Variable(
        "QUIPUX_SIGNATURE_DESKTOP_URL",
        p.signer_address,
        "firmaec://quipux/firmar?direccion={direccion}&ficha={ficha}&documentos={documentos}",
        "firmaec://quipux/firmar?direccion={direccion}&ficha={ficha}&documentos={documentos}",
        "Cómo se abre el programa de firma del equipo",
    ),
    Variable("QUIPUX_SIGNATURE_TOKEN_MINUTES", p.integer(5, 240), "30", "30", "Minutos para firmar"),
    # --- attachments ---------------------------------------------------------------------------
    Variable("QUIPUX_ATTACHMENT_MAX_MB", p.integer(1, 1_000), "25", "25", "MB por anexo"),
    Variable("QUIPUX_ATTACHMENTS_TOTAL_MB", p.integer(1, 10_000), "200", "200", "MB de anexos por documento"),
    Variable("QUIPUX_ATTACHMENTS_MAX", p.integer(1, 1_000), "50", "50", "Anexos por documento"),
    Variable("QUIPUX_ATTACHMENT_TYPES", p.file_kinds, ",".join(KINDS), "pdf,docx,xlsx", "Tipos de anexo permitidos"),
    Variable(
        "QUIPUX_SCANNER",
        p.scanner,
        "none",
        "quipux.scanning.clamd.scan",
        "Función que busca virus en los anexos; none: no se revisan",
    ),
    Variable(
        "QUIPUX_CLAMD_ADDRESS",
        p.socket_address,
        "unix:///run/clamav/clamd.ctl",
        "tcp://antivirus:3310",
        "Dónde escucha ClamAV",
    ),
    # --- signatures ------------------------------------------------------------------------------
    Variable(
        "QUIPUX_SIGNATURE_TRUST_ROOTS",
        p.folder,
        UNSET,
        "/etc/quipux/entidades",
        "Carpeta con los certificados de las entidades reconocidas",
    ),
    Variable(
        "QUIPUX_SIGNATURE_REVOCATION",
        p.one_of("soft", "hard"),
        "soft",
        "soft",
        "Si no se puede comprobar la revocación: soft acepta y vuelve a comprobar, hard rechaza",
    ),
    Variable(
        "QUIPUX_SIGNATURE_TSA_URL",
        p.web_address,
        UNSET,
        "https://sello.ejemplo.gob.ec/tsa",
        "Sello de tiempo (RFC 3161)",
    ),
    Variable(
        "QUIPUX_SIGNATURE_IDENTITY_SOURCES",
        p.identity_sources,
        _IDENTITY_SOURCES,
        "serialNumber,1.3.6.1.4.1.37947.3.1",
        "Dónde está la cédula en un certificado, en orden",
    ),
    Variable(
        "QUIPUX_SIGNATURE_INTERNAL_HOSTS",
        p.host_names,
        "",
        "ocsp.interno.gob.ec",
        "Servidores de red privada a los que se puede preguntar por la revocación",
    ),
    Variable("QUIPUX_ACCEPT_TEST_CA", p.switch, "0", "0", "Aceptar certificados de prueba, sin validez legal"),
    # --- backups: what a person may ask ---------------------------------------------------------
    Variable("QUIPUX_MINIMUM_DOCUMENTS", p.integer(0, 1_000_000), "21", "21", "Mínimo de documentos; 0 lo desactiva"),
    Variable("QUIPUX_VALIDITY_PERSONAL_DAYS", p.integer(1, 365), "7", "7", "Días de vigencia, personal"),
    Variable("QUIPUX_VALIDITY_INSTITUTIONAL_DAYS", p.integer(1, 365), "4", "4", "Días de vigencia, institucional"),
    Variable("QUIPUX_PROMISE_PERSONAL", p.integers(2, 1, 365), "5,6", "5,6", "Días prometidos, personal"),
    Variable("QUIPUX_PROMISE_INSTITUTIONAL", p.integers(2, 1, 365), "4,5", "4,5", "Días prometidos, institucional"),
    Variable("QUIPUX_HIGH_DEMAND_MONTHS", p.integers(None, 1, 12), "12,1,2", "12,1,2", "Meses de alta demanda"),
    Variable("QUIPUX_MAX_REQUESTS_30_DAYS", p.integer(1, 1_000), "3", "3", "Solicitudes por puesto en 30 días"),
    Variable("QUIPUX_BACKUP_AUTHORIZER", p.switch, "0", "0", "Exigir autorización antes de aprobar"),
    Variable("QUIPUX_TWO_OPERATORS", p.switch, "1", "1", "Dos operadores para actos delicados"),
    # --- backups: the night ----------------------------------------------------------------------
    Variable("QUIPUX_PART_SIZE", p.integer(1_000_000, 4_000_000_000), str(_GB), str(_GB), "Bytes por parte"),
    Variable("QUIPUX_NIGHT_WINDOW", p.night_window, "22:00-06:00", "22:00-06:00", "Ventana nocturna"),
    Variable("QUIPUX_NIGHT_REQUESTS", p.integer(1, 1_000_000), "300", "300", "Solicitudes por noche"),
    Variable("QUIPUX_NIGHT_DOCUMENTS", p.integer(1, 10**12), "1000000", "1000000", "Documentos por noche"),
    Variable("QUIPUX_NIGHT_BYTES", p.integer(1, 10**18), str(200 * _GB), str(200 * _GB), "Bytes por noche"),
    Variable("QUIPUX_NIGHT_INSTITUTION_SHARE", p.decimal(0.01, 1), "0.30", "0.30", "Parte de la noche por institución"),
    Variable("QUIPUX_DOCUMENT_TRIES", p.integer(1, 20), "3", "3", "Intentos por documento"),
    Variable("QUIPUX_BACKUP_ATTEMPTS", p.integer(1, 50), "5", "5", "Intentos de un respaldo en una noche"),
    Variable("QUIPUX_RETRY_NIGHTS", p.integer(0, 30), "3", "3", "Noches de reintento"),
    Variable("QUIPUX_LEASE_SECONDS", p.integer(2, 3_600), "120", "120", "Segundos de reserva de un trabajo"),
    Variable("QUIPUX_PDF_CHILDREN", p.integer(1, 16), "1", "2", "Procesos que generan PDF, por proceso del sistema"),
    Variable("QUIPUX_BACKUPS_AT_ONCE", p.integer(1, 1_000), "8", "8", "Respaldos de la lista en ejecución a la vez"),
    Variable("QUIPUX_BULK_MAX", p.integer(1, 2_000), "500", "500", "Documentos por acción"),
    Variable("QUIPUX_UNDO_SECONDS", p.integer(0, 600), "30", "30", "Segundos para deshacer una acción"),
    Variable(
        "QUIPUX_DELEGATION_INSTITUTION_WIDE", p.switch, "0", "0", "Subrogante de cualquier área de la institución"
    ),
    Variable("QUIPUX_PARTS_AT_ONCE", p.integer(1, 64), "4", "4", "Partes de un respaldo a la vez"),
    Variable("QUIPUX_DISK_FREE_SHARE", p.decimal(0, 0.9), "0.15", "0.15", "Parte del disco que queda libre"),
    Variable("QUIPUX_DISK_FREE_FACTOR", p.decimal(1, 10), "2.2", "2.2", "Espacio libre por byte estimado"),
    Variable("QUIPUX_PURGE_HOURS", p.integer(1, 8_760), "72", "72", "Horas hasta el borrado físico"),
    Variable("QUIPUX_TICKET_HOURS", p.integer(0, 72), "12", "12", "Horas de un enlace de gestor de descargas"),
    Variable("QUIPUX_DELIVERY", p.one_of("python", "accel", "s3"), "python", "accel", "Quién entrega los bytes"),
)

VARIABLES: dict[str, Variable] = {variable.name: variable for variable in _TABLE}
