"""Asking as the AIQ: the form of an institutional request (backups §3.2, guard 3)."""

import logging
import uuid

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from backups import petitions
from backups.forms import InstitutionalConfirmationForm, InstitutionalForm
from backups.models import BackupRequest
from backups.presenters import sheet, wording
from backups.services import institutional
from backups.services.requests import InstitutionalWish
from backups.states import Kind, PetitionMatch
from backups.subjects import subjects_of
from backups.views.finding import require_administrator
from backups.views.flow import Flow, values_of
from backups.views.keeping import keep, recall
from documents.models import Copy
from quipux import access
from quipux.errors import Invalid, NotFound

NOBODY_YET = "Seleccione al Servidor Público que solicita el respaldo"

logger = logging.getLogger("quipux.security")


class InstitutionalFlow(Flow):
    """The same buttons, and two that leave for the pickers and come back with everything typed."""

    kind = Kind.INSTITUTIONAL
    form_class = InstitutionalForm
    confirmation_class = InstitutionalConfirmationForm
    template = "backups/institution_form.html"
    confirmation_template = "backups/institution_confirmation.html"
    new_url_name = "backups:institution_form"
    typed_names = ("date_from", "date_to", "comment", "subject", "petition", "petition_for", "confirmed")
    asks_declaration = False
    minimum_words = "sin mínimo"

    def buttons(self) -> dict:
        return super().buttons() | {"servidor": self.pick_person, "documento": self.pick_petition}

    def pick_person(self):
        """«Seleccionar Servidor Público»."""
        return self.leave_for("backups:person_picker")

    def pick_petition(self):
        """«Seleccionar Documento»: whose petition it is must be known first."""
        if not self.request.POST.get("subject"):
            return self.refused(self.form_class(self.request.POST), Invalid(NOBODY_YET, subject=NOBODY_YET))
        return self.leave_for("backups:petition_picker")

    def leave_for(self, name):
        draft = {"draft": str(self.draft.uuid)} if self.draft else {}
        return redirect(f"{reverse(name)}?formulario={keep(self.request, self.typed() | draft)}")

    def first_values(self) -> dict:
        """The draft's or those of the request to repeat, then what was kept, then what was just chosen."""
        source = self.draft or self.repeated
        values = super().first_values()
        if source:
            values |= {"subject": source.appointment.uuid, "petition_for": source.appointment.uuid}
            values["petition"] = source.petition.uuid if source.petition else ""
        values |= recall(self.request, self.request.GET.get("formulario", ""))
        if person := self.request.GET.get("servidor"):
            values["subject"], values["confirmed"] = person, ""
        if document := self.request.GET.get("documento"):
            values |= {"petition": document, "petition_for": values.get("subject", ""), "confirmed": ""}
        return values

    def repeatable(self):
        return BackupRequest.objects.visible_to(self.actor).with_names().filter(kind=self.kind)

    def wish(self, form) -> InstitutionalWish:
        data = form.cleaned_data
        return InstitutionalWish(data["date_from"], data["date_to"], data["comment"],
                                 subject=self.post(data), petition=self.petition(data["petition"]))  # fmt: skip

    def post(self, values: dict):
        """The chosen servant; one that is not this AIQ's to ask for is like one that does not exist."""
        key = values.get("subject")
        if not key:
            return None
        if self.draft and str(key) == str(self.draft.appointment.uuid):
            return self.draft.appointment  # may have come back since: the guards say so, the page still opens
        found = subjects_of(self.actor).with_names().filter(uuid=identifier(key)).first()
        if found is None:
            logger.warning("subject_refused", extra={"user": self.actor.user.pk, "appointment": str(key)[:36]})
            raise NotFound(institutional.NO_SUCH_SUBJECT)
        return found

    def petition(self, key) -> Copy | None:
        """The chosen copy, whatever it is: the guards decide whether it may be a petition."""
        if not key:
            return None
        found = Copy.objects.select_related("document").filter(uuid=key).first()
        if found is None:
            raise Invalid(institutional.NOT_A_PETITION, petition=institutional.NOT_A_PETITION)
        return found

    def nobody(self) -> Invalid:
        return Invalid(institutional.NO_SUBJECT, subject=institutional.NO_SUBJECT)

    def check_countable(self, wish) -> None:
        institutional.check_countable(wish, self.actor)

    def is_complete(self, form) -> bool:
        return form.is_valid() and form.require_confirmed()

    def page_context(self, form) -> dict:
        context = super().page_context(form)
        rows, petition_url = self.shown_petition(values_of(form), context["post"])
        return context | {"petition": rows, "petition_url": petition_url, "notice": wording.HAND_IT_OVER,
                          "included": wording.INSTITUTIONAL_INCLUDED}  # fmt: skip

    def shown_petition(self, values, post) -> tuple[list[tuple], str]:
        """The chosen petition as rows, and where it opens; nothing of one that this person may not choose."""
        key = identifier(values.get("petition"))
        found = petitions.candidates(self.actor).select_related("document").filter(uuid=key).first() if key else None
        if found is None:
            return [], ""
        readable = found.pk in petitions.readable_ids([found.pk], self.actor)
        match = petitions.match_of(found, post) if post else PetitionMatch.NONE
        address = reverse("documents:document", args=[found.uuid]) if readable else ""
        return sheet.petition_rows(found, match), address

    def other_posts(self, post):
        """Only those of the same institution (backups §4.5)."""
        return [other for other in super().other_posts(post) if other.institution_id == self.actor.institution.pk]

    def summary_rows(self, wish):
        match = petitions.match_of(wish.petition, wish.subject)
        return sheet.petition_rows(wish.petition, match) + super().summary_rows(wish)


def identifier(text) -> uuid.UUID | None:
    """``text`` as a key; None when it is none."""
    try:
        return uuid.UUID(str(text or ""))
    except ValueError:
        return None


@access.titular
@require_http_methods(["GET", "HEAD", "POST"])
def institution_form(request):
    """A new request about somebody who left; several may be in preparation at the same time."""
    require_administrator(request)
    flow = InstitutionalFlow(request)
    return flow.act() if request.method == "POST" else flow.open()


@access.titular
@require_safe
def institution_new_history(request):
    """The tab Recorrido of a request that nobody saved yet."""
    require_administrator(request)
    context = {"tabs": sheet.tabs(None, current="history", kind=Kind.INSTITUTIONAL), "whose": "de la Institución",
               "form_url": reverse("backups:institution_form")}  # fmt: skip
    return render(request, "backups/new_history.html", context)
