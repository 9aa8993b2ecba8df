"""«Mis frases»: what a person offers himself in Comentario (documents §2.2, §4.2)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from documents.label_forms import PhrasesForm
from documents.services import phrases as services
from quipux import access


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def phrases(request):
    """One phrase per line."""
    kept = {"phrases": "\n".join(services.own_phrases(request.actor))}
    form = PhrasesForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_valid():
        services.keep_phrases(form.cleaned_data["phrases"], actor=request.actor)
        messages.success(request, "Sus frases se guardaron.")
        return redirect("documents:phrases")
    return render(request, "documents/labels/phrases.html", {"form": form}, status=422 if form.is_bound else 200)
