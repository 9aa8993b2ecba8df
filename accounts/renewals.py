"""A new version of the «Acuerdo de uso»: who signed a former one is asked, and suspended after its days (accounts-portal §10.5)."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts import agreements, applications
from accounts.mailing import write_to
from accounts.models import Agreement, ApplicationState, SignatureApplication
from quipux import clock
from quipux.history.recorder import SYSTEM
from quipux.notices.services import notify

ASK = "QUIPUX: Firme la versión nueva del Acuerdo de uso"
SENTENCE = (
    "El Acuerdo de uso tiene una versión nueva. Fírmela hasta el {}: después no podrá crear ni firmar documentos."
)
UNSIGNED = "No firmó la versión {} del Acuerdo de uso hasta el {}."


def keep() -> dict:
    """The job: makes the version of a text that was published, asks who signed a former one, suspends after its days."""
    if not Agreement.objects.exists():
        return {"asked": 0, "suspended": 0}
    version = agreements.current()
    behind = SignatureApplication.objects.filter(
        state=ApplicationState.AUTHORISED, agreement__version__lt=version.version
    )
    asked = [_ask(one, version) for one in behind.filter(asked_version__lt=version.version).select_related("person")]
    is_over = version.sign_until is not None and version.sign_until < clock.today()
    late = behind.select_related("person") if is_over else behind.none()
    return {"asked": len(asked), "suspended": len([_suspend(one, version) for one in late])}


@transaction.atomic
def _ask(application, version):
    """Once per version: a notice and a mail."""
    key, told = f"acuerdo-{version.version}-{application.uuid}", SENTENCE.format(version.sign_until.isoformat())
    page = reverse("accounts:signature_application")
    notify(key=key, user_id=application.person_id, text=told, url=page)
    write_to(application.person, key=key, subject=ASK, lines=[told], link=f"{settings.QUIPUX_PUBLIC_URL}{page}",
             link_text="Firmar el Acuerdo de uso")  # fmt: skip
    SignatureApplication.objects.filter(pk=application.pk).update(asked_version=version.version)


def _suspend(application, version):
    reason = UNSIGNED.format(version.version, version.sign_until.isoformat())
    return applications.suspend(application, reason=reason, actor=SYSTEM)
