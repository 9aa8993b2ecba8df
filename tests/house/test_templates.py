"""Templates in the source: all in use, nothing the policy forbids (U-14, U-36, U-38)."""

import ast
import re

import pytest

from tests.house import markup, source

FOLDER = source.ROOT / "templates"
SITE = "backups/sitio/"  # opened from a disk, with its own policy in a meta element
ON_PAPER = "/pdf/"  # typeset by a child process, never shown by a browser
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file())
NAMED = re.compile(r"{%\s*(?:include|extends)\s+[^%]*%}")
QUOTED = re.compile(r"[\"']([\w/.,-]+)[\"']")


# In the source ----------------------------------------------------------------------------------------


def named_in_python() -> list[re.Pattern]:
    """Every string of the product that may be a template's name; what is filled in matches one path segment."""
    found = set()
    for path in source.modules().values():
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.JoinedStr):
                found.add("".join(re.escape(v.value) if isinstance(v, ast.Constant) else "[^/]+" for v in node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {re.escape(node.value), re.escape(SITE + node.value)}
    return [re.compile(one) for one in found if one.endswith((r"\.html", r"\.txt", r"\.css"))]


def named_in_templates() -> set[str]:
    found = set()
    for name in TEMPLATES:
        for tag in NAMED.findall((FOLDER / name).read_text(encoding="utf-8")):
            found |= {one for quoted in QUOTED.findall(tag) for one in quoted.split(",")}
    return found


def test_no_template_is_unused():
    patterns, included = named_in_python(), named_in_templates()
    unused = [n for n in TEMPLATES if n not in included and not any(p.fullmatch(n) for p in patterns)]
    assert unused == []


def test_no_template_includes_one_that_does_not_exist():
    named = {name for name in named_in_templates() if name.endswith((".html", ".txt", ".css"))}
    assert {name for name in named if not name.startswith("django/")} <= set(TEMPLATES)


@pytest.mark.parametrize("name", [n for n in TEMPLATES if n.endswith(".html") and ON_PAPER not in n and SITE not in n])
def test_u_38_no_template_holds_what_the_policy_forbids(name):
    assert markup.forbidden_in((FOLDER / name).read_text(encoding="utf-8")) == []


def test_u_14_no_template_nor_widget_asks_for_a_date_of_the_browser():
    written = [(FOLDER / name).read_text(encoding="utf-8") for name in TEMPLATES]
    written += [path.read_text(encoding="utf-8") for path in source.modules().values()]
    assert not any(re.search(r"type=[\"']?date\b|input_type\s*=\s*[\"']date[\"']", text) for text in written)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("<script>let a</script>", "script with content"),
        ('<p class="a" style="x">', "style attribute"),
        ("<b onclick=x>", "handler"),
        ('<a href="javascript:x">', "javascript address"),
        ("<style>", "style element"),
        ("<base href=/>", "base"),
        ('<img src="//otro.ejemplo/a.png">', "foreign address"),
        ('<input type="date">', "date field"),
    ],
)
def test_u_38_the_scan_sees_what_it_looks_for(text, named):
    assert markup.forbidden_in(text) == [named]
