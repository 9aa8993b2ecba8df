"""The versions of the «Acuerdo de uso» of citizens who sign electronically (accounts-portal §10.5).

The text is one of the portal's contents; each text that was published becomes a version, whose PDF never changes.
"""

from datetime import timedelta

from django.template.loader import render_to_string

from accounts.models import Agreement, ApplicationState, SignatureApplication
from quipux import clock, pdf
from quipux.files import store
from quipux.portal.contents import shown
from quipux.portal.places import AGREEMENT

DAYS_TO_SIGN = 60  # calendar days, for those who signed a former version


def newest() -> Agreement | None:
    """The version in force, None before anybody asked for it."""
    return Agreement.objects.select_related("pdf").order_by("-version").first()


def current() -> Agreement:
    """The version in force; the PDF of a text that was just published is made here, once, and kept for ever."""
    [text], last = shown([AGREEMENT]), newest()
    if last and (last.html or AGREEMENT.original) == text.html:
        return last
    version = last.version + 1 if last else 1
    values = {"title": text.title, "html": text.html, "version": version}
    stored = store.save(
        pdf.render(render_to_string("accounts/pdf/agreement.html", values)), media_type="application/pdf"
    )
    until = clock.today() + timedelta(days=DAYS_TO_SIGN) if last else None
    made, _ = Agreement.objects.get_or_create(version=version, defaults={
        "pdf": stored, "html": text.html, "published_at": clock.now(), "sign_until": until})  # fmt: skip
    return made


def awaited_from(person) -> Agreement | None:
    """The version that a citizen who signs, or did until it was suspended, has not signed yet."""
    last = newest()
    behind = SignatureApplication.objects.filter(
        person=person, state__in=[ApplicationState.AUTHORISED, ApplicationState.SUSPENDED], agreement__version__lt=last.version
    ) if last else None  # fmt: skip
    return last if behind is not None and behind.exists() else None


def to_sign(application: SignatureApplication) -> Agreement:
    """The PDF that the citizen has to sign now, or that she signed."""
    return awaited_from(application.person_id) or application.agreement
