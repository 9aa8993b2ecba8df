"""A page whose transaction lost a conflict is asked again, when nothing of it was committed (safety F-13).

A view may consist of several transactions. If an earlier one was committed, asking again would do it twice: then the
person sees «no disponible» and decides. Of the rest nobody notices anything.
"""

import re

from django.db import connection
from psycopg2.extensions import TRANSACTION_STATUS_IDLE

from quipux import retrying
from quipux.errors import DomainError
from quipux.web import errors

READS = ("SELECT", "EXECUTE", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET", "SHOW", "EXPLAIN", "DECLARE", "FETCH", "CLOSE")
CHANGES = re.compile(r"\b(?:INSERT|UPDATE|DELETE|MERGE)\b", re.I)


def changes(sql: str) -> bool:
    """Whether a statement may change rows; WITH begins both kinds."""
    verb = sql.lstrip(" (\n")[:9].upper()
    return bool(CHANGES.search(sql)) if verb.startswith("WITH") else not verb.startswith(READS)


class Writes:
    """Which transactions of a request changed something, for `connection.execute_wrapper`."""

    def __init__(self):
        self._current, self._wrote = 0, set()

    def __call__(self, execute, sql, params, many, context):
        if context["connection"].connection.get_transaction_status() == TRANSACTION_STATUS_IDLE:
            self._current += 1
        result = execute(sql, params, many, context)
        if changes(str(sql)):
            self._wrote.add(self._current)
        return result

    def forget(self) -> None:
        """What follows is judged alone."""
        self._wrote.clear()

    def are_all_lost(self) -> bool:
        """Whether only the transaction that has just failed had changed anything."""
        return not self._wrote - {self._current}


class RetryMiddleware:
    """The last of all: nothing but the view is done again."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.writes = Writes()
        with connection.execute_wrapper(request.writes):
            return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        request.writes.forget()

    def process_exception(self, request, exception):
        for tries in range(retrying.TIMES):
            if not retrying.is_conflict(exception) or not request.writes.are_all_lost():
                return None
            retrying.let_the_other_pass(tries)
            try:
                return self._again(request)
            except DomainError as refusal:
                return errors.refused(request, refusal)
            except retrying.OperationalError as error:
                exception = error
        raise exception

    @staticmethod
    def _again(request):
        retrying.logger.info("page_retried", extra={"view": request.resolver_match.view_name})
        request.writes.forget()
        for _, files in request.FILES.lists():
            for file in files:
                file.seek(0)
        match = request.resolver_match
        return match.func(request, *match.args, **match.kwargs)
