"""The look at a page sees what is wrong with it (`tests/looks.py`)."""

import pytest

from tests.looks import NARROW, TINY, WIDE, faults, unsound

pytestmark = pytest.mark.browser
PAGE = '<!doctype html><html lang="es"><title>x</title><main><h1>Uno</h1>{}</main></html>'


def test_a_sound_page_has_no_fault(page):
    page.set_content(PAGE.format("<p>Hola</p>"))
    assert unsound(page) == []


def test_a_picture_without_words_is_a_fault_at_both_sizes(page):
    page.set_content(PAGE.format('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'))
    assert faults(page) == [["image-alt", ["img"]]]
    assert [(fault[0], fault[1]) for fault in unsound(page)] == [(1366, "image-alt"), (390, "image-alt")]


@pytest.mark.parametrize(("wide", "at"), [(2000, [WIDE, NARROW, TINY]), (600, [NARROW, TINY]), (350, [TINY])])
def test_what_stands_out_is_told_at_each_size_where_it_does(page, wide, at):
    page.set_content(PAGE.format(f'<p style="margin: 0; width: {wide}px">Hola</p>'))
    assert unsound(page) == [(size["width"], "sideways") for size in at]
