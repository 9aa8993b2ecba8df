"""Why a signature is not accepted: the sentences of documents §9.2, in its order, and those of a key file."""

from quipux.errors import DomainError

SENTENCES = {
    "other_file": "El archivo recibido no corresponde al documento entregado para la firma.",
    "modified": "El archivo fue modificado después de la firma.",
    "unsigned": "El archivo no contiene una firma electrónica.",
    "invalid": "La firma no es válida.",
    "unknown_authority": ("El certificado no fue emitido por una entidad de certificación reconocida en este sistema."),
    "expired": "El certificado caducó el {day}.",
    "not_yet_valid": "El certificado rige desde el {day}.",
    "revoked": "El certificado está revocado desde {day}.",
    "revocation_unknown": "No se pudo comprobar que el certificado no esté revocado. Inténtelo de nuevo en unos minutos.",
    "other_person": "El certificado pertenece a otra persona ({identity}). El documento debe firmarlo {signer}.",
}
KEY_SENTENCES = {
    "not_p12": "El archivo no es un certificado .p12.",
    "password": "La clave del certificado no es correcta.",
    "no_key": "El archivo no contiene la clave privada de un certificado.",
    "many_keys": "El archivo contiene más de un certificado con clave; use uno que tenga solo el suyo.",
    "unusable_key": "El tipo de clave del certificado no sirve para firmar.",
    "too_large": "El archivo del certificado es demasiado grande.",
}


class SignatureRefused(DomainError):
    """A signed file is not accepted; nothing was delivered.

    ``code`` is a key of `SENTENCES`; ``message`` its sentence, complete.
    """

    status = 422

    def __init__(self, code: str, **details: str):
        super().__init__((SENTENCES | KEY_SENTENCES)[code].format(**details))
        self.code = code
        self.details = details


class BadKeyFile(DomainError):
    """A .p12 cannot be used; ``code`` is a key of `KEY_SENTENCES`. Nothing of it is kept."""

    status = 422

    def __init__(self, code: str):
        super().__init__(KEY_SENTENCES[code])
        self.code = code


class SignatureUnavailable(DomainError):
    """No child could do it now, or it passed its limits: not a verdict, it may be tried again."""

    status = 503

    def __init__(self, detail: str = ""):
        super().__init__("No se pudo procesar la firma en este momento. Inténtelo de nuevo en unos minutos.")
        self.detail = detail
