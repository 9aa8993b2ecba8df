"""`/ciudadanos/firma/`: a citizen asks to create and sign documents (accounts-portal §10.5)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import agreements, applications
from accounts.application_forms import SignedAgreementForm, SubmitForm
from accounts.models import ApplicationState, SignatureApplication
from quipux import access
from quipux.errors import Invalid, NotFound
from quipux.files.delivery import deliver


@access.citizen
@require_http_methods(["GET", "HEAD", "POST"])
def application(request):
    """Where the request stands, and what to do next."""
    found = SignatureApplication.objects.select_related("person__citizen", "agreement__pdf").filter(
        person=request.user).first()  # fmt: skip
    if request.method != "POST":
        return _page(request, found)
    action = request.POST.get("accion")
    if action == "comenzar":
        applications.start(actor=request.actor)
        return redirect("accounts:signature_application")
    if found is None:
        raise NotFound("No encontramos su solicitud.")
    return _attach(request, found) if action == "subir" else _submit(request, found)


def _attach(request, found):
    form = SignedAgreementForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            keep = applications.attach if found.state == ApplicationState.DRAFT else applications.renew
            keep(found, form.cleaned_data["archivo"].read(), actor=request.actor)
        except Invalid as error:
            form.add_error("archivo", error.message)
        else:
            messages.success(request, "El acuerdo firmado es válido y quedó en su solicitud.")
            return redirect("accounts:signature_application")
    return _page(request, found, attach=form, form=form)


def _submit(request, found):
    form = SubmitForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            applications.submit(found, certificate_kind=data["certificado"], agrees=data["acepta"], actor=request.actor)
        except Invalid as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Recibimos su solicitud No. {found.pk}. Le avisaremos por correo.")
            return redirect("accounts:signature_application")
    return _page(request, found, submit=form, form=form)


def _page(request, found, *, attach=None, submit=None, form=None):
    context = {"found": found, "attach": attach or SignedAgreementForm(), "submit": submit or SubmitForm(), "form": form,
               "is_draft": found is not None and found.state == ApplicationState.DRAFT,
               "is_former": found is not None and found.agreement_id != agreements.newest().pk,
               "awaited": found and agreements.awaited_from(found.person_id)}  # fmt: skip
    return render(request, "accounts/signature_application.html", context, status=422 if form else 200)


@access.citizen
@require_safe
def agreement(request):
    """The very PDF that has to be signed."""
    found = SignatureApplication.objects.select_related("agreement__pdf").filter(person=request.user).first()
    if found is None:
        raise NotFound("No encontramos su solicitud.")
    given = agreements.to_sign(found)
    pdf = given.pdf
    response = deliver(request, storage_alias="default", key=pdf.key, size=pdf.size, sha256=pdf.sha256,
                       filename=f"Acuerdo de uso {given.version}.pdf", media_type=pdf.media_type,
                       last_modified=pdf.created_at)  # fmt: skip
    return response
