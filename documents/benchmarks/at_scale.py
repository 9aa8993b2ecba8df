"""Measurements over a database of many documents: an own one that `bulk` fills, or one that is there already.

The large scale is measured twice, with a tenth of the documents and with all of them, each in a fresh database,
so that the growth of a figure is seen.
"""

import os
from collections.abc import Callable

from quipux.benchmarks import BenchError, Options, apart
from quipux.bootstrap.private import private_servers
from quipux.servers import ServerError

SCALES = {"small": 3_000, "full": 1_000_000}  # documents
FAILED = "La medición no terminó; el motivo está arriba."


def told_at_each(options: Options, tell: Callable[[str], None], program: str) -> list[dict]:
    """What `program` tells at each scale, the smallest first.

    Args:
        program: a module whose ``main`` is `measuring.main`.

    Raises:
        BenchError: a server could not be started, or the measurement failed.
    """
    place = {"STORAGE_URL": str(options.folder / "almacen"), "DJANGO_SETTINGS_MODULE": "quipux.settings",
             "QUIPUX_LOG_LEVEL": "WARNING"}  # fmt: skip
    words = [program, options.repeat, "plans" if options.plans else "figures"]
    if options.database:
        return [
            apart.told_by([*words, 0], os.environ | place | {"DATABASE_URL": options.database}, tell, failure=FAILED)
        ]
    most = options.documents or SCALES[options.scale]
    try:
        told = []
        for documents in [most] if options.scale == "small" else [most // 10, most]:
            with private_servers() as environment:
                told.append(apart.told_by([*words, documents], os.environ | environment | place, tell, failure=FAILED))
        return told
    except ServerError as error:
        raise BenchError(str(error)) from error
