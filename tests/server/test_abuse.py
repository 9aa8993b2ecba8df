"""Abuse of the server itself: forged messages, lines in the log, rows deleted under others (safety §5)."""

import json
import logging
from itertools import product

import pytest
from django.apps import apps
from django.db.models import CASCADE, PROTECT
from django.db.models.deletion import ProtectedError

from documents.models import Document
from quipux.celery import app
from quipux.logs import JsonFormatter
from tests import factories
from tests.backups.making import make_request
from tests.house.answers import touched

OURS = ("accounts", "institutions", "documents", "backups", "quipux")
NOBODYS = 987_654_321
# Rows that are nothing without the one they belong to, and are made again or thrown away together with it.
PARTS_OF = {
    "institutions.CasePerson.case", "institutions.CaseFile.case", "institutions.Observation.case",
    "institutions.Evidence.item", "institutions.ListMember.list", "documents.SearchRow.document",
    "documents.SearchRow.copy", "backups.PartDirectory.part", "accounts.MergedRow.merge",
    "accounts.RecoveryCode.factor", "accounts.EmailLink.change", "institutions.DepartureItem.departure",
    "institutions.DeparturePiece.departure",
}  # fmt: skip
FORGETS = {"backups.Worker.part": "SET_NULL"}  # what a worker is at this instant


def own_tasks():
    app.loader.import_default_modules()
    return sorted(name for name in app.tasks if not name.startswith("celery."))


@pytest.mark.django_db
def test_s_72_a_forged_message_about_rows_that_do_not_exist_changes_nothing():
    taken = {name: app.tasks[name].run.__code__ for name in own_tasks()}
    asked = {name: code.co_argcount - (code.co_varnames[:1] == ("self",)) for name, code in taken.items()}
    assert len([name for name, count in asked.items() if count]) >= 4
    for _ in ("the first time a worker writes its own row down", "then nothing is left to write"):
        before = touched()
        for name, count in asked.items():
            if count:
                app.tasks[name].apply(args=[NOBODYS] * count, throw=True)
    assert touched() == before


def test_s_72_only_json_is_read_from_the_broker_and_no_result_is_kept():
    assert app.conf.accept_content == ["json"]
    assert (app.conf.task_serializer, app.conf.task_ignore_result, app.conf.result_backend) == ("json", True, None)


@pytest.mark.parametrize(
    "text", ["una\nlínea", '\r\n{"level": "INFO", "message": "falsa"}', "\x1b[2J\x1b[31mrojo", "a\x00b\x85c\u2028d"]
)
def test_s_73_what_people_type_never_begins_a_line_of_the_log_nor_moves_the_terminal(text):
    record = logging.LogRecord("prueba", logging.INFO, __file__, 1, "Se recibió %s", (text,), None)
    record.documento = text
    line = JsonFormatter().format(record)
    assert line.isprintable()
    assert text in json.loads(line)["message"]


def test_s_78_no_row_with_others_below_it_can_be_deleted():
    found = {}
    for model in apps.get_models():
        if model.__module__.split(".")[0] in OURS:
            for field in model._meta.get_fields():
                if field.is_relation and field.concrete and not field.many_to_many:
                    found[f"{model._meta.label}.{field.name}"] = field.remote_field.on_delete
    loose = {name: rule.__name__ for name, rule in found.items() if rule is not PROTECT}
    assert loose == dict.fromkeys(PARTS_OF, CASCADE.__name__) | FORGETS


@pytest.mark.django_db
def test_s_78_deleting_a_person_an_area_an_institution_or_a_document_is_refused(ana, bruno):
    document = factories.make_document(ana, to=[bruno])
    make_request(ana)
    post = ana.appointment
    for row in (post.person, post, post.area, post.institution, document, document.type):
        with pytest.raises(ProtectedError):
            row.delete()
    assert Document.objects.count() == 1


HOSTILE = ["%", "_", "%_%_%", "\\", "'", "';--", '" OR 1=1', "1' OR '1'='1", "')) UNION SELECT 1--", "$$", "{0}", "%s"]


@pytest.mark.django_db
@pytest.mark.parametrize("text", HOSTILE)
def test_s_22_what_is_searched_is_text_and_nothing_else(client, ana, bruno, text):
    factories.make_document(ana, to=[bruno], subject="Nota con xalgoy dentro")
    factories.make_document(ana, to=[bruno], subject=f"Nota con x{text}y dentro, la buscada")
    entered = client(bruno)
    listed = entered.get("/bandejas/recibidos/", {"texto": f"con x{text}y dentro"})
    assert listed.status_code == 200
    assert "la buscada" in listed.content.decode()
    assert "con xalgoy dentro" not in listed.content.decode()
    for address, name in product(("/buscar/", "/buscar/avanzada/"), ("q", "texto")):
        assert entered.get(address, {name: text}).status_code in (200, 302, 422)
