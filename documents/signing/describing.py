"""What is said of a signature: «Información de Firma» and «Verificar Firma» (documents §5.4, §9.2)."""

from datetime import datetime

from documents.models import Document, Party, Signature
from documents.states import Revocation, SendingStep
from quipux import clock
from quipux.signatures.results import TEST_NOTICE

SIGNED, UNSIGNED = "Firmado electrónicamente", "Sin firma electrónica"
VALID, VALID_THEN, REVOKED = "Firma válida", "Firma válida a la fecha de firma", "Firma revocada"
COVERAGE = "Cubre todo el archivo"


def state_of(signature: Signature, now: datetime) -> str:
    """What the signature is worth at an instant, by all that was learned since it was accepted."""
    last = _last_check(signature)
    if last and last.revocation == Revocation.REVOKED and last.revoked_at <= signature.signed_at:
        return REVOKED
    ended = signature.not_after < now or (last is not None and last.revocation == Revocation.REVOKED)
    return VALID_THEN if ended else VALID


def worth(signature: Signature, now: datetime) -> str:
    """The same in one sentence, with what must never be left out: that a certificate was a test one."""
    return f"{state_of(signature, now)}. {TEST_NOTICE}" if signature.is_test else state_of(signature, now)


def revocation_of(signature: Signature) -> str:
    """The last that is known of the certificate's revocation, in words."""
    last = _last_check(signature)
    known = Revocation((last or signature).revocation)
    day = f" desde {clock.local(last.revoked_at).date()}" if last and last.revoked_at else ""
    return f"{known.label}{day}"


def packed_report(signature: Signature) -> dict:
    """The validation report as a backup takes it away: what was found then, and what is known of it since.

    JSON-able. The identity document is masked, because backups are handed on.
    """
    found = signature.report
    return {
        "identity": masked(signature.identity_document), "level": f"PAdES {signature.level}",
        "format": found.get("format", ""), "digest": found.get("digest", ""), "covers": COVERAGE,
        "time_source": signature.get_time_source_display(), "declared_at": found.get("declared_at") or "",
        "serial": signature.serial, "valid_from": clock.local(signature.not_before).isoformat(),
        "valid_until": clock.local(signature.not_after).isoformat(),
        "certificate_sha256": found.get("certificate", {}).get("sha256", ""), "chain": found.get("chain", []),
        "revocation": revocation_of(signature), "checked_at": _checked_at(signature).isoformat(timespec="seconds"),
        "given_sha256": found.get("given_sha256", ""), "is_test": signature.is_test,
    }  # fmt: skip


def _checked_at(signature):
    last = _last_check(signature)
    return clock.local(last.at if last else signature.checked_at)


def _last_check(signature):
    # In memory, so that whoever packs many documents asks once for all of them.
    return max(signature.checks.all(), key=lambda check: check.pk, default=None)


def words_of(document: Document) -> str:
    """One line for lists; a test certificate is always named as what it is (D-26)."""
    if not document.is_signed:
        return UNSIGNED
    return f"{SIGNED} · {TEST_NOTICE}" if document.signature.is_test else SIGNED


def facts_of(document: Document, actor) -> dict | None:
    """What the pages of a document show of its signature; None for one without.

    Returns:
        ``state``, ``test`` (notice or empty) and ``rows``: pairs of label and value. The identity document is
        masked for who is no party.
    """
    signature = Signature.objects.filter(document=document).first()
    if signature is None:
        return None
    return {"state": state_of(signature, clock.now()), "test": TEST_NOTICE if signature.is_test else "",
            "rows": _rows(signature, is_party=_is_party(document, actor))}  # fmt: skip


def _rows(signature, *, is_party):
    identity = signature.identity_document if is_party else masked(signature.identity_document)
    validity = f"{clock.local(signature.not_before).date()} a {clock.local(signature.not_after).date()}"
    return [
        ("Firmado por", signature.signer_name), ("Documento de identidad", identity),
        ("Fecha de firma", signature.signed_at), ("Origen de la hora", signature.get_time_source_display()),
        ("Entidad de certificación", signature.issuer), ("Vigencia del certificado", validity),
        ("Revocación", revocation_of(signature)), ("Nivel", f"PAdES {signature.level}"), ("Cobertura", COVERAGE),
    ]  # fmt: skip


def masked(identity: str) -> str:
    """«17••••••65»."""
    hidden = len(identity) - 4
    return f"{identity[:2]}{'•' * hidden}{identity[-2:]}" if hidden > 0 else "•" * len(identity)


def _is_party(document, actor):
    mine = Party.objects.filter(document=document)
    return mine.filter(appointment__person=actor.user).exists() or mine.filter(person=actor.user).exists()


def waiting_words(document: Document) -> str:
    """What is said while there is no signature: that it is waited for, or that there is none."""
    sending = getattr(document, "sending", None)
    return SendingStep.SIGNATURE.label if sending and sending.step == SendingStep.SIGNATURE else UNSIGNED
