"""What the office of the matrix holds of getting in: arguments and canaries."""

from accounts.models import SignedRequest
from quipux import clock
from quipux.files import store
from tests import factories


def furnish() -> dict[str, tuple[dict, dict[str, bytes]]]:
    """A request for another e-mail that somebody is about to sign."""
    content = factories.TINY_PDF + b"% Canario de la solicitud de correo"
    made = SignedRequest.objects.create(address="canario.correo@ejemplo.ec", created_at=clock.now(),
                                        pdf=store.save(content, media_type="application/pdf"))  # fmt: skip
    return {"signed_request": ({"uuid": made.uuid}, {"text": made.address.encode(), "pdf": content})}
