"""Looking at markup: strict parsing, ids, landmarks, what the content policy forbids, and the words a person meets."""

import re
from xml.etree import ElementTree

import html5lib

XHTML = "{http://www.w3.org/1999/xhtml}"
SPOKEN = ("alt", "title", "aria-label", "placeholder", "aria-description", "data-rotulo")
SILENT = {f"{XHTML}{name}" for name in ("script", "style", "code", "pre", "template", "meta")}
LANDMARKS = ("header", "main", "footer")
# What a page under the strict policy may not hold (ui.md §6); read in the source, before any browser mends it.
FORBIDDEN = {
    "script with content": re.compile(r"<script\b(?![^>]*\bsrc=)[^>]*>", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "javascript address": re.compile(r"javascript:", re.I),
    "base": re.compile(r"<base\b", re.I),
    "foreign address": re.compile(r"(?:src|action|srcset)\s*=\s*[\"']?(?:https?:)?//", re.I),
    "date field": re.compile(r"type\s*=\s*[\"']?date\b", re.I),
}


def forbidden_in(text: str) -> list[str]:
    """Names of what the policy forbids and ``text`` holds."""
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(text)]


def parse(text: str) -> ElementTree.Element:
    """The document, or html5lib's ParseError for the smallest fault."""
    return html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), strict=True).parse(text)


def found(root, name: str) -> list[ElementTree.Element]:
    return list(root.iter(f"{XHTML}{name}"))


def words_of(element) -> str:
    return " ".join("".join(element.itertext()).split())


def title_of(root) -> str:
    return words_of(found(root, "title")[0])


def faults_of(root) -> list[str]:
    """What the frame of a page lacks (U-02) and which ids stand twice (U-36)."""
    faults = []
    if root.get("lang") != "es-EC":
        faults.append(f"lang is {root.get('lang')}")
    faults += [f"{len(found(root, name))} {name}" for name in ("h1", "title", "main") if len(found(root, name)) != 1]
    faults += [f"no {name}" for name in LANDMARKS if not found(root, name)]
    links = found(root, "a")
    if not links or not links[0].get("href", "").startswith("#") or "Saltar al contenido" not in words_of(links[0]):
        faults.append("the first link does not skip to the content")
    elif links[0].get("href")[1:] not in {e.get("id") for e in root.iter()}:
        faults.append("the skip link leads nowhere")
    ids = [e.get("id") for e in root.iter() if e.get("id") is not None]
    faults += [f"id {one} stands twice" for one in sorted({i for i in ids if ids.count(i) > 1})]
    known = set(ids)
    for element in root.iter():
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            faults += [f"{name} names {one}, which is not there" for one in element.get(name, "").split()
                       if one not in known]  # fmt: skip
    return faults


def spoken(root) -> str:
    """All a person reads or hears: text outside code, and attributes that are read aloud."""
    pieces: list[str] = []
    _speak(root, pieces)
    return "\n".join(piece for piece in pieces if piece.strip())


def _speak(element, pieces):
    if element.tag not in SILENT and isinstance(element.tag, str):
        pieces.append(element.text or "")
        pieces.extend(element.get(name, "") for name in SPOKEN)
        if element.tag == f"{XHTML}input" and element.get("type") in ("submit", "button", "reset"):
            pieces.append(element.get("value", ""))
        for child in element:
            _speak(child, pieces)
            pieces.append(child.tail or "")
