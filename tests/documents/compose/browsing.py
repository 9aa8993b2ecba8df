"""The form of composing as a browser without scripts sees it."""

import re

from documents.composing.sessions import Slip
from documents.models import ComposeSession
from documents.services.draft_rows import party_key

NEW = "/documentos/nuevo/"


class Browser:
    """A person without scripts: reads the hidden fields of a page and posts its form."""

    def __init__(self, client):
        self.client, self.fields, self.action, self.answer = client, {}, NEW, None

    def open(self, address):
        self.read(self.client.get(address, follow=True))
        return self

    def read(self, answer):
        self.answer, page = answer, answer.content.decode()
        form = re.search(r'<form[^>]*id="redactar"[^>]*action="([^"]*)"', page)
        if form:
            self.action = form[1]
            hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
            self.fields = {**{name: value for name, value in hidden if name != "csrfmiddlewaretoken"},
                           "tipo": "memorando", "nivel": "public", "categoria": "normal",
                           "tipificacion": "Sin tipificación"}  # fmt: skip
        return self

    def send(self, action, follow=True, **typed):
        data = {**self.fields, **typed, "accion": action}
        self.read(self.client.post(self.action, data, follow=follow))
        return self

    @property
    def page(self):
        return self.answer.content.decode()

    @property
    def session(self):
        return ComposeSession.objects.get(uuid=Slip.read(self.fields["ficha"]).session)


def choose(tab, role, person):
    """Through the picker, as a person does."""
    tab.send("destinatarios")
    session = ComposeSession.objects.order_by("-saved_at")[0]
    address = f"/documentos/destinatarios/?sesion={session.uuid}"
    data = {"sesion": session.uuid, "elegir": f"{role}:{party_key(person.appointment)}"}
    picked = tab.client.post(address, data, follow=True)
    tab.open(re.search(r'class="govuk-button" href="([^"]+)"', picked.content.decode())[1].replace("&amp;", "&"))
    return picked.content.decode()


def typed(**more):
    return {"asunto": "Informe de viaje", "cuerpo": "Uno\r\n\r\ndos & tres", "formato": "texto", **more}
