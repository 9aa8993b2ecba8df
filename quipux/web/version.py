import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings


@cache
def version() -> str:
    """The version of the product; pyproject.toml is its only home."""
    with (Path(settings.BASE_DIR) / "pyproject.toml").open("rb") as source:
        return tomllib.load(source)["project"]["version"]
