"""Names are ASCII, short, distinct and harmless (backups.md §5.2)."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backups.archive.naming import (
    MAX_PATH,
    annex_name,
    check_entry_name,
    document_folder,
    fold,
    independent_names,
    is_portable_path,
    part_names,
    safe_segment,
)

DEVICES = ["CON", "prn", "Aux", "NUL", "COM0", "com9", "LPT1", "conin", "CLOCK"]


def test_a_set_is_named_from_z01_to_zip():
    assert part_names("respaldo_41315", 3) == ["respaldo_41315.z01", "respaldo_41315.z02", "respaldo_41315.zip"]
    assert part_names("N", 1) == ["N.zip"]


def test_past_z99_names_go_on_with_three_digits():
    names = part_names("N", 120)
    assert names[97:101] == ["N.z98", "N.z99", "N.z100", "N.z101"]
    assert names[-2:] == ["N.z119", "N.zip"]


def test_independent_parts_have_at_least_two_digits():
    assert independent_names("N", 3) == ["N_parte01.zip", "N_parte02.zip", "N_parte03.zip"]
    assert independent_names("N", 120)[-1] == "N_parte120.zip"
    assert independent_names("N", 1) == ["N.zip"]


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("Informe ñandú", "Informe-nandu"),
        ("a  --  b", "a-b"),
        ("../../etc/x", "etc-x"),
        ("..", "sin-nombre"),
        ("...oculto...", "oculto"),
        (" - hola - ", "hola"),
        ("dos..puntos", "dos.puntos"),
        ("«comillas» \"y\" 'otras'", "comillas-y-otras"),
        ("nu\u0301mero", "numero"),
        ("名前", "sin-nombre"),
        ("", "sin-nombre"),
        ("CON", "xCON"),
        ("con.tar.gz", "xcon.tar.gz"),
        ("COM¹", "xCOM1"),
        ("console", "console"),
    ],
)
def test_segments_are_made_safe(given, safe):
    assert safe_segment(given, 60) == safe


def test_document_folders_have_six_digits_and_seven_from_a_million_on():
    assert document_folder(1, "MINTEL-SGERC-2017-0123-M") == "000001_MINTEL-SGERC-2017-0123-M"
    assert document_folder(1_000_000, "X") == "1000000_X"
    assert document_folder(7, "") == "000007_sin-numero"
    assert len(document_folder(7, "N" * 80)) == 7 + 32


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("informe.final.PDF", "001_informe.final.pdf"),
        ("../../etc/x", "001_etc-x"),
        ("CON.pdf", "001_xCON.pdf"),
        ("acta.pdf.p7m", "001_acta.pdf.p7m"),
        ("a" * 300 + ".docx", "001_" + "a" * 24 + ".docx"),
        ("sin extension", "001_sin-extension"),
        ("x.extensionlarga", "001_x.extensionlarga"),
        (".pdf", "001_pdf"),
        ("???.pdf", "001_anexo.pdf"),
    ],
)
def test_b_38_annexes_keep_an_ordinal_a_short_name_and_their_extension(given, name):
    assert annex_name(1, given) == name


def test_b_38_the_longest_path_fits_120_bytes():
    path = "/".join(
        [
            "respaldo_999999999",
            "data/documentos",
            document_folder(9_999_999, "N" * 99),
            "anexos",
            annex_name(999, "a" * 300 + ".geojson"),
        ]
    )
    assert len(path) <= MAX_PATH
    assert is_portable_path(path)


def test_b_38_s_51_names_equal_but_for_case_or_accent_form_stay_distinct_by_their_ordinal():
    names = ["informe.final.pdf", "informe.final.pdf", "Informe.Final.pdf", "an\u0303o", "año"]
    given = [annex_name(ordinal, name) for ordinal, name in enumerate(names, 1)]
    assert len({fold(name) for name in given}) == len(names)


def check_portable(segment):
    assert re.fullmatch(r"[A-Za-z0-9._-]+", segment)
    assert not segment.startswith((".", "-"))
    assert not segment.endswith((".", "-"))
    assert ".." not in segment
    assert "--" not in segment
    assert segment.split(".")[0].upper() not in {device.upper() for device in DEVICES}


@given(st.text(max_size=80) | st.sampled_from(DEVICES), st.integers(4, 40))
def test_any_text_gives_a_portable_segment(text, limit):
    segment = safe_segment(text, limit)
    check_portable(segment)
    assert len(segment) <= limit
    assert segment == safe_segment(text, limit)


@given(st.text(max_size=80), st.integers(1, 9999))
def test_any_annex_name_is_portable_and_bounded(name, ordinal):
    given_name = annex_name(ordinal, name)
    check_portable(given_name)
    assert len(given_name) <= len(f"{ordinal:03d}_") + 24 + 8


@given(st.text(max_size=40))
def test_the_form_of_accents_does_not_change_a_name(text):
    assert safe_segment(unicodedata.normalize("NFD", text), 30) == safe_segment(unicodedata.normalize("NFC", text), 30)


@pytest.mark.parametrize(
    "name", ["", "/a", "a/", "a//b", "../a", "a/../b", "a/./b", "a\\b", "a\0b", "a\nb", "C:/x", "\ud800", "x" * 70_000]
)
def test_dangerous_entry_names_are_refused(name):
    assert not check_entry_name(name)


@pytest.mark.parametrize("name", ["a", "ñ/..a", "ab:c", "...", "x" * 65_535])
def test_other_names_are_admitted(name):
    assert check_entry_name(name)


@pytest.mark.parametrize("path", ["a/CON/b", "a b", "ñ", "a//b", "x" * 121, ".a"])
def test_paths_that_break_a_rule_are_not_portable(path):
    assert not is_portable_path(path)
