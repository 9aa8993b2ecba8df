"""Tasks are bells: they take ids only, call one service, and every entry of the clock names one that exists (design §5)."""

import ast

import pytest
from django.conf import settings

from quipux.celery import app
from tests.house import source

LONGEST = 3  # statements


def tasks(tree: ast.Module) -> list[ast.FunctionDef]:
    """Functions decorated by ``shared_task``, called or bare."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            called = [d.func if isinstance(d, ast.Call) else d for d in node.decorator_list]
            if any(getattr(d, "id", getattr(d, "attr", "")) in ("shared_task", "task") for d in called):
                found.append(node)
    return found


def faults_of(task: ast.FunctionDef) -> list[str]:
    arguments = task.args
    names = [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    faults = [f"takes {name}" for name in names if not name.endswith(("_id", "_ids"))]
    faults += ["takes anything" for _ in filter(None, (arguments.vararg, arguments.kwarg))]
    statements = sum(isinstance(n, ast.stmt) for statement in task.body for n in ast.walk(statement))
    return faults + ([f"{statements} statements"] if statements > LONGEST else [])


TASKS = {f"{name}.{task.name}": task for name, path in source.modules().items() for task in tasks(source.tree(path))}


@pytest.mark.parametrize("name", TASKS)
def test_a_task_takes_ids_only_and_calls_one_service(name):
    assert faults_of(TASKS[name]) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("@shared_task\ndef build(request): run(request)", "takes request"),
        ("@shared_task(name='a')\ndef build(*ids): run(ids)", "takes anything"),
        ("@app.task\ndef build(part_id):\n    if part_id:\n        a()\n        b()\n    c()", "4 statements"),
    ],
)
def test_the_rule_of_tasks_sees_what_it_forbids(text, fault):
    [task] = tasks(ast.parse(text))
    assert faults_of(task) == [fault]


def registered() -> set[str]:
    app.loader.import_default_modules()
    return {name for name in app.tasks if not name.startswith("celery.")}


def test_every_task_of_the_source_is_registered_under_the_path_of_its_module():
    assert registered() == set(TASKS)


def test_every_entry_of_the_clock_names_a_registered_task():
    assert settings.CELERY_BEAT_SCHEDULE
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= registered()


def test_no_entry_of_the_clock_gives_arguments():
    assert not any(set(entry) - {"task", "schedule", "options"} for entry in settings.CELERY_BEAT_SCHEDULE.values())


def test_every_bell_that_the_product_rings_is_a_registered_task():
    rung = set()
    for path in source.modules().values():
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "ring":
                rung |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant)}
    assert rung
    assert rung <= registered()


def test_only_what_json_can_say_travels_to_a_task():
    assert (settings.CELERY_ACCEPT_CONTENT, settings.CELERY_TASK_SERIALIZER) == (["json"], "json")
