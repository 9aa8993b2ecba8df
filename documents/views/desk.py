"""The form of composing as a page: what it shows and what it was sent (documents §6)."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse

from documents.attaching.places import Place
from documents.attaching.rules import limits_sentence
from documents.composing import incoming, lists, payload, people, picker, rules, sessions
from documents.composing.forms import PRINTED, IncomingForm, InformationForm, OptionsForm, options_typed, prints_parties
from documents.composing.sessions import Slip
from documents.models import ComposeSession, Copy, Document
from documents.states import DocumentKind
from quipux import clock
from quipux.errors import Forbidden

SECTIONS = {"informacion": "Información", "anexos": "Anexos", "opciones": "Opciones de Impresión"}
EXPIRED = "La página caducó. Ábrala de nuevo; su borrador está guardado."


def hour(instant) -> str:
    """«10:42:07», of Guayaquil."""
    return f"{clock.local(instant):%H:%M:%S}"


def read_slip(request: HttpRequest) -> Slip:
    """The slip that the posted form carries.

    Raises:
        Forbidden: none, or not one of this site: nobody else's page may post here.
    """
    slip = Slip.read(request.POST.get("ficha", ""))
    if slip is None:
        raise Forbidden(EXPIRED)
    return slip


def address_of(session: ComposeSession | None, original: Copy | None = None, section: str = "") -> str:
    """Where a text is being written."""
    if original is None and session is not None and session.document_id:
        original = session.document.copies.get(role="original")
    path = reverse("documents:edit", args=[original.uuid]) if original else begun_at(session)
    query = ({"sesion": session.uuid} if session else {}) | ({"seccion": section} if section else {})
    return f"{path}?{urlencode(query)}" if query else path


def begun_at(session: ComposeSession | None) -> str:
    """Where a text that is no draft yet was begun."""
    outside = session is not None and incoming.is_incoming(session.payload)
    return reverse("documents:register" if outside else "documents:new")


class Desk:
    """One text being written by the actor.

    Attributes:
        slug: of the type that a new text begins with, where the address says it.
        original: the draft it changes, None for a new document.
        session: its row, None while nothing was kept.
    """

    def __init__(self, request, original: Copy | None = None, session: ComposeSession | None = None, slug: str = ""):
        self.request, self.actor, self.original, self.session = request, request.actor, original, session
        self.slug = slug or request.GET.get("tipo", "")

    @property
    def document(self) -> Document | None:
        return self.original.document if self.original else None

    @property
    def autosave_seconds(self) -> int:
        return settings.QUIPUX_AUTOSAVE_SECONDS

    @property
    def section(self) -> str:
        wanted = self.request.POST.get("seccion") or self.request.GET.get("seccion")
        return wanted if wanted in self.sections else "informacion"

    @property
    def is_incoming(self) -> bool:
        """Whether it comes from outside."""
        if self.session:
            return incoming.is_incoming(self.session.payload)
        return self.document.kind == DocumentKind.INCOMING if self.document else self.slug == incoming.SLUG

    @property
    def sections(self) -> dict[str, str]:
        """The tabs: what comes from outside is not printed."""
        hidden = {"opciones"} if self.is_incoming else set()
        return {slug: label for slug, label in SECTIONS.items() if slug not in hidden}

    @property
    def address(self) -> str:
        """Where the form is sent."""
        if self.original:
            return reverse("documents:edit", args=[self.original.uuid])
        return reverse("documents:register" if self.is_incoming else "documents:new")

    @property
    def title(self) -> str:
        """What the page is called."""
        if self.document:
            return f"Editar {self.document}"
        return "Registrar documento externo" if self.is_incoming else "Nuevo documento"

    def start(self) -> dict:
        """What a text that nobody typed yet begins from."""
        return payload.start(self.actor, self.document and self.document.pk, self.slug)

    # Drawing ----------------------------------------------------------------------------------------------

    def draw(self, *, error=None, status=200):
        """The tab in view; ``error`` is an Invalid whose sentences stand at their fields."""
        text = self.session.payload if self.session else self.start()
        section = "informacion" if error else self.section
        context = self._frame(text, section) | getattr(self, f"_{section}")(text, error)
        template = "externo" if section == "informacion" and self.is_incoming else section
        return render(self.request, f"documents/compose/{template}.html", context, status=status)

    def _frame(self, text, section):
        slip = self.slip()
        others = sessions.unsaved_for(self.actor, self.document) if self.document else sessions.unsaved_of(self.actor)
        others = [one for one in others if self.session is None or one.pk != self.session.pk]
        return {
            "desk": self, "section": section, "sections": self.sections.items(), "slip": slip.sign(),
            "session_id": slip.session, "revision": self.session.revision if self.session else 0,
            "saved_at": hour(self.session.saved_at) if self.session else "", "original": self.original,
            "document": self.document, "unsaved": [(one, hour(one.saved_at)) for one in others],
            "annexes": self.place().attachments().count() if self.session or self.original else 0,
        }  # fmt: skip

    def slip(self) -> Slip:
        """What the form carries."""
        if self.session:
            return Slip(self.actor.user.pk, self.actor.appointment.pk, self.session.uuid, self.session.document_id,
                        self.session.base_revision)  # fmt: skip
        return Slip.of(self.actor, self.document)

    def _informacion(self, text, error):
        kind = payload.type_of(text["tipo"], self.actor, self.document)
        if self.is_incoming:
            return self._externo(text, error)
        plain, written = payload.for_textarea(text["cuerpo"])
        form = self._form(text | {"cuerpo": plain}, kind, error)
        return {
            "form": form, "written": written, "people": self._roles(text, error),
            "question": self._question(kind, text), "list_warning": lists.changes(text, self.actor),
            "antecedent": payload.antecedent_of(text.get("antecedente"), self.actor, self.document, strict=False),
            "reference": self.document.reference if self.document else "",
            "versions": self.document.versions.count() if self.document else 0,
        }  # fmt: skip

    def _externo(self, text, error):
        return {
            "form": self._judged(IncomingForm, text, error, actor=self.actor), "people": self._roles(text, error),
            "list_warning": lists.changes(text, self.actor), "questions": getattr(error, "questions", []),
            "antecedent": payload.antecedent_of(text.get("antecedente"), self.actor, self.document, strict=False),
        }  # fmt: skip

    def _roles(self, text, error):
        """De, Para and Copia: role, label, people in words, and the sentence of a fault."""
        return [(role, label, picker.described(text[role], self.actor), error.fields.get(role, "") if error else "")
                for role, label in payload.ROLE_LABELS.items()]  # fmt: skip

    def _form(self, text, kind, error):
        types = rules.types_for(self.actor)
        types = types if kind in types else [kind, *types]
        return self._judged(InformationForm, text, error, actor=self.actor, types=types)

    def _judged(self, form_class, text, error, **context):
        """The form with what was typed, and the sentences of a refusal at their fields."""
        if error is None or hasattr(error, "questions"):
            return form_class(initial=text, **context)
        form = form_class(text, **context)
        form.errors.clear()
        for name, message in error.fields.items():
            form.add_error(name if name in form.fields else None, message)
        if not error.fields:
            form.add_error(None, error.message)
        return form

    def _question(self, kind, text):
        found = rules.type_question(kind, self._people(text, "para", "copia"), self.actor.institution)
        allowed = {one.slug: one for one in rules.types_for(self.actor)}
        declined = text.get("sin_pregunta") == kind.slug
        return (found[0], allowed[found[1]]) if found and found[1] in allowed and not declined else None

    def _people(self, text, *roles):
        known = people.found([key for role in roles for key in text[role]], self.actor)
        return known.values()

    def _anexos(self, text, error):
        rows = self.place().attachments().select_related("file").order_by("pk") if self.session or self.original else []
        return {"attachments": list(rows), "limits": limits_sentence()}

    def _opciones(self, text, error):
        kind = payload.type_of(text["tipo"], self.actor, self.document)
        form = OptionsForm(initial=text.get("opciones") or {}, kind=kind)
        return {"form": form, "kind": kind, "printed": self._printed(text) if prints_parties(kind) else []}

    def _printed(self, text):
        """What is printed of each Para instead of its own data."""
        kept = text.get("impresos") or {}
        return [person | {"fields": [(name, label, kept.get(person["key"], {}).get(name, "")) for name, label in PRINTED]}
                for person in picker.described(text["para"], self.actor)]  # fmt: skip

    def place(self) -> Place:
        """Where its anexos hang."""
        return Place(self.actor, self.session) if self.session else Place.of(actor=self.actor, document=self.document)

    # What was sent ----------------------------------------------------------------------------------------

    def options_posted(self) -> dict:
        """What the tab Opciones changes of the text; nothing where the post is of another tab, or not valid."""
        if self.request.POST.get("seccion") != "opciones" or self.is_incoming:
            return {}
        kind = payload.type_of(self.session.payload["tipo"], self.actor, self.document)
        return options_typed(self.request.POST, kind)

    def go(self, section: str = ""):
        return redirect(address_of(self.session, self.original, section))
