"""Who is mailed of a reorganisation: the AIQs of both sides (institutions §10.3, §15)."""

from django.conf import settings

from institutions.models import PlanKind, ReorganisationPlan
from institutions.scope import administrators
from quipux.outbox.services import queue_mail

SCHEDULED, APPLIED = "QUIPUX: Reorganización programada", "QUIPUX: Reorganización aplicada"


def told(plan: ReorganisationPlan, subject: str) -> None:
    """Once for each plan, event and person; the page of a plan between institutions is the SGE's."""
    sides = {plan.origin.institution, plan.destination.institution}
    text = (f"{plan.origin.name} pasa a {plan.destination.name}, {plan.destination.institution.name}.\n"
            f"Fecha efectiva: {plan.effective_on.isoformat()}\nEstado: {plan.get_state_display()}\n")  # fmt: skip
    if plan.kind == PlanKind.INSIDE:
        text += f"\n{settings.QUIPUX_PUBLIC_URL}{plan.get_absolute_url()}\n"
    event = "programada" if subject == SCHEDULED else "aplicada"
    posts = {post.pk: post for side in sides for post in administrators(side).select_related("person")}
    for post in posts.values():
        queue_mail(key=f"reorganizacion-{plan.uuid.hex}-{event}-{post.pk}", to=post.notice_address, subject=subject,
                   text=text)  # fmt: skip
