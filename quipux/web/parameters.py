"""A parameter that comes twice has one value: the first (safety S-75).

The framework would take the last one, and what stands before it (a proxy's rule, a log, a person reading the address) the
first. Fields that have several values are read as lists, and those stay whole.
"""

from django.http import QueryDict


class FirstValues(QueryDict):
    """Parameters of a request of which a single value is the first that came."""

    def __getitem__(self, key):
        values = self.getlist(key)
        if key not in self:
            return super().__getitem__(key)  # the framework's own complaint
        return values[0] if values else []

    @classmethod
    def of(cls, parameters: QueryDict) -> "FirstValues":
        """The same parameters, as immutable as they were."""
        made = cls("", mutable=True, encoding=parameters.encoding)
        for key, values in parameters.lists():
            made.setlist(key, values)
        made._mutable = parameters._mutable
        return made


class FirstParameterMiddleware:
    """Gives views the first value; a body is read when somebody asks for it, as before."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.GET = FirstValues.of(request.GET)
        load = request._load_post_and_files

        def load_first():
            load()
            request._post = FirstValues.of(request._post)

        request._load_post_and_files = load_first
        return self.get_response(request)
