"""How a page is looked at in a real browser: what axe finds, what scrolls sideways (ui §7.1, §10; U-32, U-34)."""

from pathlib import Path

from axe_playwright_python import sync_playwright as axe_package

WIDE, NARROW, TINY = {"width": 1366, "height": 768}, {"width": 390, "height": 844}, {"width": 320, "height": 640}
AXE = (Path(axe_package.__file__).parent / "axe.min.js").read_text()
# Only what is wrong is gathered and brought over: the rest is most of the work.
RUN = """options => axe.run(document, {resultTypes: ['violations'], ...options}).then(
    result => result.violations.map(fault => [fault.id, fault.nodes.map(node => node.target.join(' '))]))"""

# A page has a second to settle at its new size; what still stands out then stands out for good.
STANDS_OUT = """width => new Promise(done => {
    const began = performance.now();
    const look = () => {
        const settled = innerWidth === width && document.documentElement.scrollWidth <= width;
        if (settled || performance.now() - began > 1000) done(!settled); else requestAnimationFrame(look);
    };
    look();
})"""


def faults(page, **options) -> list[list]:
    """Every fault axe finds in the page as it stands: its rule, and where.

    Args:
        options: of ``axe.run``, such as ``runOnly``.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return page.evaluate(RUN, options)


def unsound(page, *, sizes=(WIDE, NARROW, TINY)) -> list[tuple]:
    """What is wrong with the page at each size, without loading it again: faults of axe, and sideways scrolling.

    The smallest is asked only whether it scrolls: its rules of style are those of the narrow one.
    """
    found = []
    for size in sizes:
        page.set_viewport_size(size)
        if page.evaluate(STANDS_OUT, size["width"]):
            found.append((size["width"], "sideways"))
        found += [(size["width"], *fault) for fault in (faults(page) if size is not TINY else [])]
    return found
