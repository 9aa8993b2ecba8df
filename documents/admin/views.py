"""Entidades de certificación: whose signatures are accepted; changes are audited (documents §9.2)."""

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from documents.admin.forms import AuthorityForm, WithdrawalForm
from quipux import access, clock, operators
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import Invalid
from quipux.history.models import Entry
from quipux.signatures import authorities as trusted
from quipux.signatures import test_authority, trust
from quipux.signatures.models import TrustRoot
from quipux.signatures.naming import common_name
from quipux.web.components import Code, Column, Tag

PERMISSION = "signatures.manage_trust"
COLUMNS = (
    Column("Entidad"),
    Column("Vigente desde"),
    Column("Vigente hasta"),
    Column("Huella SHA-256"),
    Column("Origen"),
)
CHANGES = (Column("Fecha"), Column("Acción"), Column("Quién"), Column("Comentario"))
SHOWN_CHANGES = 50
PAIR = 8  # letters of a fingerprint read together


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def authorities(request):
    """The list, and for who may change it the forms to recognise and to withdraw."""
    add, withdraw = AuthorityForm(), WithdrawalForm()
    if request.method == "POST":
        actor = operators.require(request, PERMISSION, act="entidades")
        if "retirar" in request.POST:
            withdraw = WithdrawalForm(request.POST)
            done = _withdraw(request, withdraw, actor)
        else:
            add = AuthorityForm(request.POST, request.FILES)
            done = _add(request, add, actor)
        if done:
            return redirect("admin:firma:authorities")
    return _page(request, add, withdraw)


def _withdraw(request, form, actor):
    key = request.POST["retirar"]
    root = TrustRoot.objects.trusted().filter(pk=int(key)).first() if key.isascii() and key.isdigit() else None
    if root is None:
        raise Http404
    if not form.is_valid():
        return False
    trust.withdraw(root, actor=actor, reason=form.cleaned_data["reason"])
    messages.success(request, f"«{root.subject}» ya no está reconocida.")
    return True


def _add(request, form, actor):
    if not form.is_valid():
        return False
    try:
        added = trust.recognise(form.cleaned_data["file"].read(), actor=actor, reason=form.cleaned_data["why"])
    except Invalid as refusal:
        form.add_error("file", refusal.message)
        return False
    messages.success(request, f"Se reconoce a {', '.join(f'«{root.subject}»' for root in added)}.")
    return True


def _page(request, add, withdraw):
    rows = list(TrustRoot.objects.trusted())
    context = {
        "navigation": site.menu(request.path), "columns": COLUMNS, "rows": [*map(_row, rows), *_others()],
        "removable": rows, "add": add, "withdraw": withdraw, "forms": [add, withdraw],
        "may_act": request.user.has_perm(PERMISSION), "change_columns": CHANGES, "changes": _changes(),
    }  # fmt: skip
    return draw(request, "admin/firma/authorities.html", context, site=site,
                status=422 if add.errors or withdraw.errors else 200)  # fmt: skip


def _row(root):
    return [root.subject, clock.local(root.valid_from).date(), clock.local(root.valid_until).date(),
            Code(_spaced(root.sha256)), "Esta página"]  # fmt: skip


def _others():
    """Those that no page can withdraw: of the operator's folder, and of the test authority."""
    found = [(der, "Carpeta del servidor") for der in trusted.in_folder()]
    if settings.QUIPUX_ACCEPT_TEST_CA:
        found.append((test_authority.root_der(), Tag("De prueba: sin validez legal", "orange")))
    for der, origin in found:
        one = x509.load_der_x509_certificate(der)
        yield [common_name(one), clock.local(one.not_valid_before_utc).date(), clock.local(one.not_valid_after_utc).date(),
               Code(_spaced(one.fingerprint(hashes.SHA256()).hex())), origin]  # fmt: skip


def _spaced(sha256):
    return " ".join(sha256[n : n + PAIR] for n in range(0, len(sha256), PAIR))


def _changes():
    kind, key = trust.TrustStore().history_subject()
    entries = Entry.objects.filter(subject_kind=kind, subject_id=key).order_by("-sequence")[:SHOWN_CHANGES]
    return [[entry.at, entry.label, entry.actor_name, entry.comment] for entry in entries]
