"""The page «Correo perdido» of a servant (accounts-portal §8.5)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import lost_emails
from accounts.email_forms import LostEmailForm
from institutions.models import Appointment
from institutions.people import lost_email
from institutions.scope import found, require_administrator
from quipux import access
from quipux.errors import Conflict, Invalid
from quipux.web.forms import refuse


@access.servant
@sensitive_post_parameters("clave", "codigo_telefono")
@require_http_methods(["GET", "HEAD", "POST"])
def lost(request, uuid):
    """The form of the new address; while one waits, what it waits for, and its approval by another AIQ."""
    require_administrator(request.actor)
    post = found(request, Appointment.objects.administered_by(request.actor).with_names(), uuid)
    lost_email.require_reach(post, request.actor)
    change = lost_emails.waiting_of(post.person)
    if change is not None and "aprobar" in request.POST:
        lost_email.approve(post, change, actor=request.actor)
        messages.success(request, "Quedó aprobado: vale en cuanto la persona lo confirme.")
        return redirect("institutions:person_lost_email", uuid)
    form = LostEmailForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_valid() and _asked(form, post, request.actor):
        messages.success(request, "Se envió el enlace al correo nuevo. La persona debe confirmarlo.")
        return redirect("institutions:person_lost_email", uuid)
    context = {"form": form, "post": post, "change": change, "back": reverse("institutions:person", args=[uuid]),
               "may_approve": change is not None and not change.approved_by_id and change.asked_by_id != request.user.pk}  # fmt: skip
    return render(request, "institutions/people/lost_email.html", context, status=422 if form.is_bound else 200)


def _asked(form, post, actor) -> bool:
    try:
        lost_email.ask(post, form.cleaned_data["correo"], evidence=form.cleaned_data["evidencia"], actor=actor)
    except (Invalid, Conflict) as error:
        refuse(form, error)
        return False
    return True
