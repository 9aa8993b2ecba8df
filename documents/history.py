"""Actions of a copy's Recorrido (documents §4.2)."""

from django.apps import apps

from quipux.history import actions, subjects

REGISTER, MODIFY, SIGN_AND_SEND, DELIVER = "register", "modify", "sign_and_send", "deliver"
REASSIGN, RECOVER, ADMIN_REASSIGN = "reassign", "recover", "admin_reassign"
REORGANISED = "reorganised"
INFORM, REMOVE_INFORMED, COMMENT = "inform", "remove_informed", "comment"
SHELVE, UNSHELVE, ANSWER, DUPLICATE = "shelve", "unshelve", "answer", "duplicate"
DELETE, RESTORE, PURGE = "delete", "restore", "purge"
CHANGE_DATA, LINK, UNLINK = "change_data", "link", "unlink"
FOLDER_PUT, FOLDER_REMOVE, METADATA = "folder_put", "folder_remove", "metadata"
TASK_ASSIGN, TASK_PROGRESS, TASK_FINISH, TASK_CANCEL = "task_assign", "task_progress", "task_finish", "task_cancel"
TASK_REOPEN, TASK_EDIT, TASK_COMMENT, TASK_OWNER = "task_reopen", "task_edit", "task_comment", "task_owner"
FORMAT_SAVED = "format_saved"

DOCUMENT_SETTINGS = "document_settings"
SERVER_KEY_ALLOWED, SERVER_KEY_FORBIDDEN = "server_key_allowed", "server_key_forbidden"
actions.register("institution", {
    DOCUMENT_SETTINGS: "Ajustes de documentos modificados",
    SERVER_KEY_ALLOWED: "Firma con archivo en el servidor permitida",
    SERVER_KEY_FORBIDDEN: "Firma con archivo en el servidor prohibida",
})  # fmt: skip
BACKGROUND_KEPT, BACKGROUND_REMOVED = "background_kept", "background_removed"
actions.register("area", {BACKGROUND_KEPT: "Plantilla cargada", BACKGROUND_REMOVED: "Plantilla quitada"})
SIGNATURE_IMAGE_KEPT, SIGNATURE_IMAGE_REMOVED = "signature_image_kept", "signature_image_removed"
actions.register("appointment", {SIGNATURE_IMAGE_KEPT: "Imagen de firma cargada",
                                 SIGNATURE_IMAGE_REMOVED: "Imagen de firma quitada"})  # fmt: skip
actions.register("number_format", {FORMAT_SAVED: "Formato de numeración guardado"})
TASK_LABELS = {
    TASK_ASSIGN: "Asignar tarea",
    TASK_PROGRESS: "Avance de tarea",
    TASK_FINISH: "Finalizar tarea",
    TASK_CANCEL: "Cancelar tarea",
    TASK_REOPEN: "Reabrir tarea",
    TASK_EDIT: "Editar tarea",
    TASK_COMMENT: "Comentar tarea",
    TASK_OWNER: "Cambio de propietario de tarea",
}
actions.register("task", TASK_LABELS)
actions.register("copy", TASK_LABELS | {
    CHANGE_DATA: "Modificación",
    LINK: "Asociar documento",
    UNLINK: "Quitar asociación",
    FOLDER_PUT: "Carpeta virtual: incluir",
    FOLDER_REMOVE: "Carpeta virtual: quitar",
    METADATA: "Metadatos",
    REGISTER: "Registro",
    MODIFY: "Modificación",
    SIGN_AND_SEND: "Firmar y enviar",
    DELIVER: "Envío Electrónico",
    REASSIGN: "Reasignar",
    RECOVER: "Recuperar",
    ADMIN_REASSIGN: "Tareas de administración",
    REORGANISED: "Cambio de institución por reorganización",
    INFORM: "Informar",
    REMOVE_INFORMED: "Borrar informado",
    COMMENT: "Comentar",
    SHELVE: "Archivar",
    UNSHELVE: "Restablecer archivado",
    ANSWER: "Responder",
    DUPLICATE: "Copiar",
    DELETE: "Eliminar",
    RESTORE: "Restablecer eliminado",
    PURGE: "Eliminado total",
})  # fmt: skip

# Sending and paper (documents §10)
SIGN_REFUSED, SIGN_REVOKED, RERENDER = "sign_refused", "sign_revoked", "rerender"
SIGN, RETRY_SIGNATURE, SENT_ANSWER, SENT_ANSWER_ON_PAPER = (
    "sign",
    "retry_signature",
    "answer_delivered",
    "answer_sent_on_paper",
)
FORCE_PAPER, SEND_PAPER, ANNUL = "force_paper", "send_paper", "annul"
ANNUL_COPY, RESTORE_ANNULLED = "annul_copy", "restore_annulled"
# The window (documents §11)
DIRECT, DIGITISE, PHYSICAL_ARCHIVE = "direct", "digitise", "physical_archive"

actions.register("copy", {
    SIGN: "Firma Digital",
    SIGN_REFUSED: "Firma rechazada",
    SIGN_REVOKED: "Firma revocada",
    RERENDER: "Regenerar PDF",
    RETRY_SIGNATURE: "Envío Electrónico (reintento)",
    SENT_ANSWER: "Envío de respuesta electrónica",
    SENT_ANSWER_ON_PAPER: "Envío de respuesta manual",
    FORCE_PAPER: "Ordenar envío manual",
    SEND_PAPER: "Envío Manual",
    ANNUL: "Anular",
    ANNUL_COPY: "Eliminar",
    RESTORE_ANNULLED: "Restablecer eliminado",
    DIRECT: "Dirigir documento",
    DIGITISE: "Digitalización",
    PHYSICAL_ARCHIVE: "Archivo físico",
})  # fmt: skip

# What readers still see of an original whose author hid the steps of its draft (documents §5.4).
OFFICIAL_STEPS = frozenset({REGISTER, SIGN_AND_SEND, SIGN, DELIVER, RETRY_SIGNATURE, FORCE_PAPER, SEND_PAPER, ANNUL,
                            ANSWER, SENT_ANSWER, SENT_ANSWER_ON_PAPER, SHELVE, UNSHELVE, DIRECT, DIGITISE, "dispatch",
                            "dispatch_delivered", "mark_returned", "delivery_receipt"})  # fmt: skip


def _by_number(text):
    """The copies of a document; a number says nothing of what it is about."""
    rows = apps.get_model("documents", "Copy").objects.filter(document__number=text.upper())
    return [("copy", uuid) for uuid in rows.order_by("pk").values_list("uuid", flat=True)[:MOST_COPIES]]


MOST_COPIES = 2500  # a circular to everybody
subjects.register(
    {"copy": "Documento", "task": "Tarea", "number_format": "Formato de numeración", "transfer": "Traspaso"}, _by_number
)
