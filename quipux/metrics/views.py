"""/salud/metricas, for machines of the house or with the token."""

import os

from django.http import HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from quipux import access
from quipux.metrics.figures import Standing
from quipux.web.health import for_the_house


@access.public
@require_safe
@for_the_house
def metrics(request):
    """Everything counted by all processes of this server, and how the work stands."""
    standing = CollectorRegistry()
    standing.register(Standing())
    content = generate_latest(_counted()) + generate_latest(standing)
    return HttpResponse(content, content_type=CONTENT_TYPE_LATEST)


def _counted() -> CollectorRegistry:
    """The counts of every process where each writes its own; otherwise those of this one."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)
    return together
