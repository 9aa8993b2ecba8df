"""Reading `quipux/permisos.toml`, the expected answer of every address for every actor (safety §3)."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache

from django.urls import URLPattern, get_resolver
from django.urls import reverse as address_of

from tests.house import source

PATH = source.ROOT / "quipux" / "permisos.toml"
ACTORS = ("anonymous", "owner", "chief", "other_institution", "aiq", "reception", "no_context", "leaver", "inactive",
          "sge_operator", "sge_reader", "citizen")  # fmt: skip
LIKE = {"sge_reader": "sge_operator"}  # whose answer an actor gets that a table does not name
CLOSED = "GET 302, POST 302"
METHODS = ("GET", "POST")
CELL = re.compile(r"GET (\d{3}), POST (\d{3})")
NAMELESS = {"admin:(?P<url>.*)$": "admin:catch_all"}


@dataclass(frozen=True)
class Case:
    """One table of the file.

    Attributes:
        name: URL name, with ``@case`` where the kind of the object matters.
        object: name of a thing of the office, or empty.
        canary: which canary of the thing a 200 shows; empty for none.
        args: arguments of the address that are no object's.
        query: what follows the address, without «?».
        post: fields of the POST.
        writes: why an answer with content, of a GET or a POST, may write; empty for almost all.
        cells: actor → {"GET": status, "POST": status}.
    """

    name: str
    object: str
    canary: str
    args: dict
    query: str
    post: dict
    writes: str
    cells: dict = field(hash=False)

    @property
    def url_name(self) -> str:
        return self.name.split("@")[0]

    def address(self, things, **replaced) -> str:
        """The address for its object; ``replaced`` takes the place of arguments."""
        route = routes()[self.url_name]
        known = dict(self.args) | (things[self.object].kwargs if self.object else {}) | replaced
        if self.url_name in NAMELESS.values():
            path = f"/{route.prefix}{known['url']}"
        else:
            path = address_of(self.url_name, kwargs={name: known[name] for name in route.parameters})
        return f"{path}?{self.query}" if self.query else path

    def expected(self, method: str) -> dict[str, int]:
        return {actor: self.cells[actor][method] for actor in ACTORS}


@dataclass(frozen=True)
class Route:
    """One address of the resolver: its own pattern behind a prefix, the names of its parameters, its view."""

    prefix: str
    own: str
    parameters: tuple[str, ...]
    view: object

    @property
    def pattern(self) -> str:
        return self.prefix + self.own


@cache
def routes() -> dict[str, Route]:
    """URL name → route, every included app and the administration too."""
    found = {}
    for name, route in _walk(get_resolver(), "", (), ()):
        if name in found:
            raise LookupError(f"two addresses are named {name}")
        found[name] = route
    return found


def _walk(resolver, prefix, spaces, parameters):
    for one in resolver.url_patterns:
        names = (*parameters, *one.pattern.regex.groupindex)
        if isinstance(one, URLPattern):
            name = ":".join([*spaces, one.name or str(one.pattern)])
            yield NAMELESS.get(name, name), Route(prefix, str(one.pattern), names, one.callback)
        else:
            yield from _walk(one, prefix + str(one.pattern), (*spaces, *filter(None, [one.namespace])), names)


@cache
def cases() -> dict[str, Case]:
    """Table name → case."""
    tables = tomllib.loads(PATH.read_text(encoding="utf-8"))
    return {name: _case(name, table) for name, table in tables.items()}


def _case(name, table) -> Case:
    known = {"object", "canary", "args", "query", "post", "writes", "default", *ACTORS}
    if set(table) - known:
        raise LookupError(f"{name}: unknown keys {sorted(set(table) - known)}")
    named = {actor: table.get(actor, table.get(LIKE.get(actor), table.get("default", ""))) for actor in ACTORS}
    named["citizen"] = table.get("citizen") or _of_citizen(name, named)
    cells = {actor: _cell(name, text) for actor, text in named.items()}
    shown = table.get("object", "")
    return Case(name, shown, table.get("canary", "text" if shown else ""), table.get("args", {}), table.get("query", ""),
                table.get("post", {}), table.get("writes", ""), cells)  # fmt: skip


def _of_citizen(name, named) -> str:
    """What a citizen is answered where no table says it: for her no office exists."""
    if name.startswith("admin:"):
        return named["owner"]
    return named["sge_operator"].replace("403", "404") if named["anonymous"] == CLOSED else named["no_context"]


def _cell(name, text) -> dict[str, int]:
    found = CELL.fullmatch(text)
    if found is None:
        raise LookupError(f"{name}: «{text}» does not read «GET nnn, POST nnn»")
    return dict(zip(METHODS, map(int, found.groups()), strict=True))
