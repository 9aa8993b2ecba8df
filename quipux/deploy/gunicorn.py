"""The web server's settings, the same in the demonstration and in production.

WEB_CONCURRENCY (processes), WEB_THREADS (per process) and WEB_BIND come from the environment.
"""

import os
import resource
import tempfile

from quipux.memory import collect_seldom

# Each process counts into files of its own, new at every start (quipux.metrics); set before the application is loaded.
_COUNTS = tempfile.TemporaryDirectory(prefix="quipux-cuentas-")
os.environ["PROMETHEUS_MULTIPROC_DIR"] = _COUNTS.name

# A key that signs passes through the memory of these processes: what is left of a crash must not hold it.
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "quipux.deploy.web_worker.Worker"
# The application is loaded once and shared: half the start and a third less memory.
preload_app = True
# Longer than the longest page (10 s per query), shorter than a person's patience with the proxy.
timeout = 60
graceful_timeout = 30
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True


def when_ready(server):
    """Everything is loaded and nothing forked yet: what the processes share is never looked through, nor copied."""
    collect_seldom()


def post_request(worker, request, environ, response):
    """The answer has left: what share of them are errors is watched (quipux.alarms)."""
    from quipux.alarms.answers import count

    if response is not None and response.status_code:
        count(response.status_code)


def child_exit(server, worker):
    """What a process that ended counted stays in the sums; what it showed as its own goes."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)


logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "quipux.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
        "gunicorn.access": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
