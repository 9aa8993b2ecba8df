"""`/institucion/servidores/dominio/`: another e-mail domain for the people of the institution, seen before it is asked."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from institutions.people import mail_domain
from institutions.permissions.forms import reason_field
from institutions.scope import require_whole
from quipux import access
from quipux.errors import Invalid
from quipux.web.components import Column
from quipux.web.forms import Form, refuse

COLUMNS = [Column(label) for label in ("Servidor", "Correo", "Dirección anterior", "Dirección nueva")]
SHOWN = 100  # of the preview


class DomainForm(Form):
    starred = True
    anterior = forms.CharField(label="Dominio anterior", max_length=190, help_text="Por ejemplo ministerio.gob.ec")
    nuevo = forms.CharField(
        label="Dominio nuevo", max_length=190, help_text="Debe constar en los datos de la institución"
    )
    reason = reason_field()


@access.titular
@require_http_methods(["GET", "HEAD", "POST"])
def change(request):
    """The form; «Ver» shows whose addresses change, «Pedir confirmación» mails them."""
    require_whole(request.actor)
    form = DomainForm(request.POST if request.method == "POST" else None)
    found = _found(form, request.actor) if form.is_valid() else []
    if found and "confirmar" in request.POST:
        data = form.cleaned_data
        asked = mail_domain.ask(data["anterior"], data["nuevo"], reason=data["reason"], actor=request.actor)
        messages.success(
            request, f"Se pidió la confirmación a {asked} direcciones. Cambian cuando cada persona confirme."
        )
        return redirect("institutions:people")
    rows = [
        [one.post.person.full_name, "De trabajo" if one.is_work else "Propio", one.former, one.address] for one in found
    ]
    return render(request, "institutions/people/mail_domain.html", {
        "form": form, "columns": COLUMNS, "rows": rows[:SHOWN], "total": len(rows), "is_seen": bool(rows)},
        status=422 if form.errors else 200)  # fmt: skip


def _found(form, actor):
    data = form.cleaned_data
    try:
        return mail_domain.preview(data["anterior"], data["nuevo"], actor=actor)
    except Invalid as refusal:
        refuse(form, refusal)
        return []
