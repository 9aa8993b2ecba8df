"""A state changes through one door only (design §4)."""

import ast

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.state import ModelState, StateApps
from django.db.models.signals import class_prepared
from django_fsm import FSMField

from backups.models import Backup, BackupRequest
from backups.states import ALLOWED_PAIRS, BackupState, RequestState
from quipux.statefield import OF_A_MIGRATION, StateField
from tests.backups.making import make_request
from tests.house import source

WRITERS = {"quipux.workflow"}


def fsm_fields():
    return [f for m in apps.get_models() for f in m._meta.get_fields() if isinstance(f, FSMField)]


def test_every_state_field_is_protected():
    assert fsm_fields()
    assert all(field.protected for field in fsm_fields())


def test_every_state_field_is_of_the_house_and_deaf_in_a_migration():
    assert [str(field) for field in fsm_fields() if not isinstance(field, StateField)] == []
    state = ModelState("people", "Past", [("id", models.AutoField(primary_key=True)), ("state", StateField())])
    listening = len(class_prepared.receivers)
    assert state.render(StateApps([], {})).__module__ == OF_A_MIGRATION
    assert len(class_prepared.receivers) == listening


def written_down(call: ast.Call) -> bool:
    """Whether the fields of a ``bulk_update`` are a literal list, or the name of a constant of the module."""
    fields = [*call.args[1:2], *(k.value for k in call.keywords if k.arg == "fields")]
    return all(isinstance(f, (ast.List, ast.Tuple)) or (isinstance(f, ast.Name) and f.id.isupper()) for f in fields)


def writes_state(tree: ast.AST) -> list[int]:
    """Lines with ``update(state=…)``, ``bulk_update(… "state")``, or a ``bulk_update`` of fields not written down."""
    lines = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        named = {k.arg for k in node.keywords}
        listed = {c.value for a in node.args for c in ast.walk(a) if isinstance(c, ast.Constant)}
        if node.func.attr == "update" and "state" in named:
            lines.append(node.lineno)
        if node.func.attr == "bulk_update" and ("state" in listed or not written_down(node)):
            lines.append(node.lineno)
    return lines


@pytest.mark.parametrize("name", source.modules())
def test_no_module_updates_a_state_past_the_machine(name):
    if name not in WRITERS:
        assert writes_state(source.tree(source.modules()[name])) == []


def test_the_rule_sees_an_update_of_a_state():
    assert writes_state(ast.parse("Backup.objects.filter(pk=1).update(state='generated')")) == [1]
    assert writes_state(ast.parse("Copy.objects.bulk_update(rows, ['state'])")) == [1]
    assert writes_state(ast.parse("Copy.objects.bulk_update(rows, sorted(changed))")) == [1]
    assert writes_state(ast.parse("Copy.objects.bulk_update(rows, ['number'])")) == []


def test_transition_methods_move_fields_only():
    """No save, no query, no mail, no clock inside a ``@transition`` method."""
    for name, path in source.modules().items():
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.FunctionDef) and any("transition" in ast.dump(d) for d in node.decorator_list):
                called = {c.func.attr for c in ast.walk(ast.Module(node.body, [])) if isinstance(c, ast.Call)
                          and isinstance(c.func, ast.Attribute)}  # fmt: skip
                assert called <= {"items"}, f"{name}.{node.name} calls {called}"


@pytest.mark.django_db
@pytest.mark.parametrize("request_state", RequestState.values)
@pytest.mark.parametrize("backup_state", BackupState.values)
def test_the_database_admits_exactly_the_allowed_pairs(ana, request_state, backup_state):
    """I3: raw SQL, past every Python rule, at commit time."""
    request = make_request(ana)
    allowed = (request_state, backup_state) in {(str(r), str(b)) for r, b in ALLOWED_PAIRS}
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {BackupRequest._meta.db_table} SET state=%s WHERE id=%s", [request_state, request.pk]
            )
            cursor.execute(
                f"UPDATE {Backup._meta.db_table} SET state=%s WHERE request_id=%s", [backup_state, request.pk]
            )
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        passed = True
    except IntegrityError:
        passed = False
    assert passed == allowed
