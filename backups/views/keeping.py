"""What was typed in the form while a person or a document is chosen on another page (backups §3.2, §3.7).

Kept in the session by the POST that leaves the form; the addresses of the pickers carry only its key, so
that nothing typed stands in an address or a log, and a link may come back any number of times.
"""

import secrets

SESSION_KEY = "backup_forms"
MOST = 5  # forms of one session, in as many windows; the oldest makes room


def keep(request, values: dict[str, str]) -> str:
    """Keep ``values`` of the form in the context in use; gives their key."""
    key = secrets.token_urlsafe(12)
    forms = list(request.session.get(SESSION_KEY, []))[1 - MOST :]
    request.session[SESSION_KEY] = [*forms, [key, str(request.actor.appointment.uuid), values]]
    return key


def recall(request, key: str) -> dict[str, str]:
    """What was kept under ``key`` in the context in use; nothing once it is gone."""
    context = str(request.actor.appointment.uuid)
    kept = (values for name, where, values in request.session.get(SESSION_KEY, []) if (name, where) == (key, context))
    return next(kept, {})
