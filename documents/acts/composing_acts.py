"""Editar, Responder, Responder a Todos, Copiar: acts on one copy that open a page (documents §4.2, §6.5)."""

from django.urls import reverse

from documents import permissions, services
from documents.acts.registry import Act, register
from documents.attaching.permissions import is_draft
from documents.states import DocumentKind


def _page(name, query=""):
    return lambda copy, actor: reverse(f"documents:{name}", args=[copy.uuid]) + query


def _may_edit(copy, actor):
    return is_draft(copy) and permissions.is_holder(copy, actor) and copy.document.kind != DocumentKind.CITIZEN_LETTER


def _answer(copy, actor, data):
    services.answer(copy, actor)


def _answer_all(copy, actor, data):
    services.answer(copy, actor, to_all=True)


def _duplicate(copy, actor, data):
    services.duplicate(copy, actor)


def _nothing(copy, actor, data):
    """Editar changes nothing by itself: its page does."""


register(
    Act("editar", "Editar", _may_edit, _nothing, leads_to=_page("edit")),
    Act("responder", "Responder", permissions.can_answer, _answer, leads_to=_page("answer"),
        about="Se crea un borrador para quien lo envió."),
    Act("responder-todos", "Responder a Todos", permissions.can_answer, _answer_all, leads_to=_page("answer", "?todos=1"),
        about="Se crea un borrador para quien lo envió y para los demás destinatarios."),
    Act("copiar", "Copiar", permissions.can_duplicate, _duplicate, leads_to=_page("duplicate"),
        about="Se crea un borrador con el mismo asunto, texto y tipo."),
)  # fmt: skip
