"""The four ways in which every journey is walked: mouse, without scripts, keys alone, telephone (ui §12; U-31)."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator

from tests.journeys.walking import PATIENCE, Walk
from tests.looks import NARROW, WIDE

MOST_STOPS = 400  # Tab presses until a control must have had the focus


@dataclass(frozen=True)
class Way:
    """How a person works.

    Attributes:
        looks: whether axe sees every page; the keyboard's pages are those of the mouse, and without scripts it cannot run.
    """

    name: str
    size: dict
    scripts: bool = True
    keys: bool = False
    looks: bool = True


WAYS = (
    Way("mouse", WIDE),
    Way("plain", WIDE, scripts=False, looks=False),
    Way("keys", WIDE, keys=True, looks=False),
    Way("phone", NARROW),
)


class Hands(Walk):
    """A person who does everything in one of the ways; no address is typed but the first."""

    def __init__(self, page, address: str, way: Way):
        super().__init__(page, address, scripts=way.scripts)
        self.way = way

    def arrive(self, title: str):
        self.page.get_by_role("heading", level=1, name=title).wait_for()
        self.pages += 1
        if self.way.looks:
            self.look(title)

    def begin(self):
        """What follows is the journey: its pages are counted from here."""
        self.pages = 0

    # Controls ----------------------------------------------------------------------------------------
    def press(self, name: str, within: Locator | None = None):
        place = within or self.page
        self.use(place.get_by_role("button", name=name, exact=True).filter(visible=True).last)

    def follow(self, name: str, within: Locator | None = None):
        place = within or self.page
        self.use(place.get_by_role("link", name=name, exact=True).filter(visible=True).first)

    def field(self, label: str) -> Locator:
        """What stands under a label, optional or not."""
        plain, optional, starred = (self.page.get_by_label(f"{label}{mark}", exact=True)
                                    for mark in ("", " (opcional)", " *"))  # fmt: skip
        return plain.or_(optional).or_(starred).filter(visible=True).first

    def fill(self, label: str, text: str):
        self.write(self.field(label), text)

    def from_menu(self, name: str):
        """An entry of the side menu, which a telephone with scripts opens first."""
        menu = self.page.get_by_role("navigation", name="Bandejas y menú")
        if not menu.get_by_role("list").first.is_visible():
            self.use(menu.locator("summary"))
        self.use(menu.locator("ul, .qx-nuevo").get_by_role("link", name=name).or_(
            menu.locator(".qx-nuevo", has_text=name)).filter(visible=True).first)  # fmt: skip

    def use(self, control: Locator, key: str = "Enter"):
        """Press a button, follow a link, open a disclosure."""
        if self.way.keys:
            self.reach(control)
            self.page.keyboard.press(key)
        else:
            control.click()

    def tick(self, box: Locator):
        """Mark a box, or one of several round ones."""
        if not self.way.keys:
            box.check()
        elif box.get_attribute("type") == "radio":
            self._turn_to(box)
        else:
            self.use(box, "Space")
        assert box.is_checked()

    def choose(self, label: str, option: str):
        """One of a list, by the words it shows."""
        field = self.field(label)
        if not self.way.keys:
            field.select_option(option)
            return
        self.reach(field)
        self.page.keyboard.press("Home")
        for _ in range(field.locator("option").count()):
            if field.evaluate("list => list.selectedOptions[0].label.trim()") == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the list has no «{option}»")

    def write(self, field: Locator, text: str):
        """Type into a field what it is to hold."""
        if not self.way.keys:
            field.fill(text)
            return
        self.reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def bring(self, field: Locator, *files: Path):
        """Choose files in the window of the machine, which the field or its button opens."""
        if not self.way.keys:
            field.set_input_files(files)
            return
        button = field.locator("xpath=..").get_by_role("button")
        with self.page.expect_file_chooser() as opened:
            self.use(button.first if button.count() else field)
        opened.value.set_files(files)

    def save(self, link: Locator, folder: Path) -> Path:
        """Follow a link to a file; gives where it was saved."""
        with self.page.expect_download() as waiting:
            self.use(link)
        file = folder / waiting.value.suggested_filename
        waiting.value.save_as(file)
        return file

    def ask_again(self, there: Locator):
        """The page once more until something is on it, as a person presses «Actualizar»."""
        for _ in range(PATIENCE // 500):
            if there.count():
                return
            self.page.wait_for_timeout(500)
            self.page.goto(self.page.url)
        raise AssertionError("the page did not get there in time")

    # Keys --------------------------------------------------------------------------------------------
    def reach(self, control: Locator):
        """Tab until the control has the focus."""
        control.wait_for()
        wanted = control.element_handle()
        for _ in range(MOST_STOPS):
            if self.page.evaluate("wanted => wanted === document.activeElement", wanted):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard never reached {control}")

    def _turn_to(self, box: Locator):
        """Tab stops at one of the round boxes of a name; the arrows go to the others."""
        wanted = box.element_handle()
        within = "wanted => document.activeElement.name === wanted.name && document.activeElement.type === 'radio'"
        for _ in range(MOST_STOPS):
            if self.page.evaluate(within, wanted):
                break
            self.page.keyboard.press("Tab")
        self.page.keyboard.press("Space")
        for _ in range(MOST_STOPS):
            if box.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
