"""`/verificar/respaldo/`: whether a file belonged to a backup, for anybody (backups §3.13)."""

from datetime import timedelta

from django.shortcuts import render
from django.views.decorators.http import require_safe

from backups.download_forms import DigestForm
from backups.recognition import recognise
from quipux import access
from quipux.limits import services as limits
from quipux.web import errors

ACT = "public_check"
PER_MINUTE = 60


@access.public
@require_safe
def check_file(request):
    """The question travels in the address: only 64 digits, never the file."""
    asked = "huella" in request.GET
    form = DigestForm(request.GET if asked else None)
    if not asked or not form.is_valid():
        return render(request, "backups/public_check.html", {"form": form, "asked": ""}, status=422 if asked else 200)
    if is_too_much(request):
        return errors.too_many(request, minutes=1)
    found, more = recognise(form.cleaned_data["huella"])
    context = {"form": form, "asked": form.cleaned_data["huella"], "found": found, "more": more}
    return render(request, "backups/public_check.html", context)


def is_too_much(request) -> bool:
    """Counts a question of this address; the proxy's word for it is taken by ClientAddressMiddleware."""
    address = limits.network(request.META.get("REMOTE_ADDR", ""))
    return limits.take(ACT, address, limit=PER_MINUTE, period=timedelta(minutes=1)) is not None
