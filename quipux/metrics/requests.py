"""What requests cost: by the name of the view, never by its address, which names things."""

import time

from prometheus_client import Counter, Histogram

UNKNOWN = "ninguna"
SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
ANSWERS = Counter("quipux_requests", "Respuestas por vista, orden y estado", ["view", "method", "status"])
TIME = Histogram("quipux_request_seconds", "Segundos hasta la respuesta, por vista", ["view"], buckets=SECONDS)
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}


class MeasuringMiddleware:
    """First of all middlewares: it also sees what the others refuse."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        begun = time.perf_counter()
        response = self.get_response(request)
        match = getattr(request, "resolver_match", None)
        view = (match.view_name if match else "") or UNKNOWN
        # A client may write any method: each would be a series of its own for ever.
        method = request.method if request.method in METHODS else "otra"
        ANSWERS.labels(view, method, response.status_code).inc()
        TIME.labels(view).observe(time.perf_counter() - begun)
        return response
