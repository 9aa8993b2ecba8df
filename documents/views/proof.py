"""«Verificar documento», for anybody: by the printed code, or by the file (documents §15)."""

from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from documents.proof import elsewhere, limits, posted, records, seals
from documents.proof.codes import canonical
from documents.proof.forms import CodeForm, DigestForm, PersonForm, PostedForm
from documents.states import CopyRole
from documents.views.finding import hand_out
from quipux import access
from quipux.files.in_memory import MemoryOnly
from quipux.signatures.results import TEST_NOTICE
from quipux.web import errors

MEGABYTES = 20


@access.public
@require_safe
def verify(request):
    """The page with its three ways; the code goes on to its own address, a digest is answered here."""
    if "codigo" in request.GET:
        return _asked_by_code(request)
    if "huella" in request.GET:
        return _asked_by_digest(request)
    return _page(request)


def _asked_by_code(request):
    form = CodeForm(request.GET)
    if form.is_valid():
        return redirect("documents:verify_code", form.cleaned_data["codigo"])
    return _page(request, code_form=form, form=form, status=422)


def _asked_by_digest(request):
    form = DigestForm(request.GET)
    if not form.is_valid():
        return _page(request, digest_form=form, form=form, status=422)
    minutes = limits.minutes_closed(request, limits.DIGESTS, limit=limits.DIGESTS_PER_MINUTE, period=limits.MINUTE)
    if minutes:
        return errors.too_many(request, minutes=minutes)
    digest = form.cleaned_data["huella"]
    document = records.by_digest(digest, actor=request.actor)
    proof = records.proof_of(document, actor=request.actor) if document else None
    return _page(request, digest_form=form, digest=digest, proof=proof, known=elsewhere.recognised(digest))


@access.public
@require_safe
def verify_code(request, code):
    """What the code of a printed document proves; a code that cannot be one is asked for again."""
    if canonical(code) is None:
        return _asked_again(request, code)
    person = PersonForm(request) if limits.asks_code(request, limits.CODES) else None
    if person and not person.is_valid():
        status = 422 if person.is_bound else 200
        return unsaid(render(request, "documents/proof/person.html", {"form": person}, status=status))
    if minutes := limits.minutes_closed(request, limits.CODES):
        return errors.too_many(request, minutes=minutes)
    document = records.by_code(canonical(code), actor=request.actor)
    if document is None:
        limits.failed(request, limits.CODES)
    proof = records.proof_of(document, actor=request.actor) if document else None
    return unsaid(render(request, "documents/proof/answer.html", {"code": canonical(code), "proof": proof}))


def unsaid(response):
    """The same answer; the address that led to it carries a code, and no other site is told it."""
    response["Referrer-Policy"] = "no-referrer"
    return response


def _asked_again(request, code):
    form = CodeForm({"codigo": code})
    form.full_clean()
    return _page(request, code_form=form, form=form, status=422)


@access.public
@require_safe
def verified_pdf(request, code):
    """The official file of a Público, or for whoever reads a copy of it.

    The page of the code gives the seal of this address, so that codes are tried only where tries are counted.
    """
    document = records.by_code(code, actor=request.actor) if seals.is_valid(code, request.GET) else None
    original = document.copies.get(role=CopyRole.ORIGINAL) if document else None
    if original is None or not records.may_take(document, original, actor=request.actor):
        return redirect("documents:verify_code", code)
    return hand_out(request, original, document.official_pdf, f"{document.number}.pdf")


@access.public
@csrf_exempt  # the check itself is made by `_look_at`, once the file is known to stay in memory
@require_http_methods(["GET", "HEAD", "POST"])
def verify_file(request):
    """A posted PDF: read, told about and forgotten; its bytes never touch a disk."""
    if request.method != "POST":
        return redirect("documents:verify")
    request.upload_handlers = [MemoryOnly(request, limit=MEGABYTES * errors.MEGABYTE)]
    return _look_at(request)


@csrf_protect
def _look_at(request):
    [handler] = request.upload_handlers
    form = PostedForm(request.POST, request.FILES, too_large=handler.too_large)
    if not form.is_valid():
        return _page(request, posted_form=form, form=form, status=422)
    if minutes := limits.minutes_closed(request, limits.FILES):
        return errors.too_many(request, minutes=minutes)
    finding = posted.look_at(form.cleaned_data["archivo"].read(), actor=request.actor)
    context = {"finding": finding, "test_notice": TEST_NOTICE}
    return render(request, "documents/proof/file.html", context)


def _page(request, *, status=200, **found):
    context = {"code_form": CodeForm(), "digest_form": DigestForm(), "posted_form": PostedForm(),  "form": None,
               "digest": "", "proof": None, "known": []}  # fmt: skip
    return render(request, "documents/proof/verify.html", context | found, status=status)
