"""What is kept of the HTML that people type, paste or forge (documents §6.3, D-13, D-14)."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.text import as_plain, check_size, clean_html, paragraphs, words_of_html
from quipux.errors import Invalid

IMAGE = "6c84fb90-12c4-11e1-840d-7b25c5ee775a"
PIECES = st.sampled_from([
    "<p>", "</p>", "<b>", "</b>", "<div>", "</div>", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "</table>",
    "<a href='x'>",
    "<a href=\"http://gob.ec/?a=1&b=2\">", "</a>", "<svg>", "</svg>", "<math>", "<style>", "</style>", "<!--", "-->", "<h1>",
    "</h1>", "<img src=qx-img:6c84fb90-12c4-11e1-840d-7b25c5ee775a alt='<b>'>", "<img src=x onerror=alert(1)>",
    "texto", " ", "&lt;b&gt;", "&amp;", "\r\n",
    "<br>", "<blockquote>", "<script>", "</script>", "<p class=MsoNormal style='color:red'>", "<o:p>", "\x00", "<plaintext",
])  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<b>a</b><i>b</i>", "<strong>a</strong><em>b</em>"),
        ("<div>uno</div><div>dos</div>", "<p>uno</p><p>dos</p>"),
        ('<p class="MsoNormal" style="color:red" id="x" onclick="y()">a<o:p></o:p></p>', "<p>a</p>"),
        ("<!--[if mso]><xml><w:View>Normal</w:View></xml><![endif]--><p>a</p>", "<p>a</p>"),
        ("<script>alert(1)</script><style>p{}</style>a", "a"),
        ('<svg onload="alert(1)"><circle/></svg>a', "a"),
        (f'<img src="qx-img:{IMAGE}" alt="Plano">', f'<img src="qx-img:{IMAGE}" alt="Plano">'),
        ('<img src="https://gob.ec/a.png"><img src="data:image/png;base64,AAAA">', ""),
        ("<h1>T</h1><h4>u</h4>", "<h2>T</h2><h4>u</h4>"),
        ("<table><tr><td colspan=2>a</td></tr></table>", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
        ('<a href="mailto:ana@gob.ec">a</a>', '<a href="mailto:ana@gob.ec">a</a>'),
        (
            '<a href="https://gob.ec/x?a=1&amp;b=2" target="_blank">a</a>',
            '<a href="https://gob.ec/x?a=1&amp;b=2">a</a>',
        ),
    ],
)
def test_only_the_listed_tags_and_attributes_are_kept(typed, kept):
    assert clean_html(typed) == kept


@pytest.mark.parametrize("address", [
    "javascript:alert(1)", " JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://127.0.0.1/", "http://localhost:8000/a",
    "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://10.0.0.8/",
    "http://169.254.169.254/latest/", "http://algo.localhost/", "//gob.ec/a", "/documentos/", "https:///x", "ftp://gob.ec/a",
    "http://0.0.0.0/",
])  # fmt: skip
def test_d_13_no_address_of_a_program_a_file_or_our_own_network_is_kept(address):
    assert clean_html(f'<p><a href="{address}">a</a></p>') == "<p><a>a</a></p>"


@settings(max_examples=120, deadline=None)
@given(st.lists(PIECES | st.text(max_size=6), max_size=25).map("".join))
def test_d_13_s_26_sanitising_twice_is_equal(html):
    once = clean_html(html)
    assert clean_html(once) == once
    for forbidden in ("<script", "<style", "<svg", " on", " class=", " style=", " id=", "javascript:"):
        tags = [part.split(">")[0] for part in once.split("<")[1:]]
        assert not any(forbidden in f"<{tag}" for tag in tags)


@pytest.mark.parametrize("bomb", [
    "<b>" * 100_000, "<ul><li>" * 30_000, "<table><tr><td>" * 20_000, "<div>" * 50_000,
    "<p>" + "".join(f"<font color={n}>" for n in range(280)) + "</p><p>x" * 40_000,
])  # fmt: skip
def test_d_14_a_text_made_to_exhaust_the_reader_is_refused_at_once(bomb):
    started = time.monotonic()
    with pytest.raises(Invalid, match=r"^El texto es demasiado grande: ") as refusal:
        clean_html(bomb)
    assert "cuerpo" in refusal.value.fields
    assert time.monotonic() - started < 5  # unrefused they take minutes


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<p>" + "a" * 420_000 + "</p>", "ocupa 411 KB y el máximo es 400 KB"),
        ("<table>" + "<tr><td>1</td><td>2</td></tr>" * 1501 + "</table>", "tienen 3002 celdas y el máximo es 3000"),
        ("<blockquote>" * 51 + "a" + "</blockquote>" * 51, "tiene 51 niveles"),
    ],
)
def test_d_14_a_text_beyond_the_limits_is_refused_with_the_figure(html, reason):
    with pytest.raises(Invalid, match="El texto es demasiado grande: ") as refusal:
        check_size(html)
    assert reason in refusal.value.message


def test_a_text_at_the_limits_is_accepted():
    check_size("<p>" + "a" * (400 * 1024 - 7) + "</p>")
    check_size("<table>" + "<tr><td>1</td><td>2</td></tr>" * 1500 + "</table>")
    check_size("<blockquote>" * 50 + "a" + "</blockquote>" * 50)


def test_blank_lines_of_plain_text_become_paragraphs():
    assert paragraphs("Uno <b>\r\ndos\r\n\r\n\r\ntres & más\r\n") == "<p>Uno &lt;b&gt;<br>dos</p><p>tres &amp; más</p>"
    assert paragraphs("  \n\n ") == ""


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60))
def test_plain_text_comes_back_as_it_was_typed(text):
    html = clean_html(paragraphs(text))
    if as_plain(html) is not None:
        assert clean_html(paragraphs(as_plain(html))) == html


def test_a_text_with_more_than_paragraphs_is_no_plain_text():
    assert as_plain("<p>a<br>b</p><p>c</p>") == "a\nb\n\nc"
    assert as_plain("<p>a <strong>b</strong></p>") is None
    assert words_of_html("<p>a<br>b</p><ul><li>c</li></ul>").split() == ["a", "b", "c"]
