"""The buttons of «Solicitud de Respaldos»: what is the same for both kinds of request (backups §3.2, T1–T4)."""

import uuid
from functools import cached_property

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from backups.forms import ConfirmationForm, RequestForm
from backups.models import BackupRequest
from backups.preflight import Outlook, outlook
from backups.presenters import sheet, wording
from backups.services import requests
from backups.services.requests import TooFewDocuments, Wish
from backups.states import Kind
from institutions.models import Appointment
from institutions.states import AppointmentState
from quipux import clock
from quipux.errors import Conflict, Invalid

SAVED = "Datos de solicitud guardados correctamente."
REFUSALS = (Invalid, Conflict)


class Flow:
    """A new request, or an own draft, in the hands of one person: each button is a method that answers."""

    kind = Kind.PERSONAL
    form_class = RequestForm
    confirmation_class = ConfirmationForm
    template = "backups/request_form.html"
    confirmation_template = "backups/confirmation.html"
    new_url_name = "backups:request_form"
    typed_names = ("date_from", "date_to", "comment")

    def __init__(self, request, draft: BackupRequest | None = None):
        self.request, self.actor, self.draft = request, request.actor, draft

    # What the person does -----------------------------------------------------------------------------

    def open(self):
        """The form as it was saved, or as the address asks for it."""
        return self.draw(self.form_class(initial=self.first_values()))

    def act(self):
        """What the pressed button asks for; Enter saves (U-15)."""
        return self.buttons().get(self.request.POST.get("accion"), self.save)()

    def buttons(self) -> dict:
        """Value of «accion» → its method."""
        return {"calcular": self.calculate, "periodo": self.whole_period, "enviar": self.ask_confirmation,
                "confirmar": self.confirm, "regresar": self.go_back}  # fmt: skip

    def save(self):
        """Guardar."""
        form = self.form_class(self.request.POST)
        if not self.is_complete(form):
            return self.draw(form)
        try:
            saved = requests.save_draft(self.wish(form), actor=self.actor, draft=self.draft)
        except REFUSALS as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, SAVED)
        return redirect("backups:detail", saved.uuid)

    def calculate(self):
        """Calcular: the figures of the period, and nothing stored."""
        form = self.form_class(self.request.POST)
        if not form.is_valid():
            return self.draw(form)
        try:
            wish = self.wish(form)
            self.check_countable(wish)
        except Invalid as refusal:
            return self.refused(form, refusal)
        return self.draw(form, found=outlook(wish, actor=self.actor))

    def whole_period(self):
        """«Usar todo el período de gestión»: the days of the appointment; the rest stays as typed."""
        post, today = self.post(self.typed()), clock.today()
        if post is None:
            return self.refused(self.form_class(self.request.POST), self.nobody())
        values = {"date_from": post.starts_on, "date_to": min(post.ends_on or today, today)}
        return self.draw(self.form_class(initial=self.typed() | values))

    def go_back(self):
        return self.draw(self.form_class(initial=self.typed()))

    def ask_confirmation(self):
        """Enviar: nothing is sent before the page of confirmation."""
        form = self.form_class(self.request.POST)
        if not self.is_complete(form):
            return self.draw(form)
        try:
            wish = self.wish(form)
            figures = requests.check_sendable(wish, actor=self.actor, draft=self.draft)
        except REFUSALS as refusal:
            return self.refused(form, refusal)
        initial = self.typed() | {"key": uuid.uuid4()}
        return self.confirmation(self.confirmation_form(initial=initial), wish, figures)

    def confirm(self):
        """Confirmar envío."""
        form = self.confirmation_form(self.request.POST)
        if not self.is_complete(form):
            return self.draw(self.form_class(self.request.POST), status=422)
        declared = form.cleaned_data["declared"] or not self.asks_declaration
        try:
            wish = self.wish(form)
            sent = requests.send(wish, actor=self.actor, declared=declared, key=form.cleaned_data["key"],
                                 draft=self.draft)  # fmt: skip
        except REFUSALS as refusal:
            if "declared" not in getattr(refusal, "fields", {}):
                return self.refused(self.form_class(self.request.POST), refusal)
            form.add_error("declared", refusal.fields["declared"])
            return self.confirmation(form, wish)
        return redirect("backups:sent", sent.uuid)

    # What differs by kind -----------------------------------------------------------------------------

    def wish(self, form) -> Wish:
        """What a valid form asks for."""
        data = form.cleaned_data
        return Wish(data["date_from"], data["date_to"], data["comment"])

    def post(self, values: dict) -> Appointment | None:
        """The appointment that the typed ``values`` are about."""
        return self.actor.appointment

    def nobody(self) -> Invalid:
        """Why nothing can be done without an appointment."""
        raise NotImplementedError

    def check_countable(self, wish: Wish) -> None:
        """Raise Invalid unless the documents of ``wish`` can be counted."""
        requests.check_period(wish)

    def is_complete(self, form) -> bool:
        """Whether the form may be saved or sent as far as it alone can tell."""
        return form.is_valid()

    @property
    def asks_declaration(self) -> bool:
        """Whether the declaration is asked: an open departure case is the declaration (guard 2)."""
        return self.actor.appointment.state != AppointmentState.LEAVING

    @property
    def minimum_words(self) -> str:
        return f"mínimo {settings.QUIPUX_MINIMUM_DOCUMENTS}"

    def first_values(self) -> dict:
        """The draft's, or today twice, or the range of the request to repeat («Solicitar de nuevo»)."""
        source = self.draft or self.repeated
        today = clock.today()
        if source is None:
            whole = (
                self.request.GET.get("rango") == "puesto"
            )  # who leaves asks for all of it (institutions §11.3, DV-11)
            return {"date_from": self.actor.appointment.starts_on if whole else today, "date_to": today}
        return {"date_from": source.date_from, "date_to": source.date_to, "comment": source.comment}

    @cached_property
    def repeated(self) -> BackupRequest | None:
        """The request named by «de», of the same kind, if this person may see it."""
        try:
            key = uuid.UUID(self.request.GET.get("de", ""))
        except ValueError:
            return None
        return self.repeatable().filter(uuid=key).first()

    def repeatable(self):
        return BackupRequest.objects.visible_to(self.actor).about(self.actor.appointment).filter(kind=self.kind)

    def page_context(self, form) -> dict:
        """What the form and its confirmation both show."""
        post = self.post(values_of(form))
        return {"form": form, "draft": self.draft, "action": self.url, "post": post, "others": self.other_posts(post),
                "minimum": self.minimum_words, "notice": wording.EXCLUSIVE, "included": wording.INCLUDED,
                "applicant": sheet.applicant_rows(post.person, post) if post else []}  # fmt: skip

    def other_posts(self, post) -> list[Appointment]:
        """The person's other appointments, whose documents this request does not hold (backups §4.5)."""
        if post is None:
            return []
        posts = Appointment.objects.of_person(post.person).exclude(pk=post.pk)
        return list(posts.exclude(state=AppointmentState.SCHEDULED).with_names().order_by("-starts_on", "pk"))

    def summary_rows(self, wish: Wish) -> list[tuple]:
        """What will be sent, for the confirmation."""
        return sheet.period_rows(wish)

    # Pages --------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        return reverse("backups:detail", args=[self.draft.uuid]) if self.draft else reverse(self.new_url_name)

    def typed(self) -> dict[str, str]:
        """The fields as they were typed, good or not."""
        return {name: self.request.POST.get(name, "") for name in self.typed_names}

    def confirmation_form(self, data=None, **kwargs):
        return self.confirmation_class(data, asks_declaration=self.asks_declaration, **kwargs)

    def refused(self, form, refusal):
        """The form again, with everything typed and the sentence of each guard that failed."""
        found = None
        if isinstance(refusal, TooFewDocuments) and form.is_valid():
            found = outlook(self.wish(form), actor=self.actor, figures=refusal.figures)
        form.full_clean()
        fields = {name: text for name, text in getattr(refusal, "fields", {}).items() if name in form.fields}
        for name, text in (fields or {None: refusal.message}).items():
            form.add_error(name, text)
        return self.draw(form, found=found, status=refusal.status)

    def draw(self, form, *, found: Outlook | None = None, status: int | None = None):
        """The form with whatever has been calculated."""
        context = self.page_context(form) | {
            "found": found, "data": sheet.new_request_rows(self.draft, clock.today()),
            "figures": sheet.preflight_rows(found) if found else [], "document_columns": sheet.DOCUMENT_COLUMNS,
            "tabs": sheet.tabs(self.draft, current="detail", kind=self.kind),
            "document_rows": sheet.document_rows(found.documents) if found else [],
            "too_few": TooFewDocuments(found.figures, found.minimum).message if found and not found.is_enough else "",
        }  # fmt: skip
        return render(self.request, self.template, context, status=status or (422 if form.errors else 200))

    def confirmation(self, form, wish, figures=None):
        """«Confirmación de envío»."""
        found = outlook(wish, actor=self.actor, figures=figures)
        context = self.page_context(form) | {
            "found": found, "figures": sheet.preflight_rows(found), "summary": self.summary_rows(wish),
            "estimate": wording.estimate_of(self.kind), "asks_declaration": self.asks_declaration,
            "high_demand": wording.HIGH_DEMAND if found.is_high_demand else "",
        }  # fmt: skip
        return render(self.request, self.confirmation_template, context, status=422 if form.errors else 200)


def values_of(form) -> dict:
    """What the fields of a form hold now, typed or given."""
    return {name: form[name].value() for name in form.fields}
