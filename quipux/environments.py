"""Which ambientes this deployment serves: one installation of both, or two of one each (institutions §12.8).

What is of the other ambiente may stand in the database, as in a copy of an installation of both; nobody enters it.
"""

from django.conf import settings

BOTH, TRAINING, PRODUCTION = "both", "training", "production"


def serves(environment: str) -> bool:
    """Whether institutions of ``environment`` («training» or «production») live in this deployment."""
    return settings.QUIPUX_ENVIRONMENT in (BOTH, environment)


def is_split() -> bool:
    """Whether there are two deployments, this one of one ambiente only."""
    return settings.QUIPUX_ENVIRONMENT != BOTH


def is_practice() -> bool:
    """Whether nothing that is done here is valid."""
    return settings.QUIPUX_ENVIRONMENT == TRAINING


def address_of_the_other() -> str:
    """Where the other deployment is, empty where there is none or the operator did not say it."""
    return (settings.QUIPUX_OTHER_ENVIRONMENT_URL or "") if is_split() else ""
