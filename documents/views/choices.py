"""«Ajustes de documentos», for the AIQ (documents §2.1)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from documents.choices import services
from documents.choices.forms import ChoicesForm
from institutions.models import Institution
from institutions.scope import require_whole
from quipux import access


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request):
    """What the institution decides; whether keys may be brought to the server is only told."""
    require_whole(request.actor)
    own = Institution.objects.get(pk=request.actor.institution.pk)
    form = ChoicesForm(request.POST if request.method == "POST" else None, institution=own)
    if form.is_valid():
        services.save(own, form.wanted, actor=request.actor)
        messages.success(request, "Los ajustes se guardaron.")
        return redirect("documents:choices")
    context = {"form": form, "allows_key": services.of(own).allows_server_p12}
    return render(request, "documents/choices/form.html", context, status=422 if form.is_bound else 200)
