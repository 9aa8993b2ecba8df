"""What the tests of institutional requests share: who left, what was asked in writing, and the form as it is used."""

from datetime import date

from django.urls import reverse

from institutions import services as institutions
from quipux import clock
from quipux.history.recorder import SYSTEM
from tests.backups import making
from tests.backups.pages.reading import Page
from tests.factories import copy_of, make_document, make_documents

FORM = "/respaldos/institucion/solicitar/"
PERSONS = "/respaldos/institucion/solicitar/servidor/"
PETITIONS = "/respaldos/institucion/solicitar/documento/"
DRAFTS = "/respaldos/institucion/por-enviar/"
LIST = "/respaldos/institucion/listado/"
CAPTION = "Solicitudes de respaldo"
SPRING = making.at_noon(date(2016, 3, 1))
TYPED = {"date_from": "2016-01-04", "date_to": "2017-02-08", "comment": "Pedido por escrito"}
PETITION_ERROR = "El documento elegido no puede usarse como solicitud del usuario. Seleccione otro."


def write_petition(author, aiq, **fields):
    """The AIQ's copy of what ``author`` asked in writing."""
    return copy_of(make_document(author, to=[aiq], at=SPRING, subject="Solicito mi respaldo", **fields), aiq)


def papers_of(person, other, number=5):
    """So many documents of somebody who left."""
    return make_documents(number, person, to=[other], at=SPRING)


def chosen(subject, petition=None, **typed) -> dict:
    """What the form posts once person and petition were chosen."""
    values = {"subject": str(subject.appointment.uuid), "petition_for": str(subject.appointment.uuid)}
    return TYPED | values | {"petition": str(petition.uuid) if petition else ""} | typed


def press(client, act, values, url=FORM):
    return client.post(url, values | {"accion": act})


def ask(client, values, url=FORM) -> Page:
    """The page «Confirmación de envío»."""
    answer = press(client, "enviar", values, url)
    assert answer.status_code == 200, Page(answer).errors()
    return Page(answer)


def confirm(client, page, url=FORM):
    return press(client, "confirmar", page.fields(), url)


def url(name, request, *more):
    return reverse(f"backups:{name}", args=[request.uuid, *more])


def leaves(person) -> None:
    """The post of a person ends today."""
    institutions.deactivate(person.appointment, last_day=clock.today(), actor=SYSTEM)
