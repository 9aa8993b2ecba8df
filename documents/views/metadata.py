"""The tab Metadatos of a document (documents §4.2)."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from documents.folder_forms import MetadataForm
from documents.permissions import READS
from documents.services import metadata
from documents.views.drawing import draw
from documents.views.finding import copy_at
from quipux import access


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def of_document(request, uuid):
    """What this copy has under each heading of the own área and the institution."""
    copy = copy_at(request, uuid, READS)
    form = MetadataForm(request.POST if request.method == "POST" else None, copy=copy, actor=request.actor)
    if form.is_valid():
        changed = metadata.set_values(copy, form.values, actor=request.actor)
        messages.success(request, "Los metadatos se guardaron." if changed else "No cambió ningún metadato.")
        return redirect("documents:metadata", copy.uuid)
    return draw(request, copy, "metadata", "documents/metadata.html", {"form": form},
                status=422 if form.is_bound else 200)  # fmt: skip
