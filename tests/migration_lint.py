"""`python -m tests.migration_lint`: are the migrations safe on a database in use (design.md 7.8)?

The linter is a Django app; running its command from here keeps it out of the installed apps.
"""

import os
import sys

import django

# The linter takes every new unique index for one that live rows may break; here their columns are new and empty.
# A text that may be longer rewrites no row, and who reads the former digests reads no new one (recovery codes).
READ_BY_PEOPLE = [
    "0005_unique_on_new_columns",
    "0007_guarding",
    "0021_recovery_codes_sealed",
    "0022_unique_citizen_of_a_list",
]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quipux.settings")
    os.environ["QUIPUX_LOG_LEVEL"] = "WARNING"  # It would tell every statement it reads.
    django.setup()
    from django.apps import apps
    from django.conf import settings
    from django.core.management import call_command
    from django_migration_linter.management.commands.lintmigrations import Command

    ours = [config.label for config in apps.get_app_configs() if _is_ours(config.path, settings.BASE_DIR)]
    call_command(Command(), include_apps=ours, project_root_path=str(settings.BASE_DIR), no_cache=True,
                 ignore_name=READ_BY_PEOPLE)  # fmt: skip


def _is_ours(path: str, root) -> bool:
    return path.startswith(f"{root}/") and not path.startswith(f"{root}/.venv/")


if __name__ == "__main__":
    sys.exit(main())
