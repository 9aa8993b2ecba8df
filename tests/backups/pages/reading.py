"""Reading an answered page as a person does: its words, its fields, its links."""

import html5lib

NAMESPACE_FREE = {"strict": True, "namespaceHTMLElements": False}


class Page:
    """A parsed answer; broken markup or a repeated id raises."""

    def __init__(self, response):
        self.response = response
        self.tree = html5lib.HTMLParser(**NAMESPACE_FREE).parse(response.content.decode())
        ids = [element.get("id") for element in self.tree.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), ids

    @property
    def text(self) -> str:
        """The words of the content, spaces and line ends made one."""
        return words(self.find("main"))

    @property
    def title(self) -> str:
        return words(next(self.tree.iter("title")))

    @property
    def heading(self) -> str:
        [heading] = list(self.tree.iter("h1"))
        return words(heading)

    def find(self, tag, **attributes):
        """The first element with these attributes (``class_`` for class); None without any."""
        return next(self.all(tag, **attributes), None)

    def all(self, tag, **attributes):
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        for element in self.tree.iter(tag):
            if all(element.get(name) == value for name, value in wanted.items()):
                yield element

    def fields(self) -> dict[str, str]:
        """What a browser would post of the fields of the content: name → value."""
        main, found = self.find("main"), {}
        for element in main.iter("input"):
            if element.get("type") != "checkbox" or element.get("checked") is not None:
                found[element.get("name")] = element.get("value", "")
        for element in main.iter("textarea"):
            found[element.get("name")] = (element.text or "").removeprefix("\n")
        return found

    def buttons(self) -> list[str]:
        """Visible buttons of the content, in order."""
        return [
            words(b)
            for b in self.find("main").iter("button")
            if b.get("aria-hidden") is None and b.get("hidden") is None
        ]

    def links(self) -> dict[str, str]:
        """Text → address of the links of the content."""
        return {words(link): link.get("href") for link in self.find("main").iter("a")}

    def errors(self) -> list[tuple[str, str]]:
        """Sentence and target of every line of the error summary."""
        box = self.find("div", class_="govuk-error-summary")
        return [(words(link), link.get("href")) for link in box.iter("a")] if box is not None else []

    def rows(self, caption: str) -> list[list[str]]:
        """The cells of the body of the table with this caption."""
        table = next(t for t in self.tree.iter("table") if caption in words(t.find("caption")))
        return [[words(cell) for cell in row if cell.tag in ("td", "th")] for row in table.find("tbody")]

    def columns(self, caption: str) -> list[str]:
        table = next(t for t in self.tree.iter("table") if caption in words(t.find("caption")))
        return [words(cell) for cell in table.find("thead").iter("th")]

    def pairs(self) -> dict[str, str]:
        """Key → value of every summary list of the content, the first of a repeated key."""
        found = {}
        for row in self.find("main").iter("div"):
            key, value = row.find("dt"), row.find("dd")
            if key is not None and value is not None:
                found.setdefault(words(key), words(value))
        return found


def words(element) -> str:
    return " ".join("".join(element.itertext()).replace(chr(0xA0), " ").split())
