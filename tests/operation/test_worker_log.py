"""A worker's log is the one of the settings: the lines of finished jobs are in it, as JSON (safety §13)."""

import json
import os
import subprocess
import sys

from tests.house import source

PROGRAM = """
import logging
from quipux.celery import app
import django; django.setup()
app.log.setup(loglevel="WARNING", redirect_stdouts=False)  # as `celery worker` and `celery beat` do
logging.getLogger("quipux.runs").info("job_done", extra={"job": "prueba"})
logging.getLogger("celery.app.trace").info("every task's start and end")
"""


def test_a_worker_keeps_the_level_and_the_form_of_the_log():
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=source.ROOT, env=os.environ | {"QUIPUX_LOG_LEVEL": "INFO"},
                          capture_output=True, text=True, check=True)  # fmt: skip
    [line] = done.stderr.splitlines()
    assert (json.loads(line)["message"], json.loads(line)["job"]) == ("job_done", "prueba")
