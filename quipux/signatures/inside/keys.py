"""Opening a .p12. What is opened lives in this process and dies with it."""

from asn1crypto import pkcs12
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from pyhanko.keys.internal import (
    translate_pyca_cryptography_cert_to_asn1,
    translate_pyca_cryptography_key_to_asn1,
)
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from quipux.signatures.inside.certificates import describe
from quipux.signatures.inside.refusing import Refused

KEY_BAGS = {"key_bag", "pkcs8_shrouded_key_bag"}
SMALLEST_RSA = 2048


def opened(data: bytes, password: bytes, *, sources: list[str]) -> tuple[SimpleSigner, dict]:
    """The signer, and ``{"certificate": …}``. Raises `Refused` with a key of `errors.KEY_SENTENCES`."""
    if _keys_in_sight(data) > 1:
        raise Refused("many_keys")
    try:
        store = load_pkcs12(data, password)
    except ValueError:
        raise Refused("password") from None
    if store.key is None or store.cert is None:
        raise Refused("no_key")
    _require_usable(store.key)
    certificate = translate_pyca_cryptography_cert_to_asn1(store.cert.certificate)
    others = SimpleCertificateStore()
    others.register_multiple(translate_pyca_cryptography_cert_to_asn1(c.certificate) for c in store.additional_certs)
    signer = SimpleSigner(
        signing_cert=certificate,
        signing_key=translate_pyca_cryptography_key_to_asn1(store.key),
        cert_registry=others,
    )
    return signer, {"certificate": describe(certificate, sources)}


def _keys_in_sight(data):
    """How many keys the file holds, as far as it can be seen without the password."""
    try:
        parts = pkcs12.Pfx.load(data, strict=True).authenticated_safe
        plain = [part["content"].native for part in parts if part["content_type"].native == "data"]
        bags = [bag for content in plain for bag in pkcs12.SafeContents.load(content)]
        return sum(bag["bag_id"].native in KEY_BAGS for bag in bags)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Refused("not_p12") from None


def _require_usable(key):
    is_usable = isinstance(key, ec.EllipticCurvePrivateKey) or (
        isinstance(key, rsa.RSAPrivateKey) and key.key_size >= SMALLEST_RSA
    )
    if not is_usable:
        raise Refused("unusable_key")
