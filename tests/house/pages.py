"""Every page of the matrix as it is drawn: for each address, some of the actors who may see it."""

from collections.abc import Iterator
from dataclasses import dataclass

from quipux import access
from tests.house import matrix
from tests.house.answers import ask

ROLES = ("anonymous", "owner", "leaver", "sge_operator")  # beside the first who may see a page
ERRORS = {403: "documents:document", 404: "documents:document", 405: "documents:document", 409: "backups:eliminate",
          410: "backups:download@expired"}  # fmt: skip
FORMS = ("accounts:login", "backups:request_form", "backups:eliminate@waiting")  # posted empty: 422


@dataclass(frozen=True)
class Page:
    """One drawn page: who sees it, where, and its text."""

    case: str
    actor: str
    status: int
    text: str
    undefined: frozenset[str]  # names its templates asked for in vain

    def __str__(self):
        return f"{self.case} as {self.actor} ({self.status})"

    @property
    def is_admin(self) -> bool:
        """One of Django's own; the sections that the apps bring are pages like all the others."""
        return not is_own(matrix.cases()[self.case])

    @property
    def of_one_title(self):
        """What the pages that share a title must share too."""
        return (self.case.split("@")[0], self.status) if self.status == 200 else self.status


def drawn(office, undefined: set[str]) -> Iterator[Page]:
    """Pages of 200, then forms with errors and the pages of refusals.

    Args:
        undefined: where the template engine notes the names it is asked for in vain.
    """
    wanted = [(case, actor, "GET", 200) for case in matrix.cases().values() for actor in viewers(case)]
    wanted += [(matrix.cases()[name], poster(name), "POST", 422) for name in FORMS]
    for status, name in ERRORS.items():
        case = matrix.cases()[name]
        method = "POST" if status == 405 else "GET"
        wanted.append((case, next(a for a in matrix.ACTORS if case.cells[a][method] == status), method, status))
    for case, actor, method, status in wanted:
        undefined.clear()
        answer = ask(office.enter(actor), method, case.address(office.things))
        if answer.headers["Content-Type"].startswith("text/html"):
            yield Page(case.name, actor, status, answer.body.decode(), frozenset(undefined))


def viewers(case) -> list[str]:
    allowed = [actor for actor in matrix.ACTORS if case.cells[actor]["GET"] == 200]
    return [actor for actor in allowed if actor in (*allowed[:1], *ROLES)]


def poster(name) -> str:
    case = matrix.cases()[name]
    return next(actor for actor in matrix.ACTORS if case.cells[actor]["POST"] == 422)


def is_own(case) -> bool:
    """Not one of Django's administration."""
    return not access.is_admin(matrix.routes()[case.url_name].view)
