"""The commands of whoever operates: each answers in Spanish, rehearses, speaks JSON and says how it ended (safety §14)."""

import json
from io import StringIO

import pyotp
import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class

from accounts import second_factor, sessions
from accounts.models import OpenSession, SecondFactor
from quipux import clock
from quipux.history.models import Entry

READS = {
    "doctor",
    "verify_backup",
    "verify_storage",
    "verify_history",
    "verify_numbering",
    "sbom",
    "drill_restore",
}
CHANGES = {"run_backups", "sweep_leases", "sweep_outbox", "expire_backups", "purge_backups", "clean_storage", "reindex",
           "restore_system", "rotate_keys", "recount", "backup_system",
           "close_sessions", "confirm_job", "reconcile", "remind", "check_integrity"}  # fmt: skip
# What always answers in JSON; test data, measures, files of the sources.
ALONE = {"simulate_night", "seed_bulk", "bench", "vendor_govuk"}
SPANISH = {"a", "con", "cuál", "de", "del", "el", "en", "la", "las", "los", "para", "que", "un", "y"}


def command_of(name):
    return load_command_class(get_commands()[name], name)


def options_of(name) -> set[str]:
    return {
        option
        for action in command_of(name).create_parser("manage.py", name)._actions
        for option in action.option_strings
    }


@pytest.mark.parametrize("name", sorted(READS | CHANGES | ALONE))
def test_a_command_says_in_spanish_what_it_does_and_has_the_options_of_its_kind(name):
    assert set(command_of(name).help.lower().replace(",", " ").split()) & SPANISH
    options = options_of(name)
    assert "--json" in options or name in ALONE
    assert "--dry-run" in options or name not in CHANGES
    assert not [option for option in options if "password" in option or "secret" in option], (
        "they would stand in the list of processes"
    )


def told(*arguments) -> tuple[dict, int]:
    """What a command says in JSON, and its exit code."""
    out = StringIO()
    try:
        call_command(*arguments, "--json", stdout=out)
    except SystemExit as end:
        return json.loads(out.getvalue()), end.code
    return json.loads(out.getvalue()), 0


def open_session(person) -> OpenSession:
    now = clock.now()
    return OpenSession.objects.create(person=person.user, began_at=now, last_used_at=now, idle_minutes=30)


@pytest.mark.django_db
def test_close_sessions_ends_them_all_and_stays_in_the_persons_recorrido(ana, bruno, client):
    for person in (ana, ana, bruno):
        open_session(person)
    arguments = ("close_sessions", ana.user.identity_number, "--reason", "Cuenta robada")
    assert told(*arguments, "--dry-run") == ({"person": str(ana.user.uuid), "sessions": 2, "dry_run": True}, 0)
    assert sessions.alive_of(ana.user).count() == 2
    assert told(*arguments)[0]["sessions"] == 2
    assert (sessions.alive_of(ana.user).count(), sessions.alive_of(bruno.user).count()) == (0, 1)
    [entry] = Entry.objects.filter(subject_kind="person", subject_id=ana.user.uuid, action="sessions_closed")
    assert entry.comment.startswith("Cuenta robada (consola, ")
    with pytest.raises(CommandError, match="Nadie tiene ese número") as refused:
        call_command("close_sessions", "1710034065", "--reason", "x")
    assert refused.value.returncode == 2


@pytest.mark.django_db
def test_rotate_keys_seals_with_the_present_key_what_a_former_one_sealed(ana, bruno, settings):
    former, settings.SECRET_KEY_FALLBACKS = settings.SECRET_KEY, []
    seed = second_factor.new_seed()
    plain = second_factor._vault().decrypt(seed.encode())
    SecondFactor.objects.create(person=ana.user, seed=seed, created_at=clock.now())
    SecondFactor.objects.create(person=bruno.user, seed="nadie la abre", created_at=clock.now())
    assert told("rotate_keys")[0]["former"] == 0
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "otra-" + former, [former]
    for arguments, found in ((["--dry-run"], 1), ([], 1), ([], 0)):
        counts, _ = told("rotate_keys", *arguments)
        assert (counts["former"], counts["unreadable"]) == (found, 1)
    settings.SECRET_KEY_FALLBACKS = []
    assert second_factor._vault().decrypt(SecondFactor.objects.get(person=ana.user).seed.encode()) == plain
    assert len(pyotp.TOTP(plain.decode()).now()) == 6


WRONG = {
    "backup_system": ([], "Falta QUIPUX_SYSTEM_BACKUP_FOLDER"),
    "drill_restore": (["--key", "no-existe"], "Falta QUIPUX_SYSTEM_BACKUP_FOLDER"),
    "restore_system": (["copia", "--key", "no-existe"], "no es un archivo de llave"),
    "bench": (["no-existe"], "No existe la medición"),
    "simulate_night": (["--requests", "0"], "al menos una"),
    "verify_backup": (["999999"], "no tiene un respaldo"),
    "confirm_job": (["otro"], "otro"),
    "recount": (["--sin-sentido"], "--sin-sentido"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_order_ends_with_2_and_says_why(name, settings):
    settings.QUIPUX_SYSTEM_BACKUP_FOLDER = None
    arguments, why = WRONG[name]
    command = command_of(name)
    parser = command.create_parser("manage.py", name)
    command._called_from_command_line = parser.called_from_command_line = True
    with pytest.raises((CommandError, SystemExit)) as refused:
        command.execute(**vars(parser.parse_args(arguments)), stderr=StringIO())
    if isinstance(refused.value, CommandError):
        assert why in str(refused.value)
    assert getattr(refused.value, "returncode", getattr(refused.value, "code", None)) == 2
