"""What must hold before a start, told with a hint (design.md 7.5)."""

from contextlib import suppress
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.checks import Error, Tags, Warning, register
from django.db import connection

from quipux import environments


@register(deploy=True)
def scheduled_tasks_exist(app_configs, **kwargs):
    """Every entry of the schedule names a task some app declares: otherwise it would fail every minute."""
    return [
        Error(
            f"La tarea periódica «{name}» nombra {entry['task']}, que ninguna aplicación declara.",
            hint="Corrija CELERY_BEAT_SCHEDULE en quipux/settings.py o declare la tarea.",
            id="quipux.E001",
        )
        for name, entry in settings.CELERY_BEAT_SCHEDULE.items()
        if not _is_declared(entry["task"])
    ]


def _is_declared(task: str) -> bool:
    from quipux.celery import app

    # One module at a time: Celery's own way of importing them all runs the system checks again.
    with suppress(ModuleNotFoundError):
        import_module(task.rpartition(".")[0])
    return task in app.tasks


@register()
def lease_outlives_heartbeats(app_configs, **kwargs):
    """A part larger than what a lease can wait for would be built twice for ever."""
    if settings.QUIPUX_LEASE_SECONDS >= settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]:
        return [
            Error(
                "QUIPUX_LEASE_SECONDS es mayor que el plazo de la cola de tareas.",
                hint="Use un valor menor, por ejemplo QUIPUX_LEASE_SECONDS=120.",
                id="quipux.E002",
            )
        ]
    return []


@register(deploy=True)
def password_profile_is_strong(app_configs, **kwargs):
    """The profile of the seed documents is weak and only for who asks for it (accounts-portal.md 8.1)."""
    if settings.QUIPUX_PASSWORD_PROFILE == "semilla":  # noqa: S105 (a profile, not a password)
        return [
            Warning(
                "QUIPUX_PASSWORD_PROFILE=semilla acepta claves débiles.",
                hint="Use QUIPUX_PASSWORD_PROFILE=segura, salvo una orden escrita de su institución.",
                id="quipux.W001",
            )
        ]
    return []


@register(deploy=True)
def addresses_are_real(app_configs, **kwargs):
    """People answer to the support address: the reserved domain of the default reaches nobody."""
    names = ("QUIPUX_SUPPORT_EMAIL", "QUIPUX_FROM_EMAIL")
    return [
        Warning(
            f"{name} no tiene una dirección real.",
            hint=f"Defina la variable, por ejemplo {name}={example}",
            id="quipux.W002",
        )
        for name, example in zip(names, ("soporte@ejemplo.gob.ec", "no-responder@ejemplo.gob.ec"), strict=True)
        if getattr(settings, name).endswith(".invalid")
    ]


@register(Tags.database)
def nobody_has_the_demo_password(app_configs, databases, **kwargs):
    """A database that was once a demonstration must not serve people: its password is public (safety.md 2.1).

    `migrate` runs this check, and a production starts only after it.
    """
    if not databases or not settings.SECURE:
        return []
    from accounts.models import User
    from quipux.demo import logins

    if User._meta.db_table not in connection.introspection.table_names():
        return []
    known = User.objects.filter(identity_number__in=[number for number, _ in logins.ROLES])
    if not any(check_password(logins.PASSWORD, person.password) for person in known):
        return []
    return [
        Error(
            "En la base hay personas de la demostración con su contraseña pública.",
            hint="Use una base nueva para producción, por ejemplo DATABASE_URL=postgres://quipux:clave@db:5432/quipux",
            id="quipux.E004",
        )
    ]


@register(Tags.database)
def only_what_is_served_is_kept(app_configs, databases, **kwargs):
    """Where all is practice, real institutions have nothing to do; in production, training tenants only wait for their end.

    `migrate` runs this check, and a deployment starts only after it (institutions §12.8).
    """
    model = apps.get_model("institutions", "Institution")
    split = databases and environments.is_split()
    if not split or model._meta.db_table not in connection.introspection.table_names():
        return []
    living = model.objects.exclude(state="closed").filter(frozen_at=None)
    number = living.exclude(environment=settings.QUIPUX_ENVIRONMENT).count()
    if not number:
        return []
    if environments.is_practice():
        return [
            Error(
                f"QUIPUX_ENVIRONMENT=training y en la base hay instituciones de producción: {number}.",
                hint="Use una base nueva para capacitación, por ejemplo "
                "DATABASE_URL=postgres://quipux:clave@db:5432/capacitacion",
                id="quipux.E005",
            )
        ]
    return [
        Warning(
            f"QUIPUX_ENVIRONMENT=production y en la base hay ambientes de capacitación sin cerrar: {number}. "
            "Nadie puede ingresar a ellos.",
            hint="Para atenderlos aquí use QUIPUX_ENVIRONMENT=both hasta que se cierren.",
            id="quipux.W003",
        )
    ]


@register(deploy=True)
def the_other_deployment_is_known(app_configs, **kwargs):
    """Of two deployments each sends people to the other: where to file a request, where documents are valid."""
    if environments.is_split() and not environments.address_of_the_other():
        return [
            Warning(
                "QUIPUX_ENVIRONMENT dice que hay otra instalación y falta su dirección.",
                hint="Defina la variable, por ejemplo QUIPUX_OTHER_ENVIRONMENT_URL=https://capacitacion.ejemplo.gob.ec",
                id="quipux.W004",
            )
        ]
    return []


@register(deploy=True)
def demonstration_is_off(app_configs, **kwargs):
    """The demonstration speaks without TLS and its passwords are printed."""
    if settings.DEMO or settings.DEBUG:
        return [
            Error(
                "El modo de demostración o de desarrollo está encendido.",
                hint="En producción deje QUIPUX_DEMO=0 y DEBUG=0.",
                id="quipux.E003",
            )
        ]
    return []
