"""A Django admin site without models: sections of pages that read, and act through services (accounts-portal §12).

No model is registered, so no row can be edited or deleted past the services. Who may enter is declared by
each page (``quipux.access``); people enter by the one page of login.
"""

from dataclasses import dataclass

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render
from django.urls import include, path, reverse
from django.views.decorators.cache import never_cache

from quipux import access, clock
from quipux.administration import waiting
from quipux.web.components import Column, Link, Tag
from quipux.web.menu import MenuGroup, MenuItem


@dataclass(frozen=True)
class Page:
    """An entry of the menu of a section.

    Attributes:
        name: its URL name inside the section's namespace.
        covers: further paths of the section, relative to its own, whose pages belong to this entry.
    """

    name: str
    label: str
    about: str = ""
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """What an app brings to the administration.

    Attributes:
        prefix: path below the administration's own, without slashes.
        namespace: of the URL names, below «admin».
        urls: dotted name of the module with its addresses.
    """

    label: str
    prefix: str
    namespace: str
    urls: str
    pages: tuple[Page, ...]

    def address(self, page: Page) -> str:
        return reverse(f"admin:{self.namespace}:{page.name}")


@access.public
@never_cache
def enter(request, extra_context=None):
    """There is one door: the login by cédula, with its lockout."""
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))


# A password is changed on one page, which ends the other sessions, mails and records it: never on the framework's own.
PAST_THE_SERVICES = {"password_change", "password_change_done"}


class Administration(AdminSite):
    """The site behind /admin/."""

    site_header = "Administración de Quipux"
    site_title = "Quipux"
    index_title = "Administración de la plataforma"
    site_url = None
    enable_nav_sidebar = False
    login = staticmethod(enter)

    def __init__(self, name="admin"):
        super().__init__(name)
        self.sections: list[Section] = []

    def add(self, section: Section) -> None:
        """Add a section; twice changes nothing."""
        if section not in self.sections:
            self.sections.append(section)

    def get_urls(self):
        own = [path(f"{s.prefix}/", include((s.urls, s.namespace))) for s in self.sections]
        return own + [one for one in super().get_urls() if one.name not in PAST_THE_SERVICES]

    def index(self, request, extra_context=None):
        """What can be done here, section by section."""
        return draw(
            request, "admin/front.html", {"title": self.index_title, "cards": self.cards(), **board()}, site=self
        )

    def cards(self) -> list[tuple]:
        """Per section its label and the entries: label, address, what it is for."""
        return [(s.label, [(p.label, s.address(p), p.about) for p in s.pages]) for s in self.sections]

    def menu(self, current: str) -> list[MenuGroup]:
        """The side menu; the entry whose own path, or one that it covers, is the longest start of ``current`` is marked."""
        return [MenuGroup(s.label, _items(s, current)) for s in self.sections]


WAITING = [Column("Qué espera"), Column("Cuántos", numeric=True), Column("Nota")]


def board() -> dict:
    """«Tablero» of the first page: what waits for somebody, late or wrong things with their word."""
    now = clock.now()
    rows = [[Link(one.label, one.address) if one.address else one.label, one.count,
             Tag(one.note or "Atender", "red") if one.is_urgent else one.note] for one in waiting.queues(now)]  # fmt: skip
    return {"columns": WAITING, "rows": rows, "now": now}


def _items(section, current):
    root = f"{reverse('admin:index')}{section.prefix}/"
    paths = {page: [section.address(page), *(root + path for path in page.covers)] for page in section.pages}
    # The first page of a section begins every other path: it is marked only when it is the page itself.
    fitting = [(len(path), page.name) for page, own in paths.items() for path in own
               if current == path or (path != root and current.startswith(path))]  # fmt: skip
    here = max(fitting, default=(0, ""))[1]
    return [MenuItem(page.label, own[0], current=page.name == here) for page, own in paths.items()]


def draw(request, template: str, context: dict, *, site: Administration, status: int = 200):
    """A page of the administration with its side menu."""
    return render(request, template, {"navigation": site.menu(request.path), **context}, status=status)
