"""The mesa de ayuda of the institution in use, for the page «Ayuda» (institutions §13)."""

from django.urls import reverse

from institutions.models import SupportDesk
from quipux.portal.desks import Desk, register


@register
def own_desk(request) -> Desk | None:
    """Of who is in an office or is here as a citizen."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.is_leaver:
        return None
    cases, institution = reverse("institutions:support_cases"), actor.institution
    if institution is None:
        return Desk("", "", "", "", cases)
    kept = SupportDesk.objects.filter(institution=institution).first()
    mailbox = institution.support_email if institution.support_email_verified_at else ""
    return Desk(institution.name, mailbox, kept.hours if kept else "", kept.staff if kept else "", cases)
