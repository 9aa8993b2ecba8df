"""Which uploads are kept and how each refusal is told (documents §6.4, safety S-31, S-34, S-35)."""

import struct
import subprocess
import sys
import unicodedata
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from documents.attaching.names import LONGEST, UNSHOWN, cleaned, extension_of
from documents.attaching.rules import MB, Totals, allowed_types, check_room, check_upload, limits_sentence
from quipux.errors import Invalid
from quipux.files import kinds
from tests.extraction.samples import SAMPLES, docx, opendocument, packed, real_pdf, xlsx
from tests.factories import TINY_PDF

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(64)
ALL = {"pdf": TINY_PDF, **SAMPLES, "jpeg": SAMPLES["jpg"], "tiff": SAMPLES["tif"]}
# What opens as another kind too, rightly: every text is a txt and a csv, every office file is a ZIP.
ALSO = {"txt": {"csv", "xml", "eml", "rtf"}, "csv": {"txt", "xml", "eml", "rtf"}, "jpg": {"jpeg"}, "jpeg": {"jpg"},
        "tif": {"tiff"}, "tiff": {"tif"}, "zip": {"docx", "xlsx", "pptx", "vsdx", "odt", "ods", "odp", "odg"}}  # fmt: skip


def check(name, content, already=None, allowed=None):
    upload = SimpleUploadedFile("x", content)
    upload._name = name  # as a hostile browser may send it: Django's own cleaning is not what is tried here
    return check_upload(upload, already=already or Totals(), allowed=allowed or allowed_types())


def refusal(name, content, **given):
    with pytest.raises(Invalid) as refused:
        check(name, content, **given)
    return refused.value.message


# Kinds ------------------------------------------------------------------------------------------------


def test_every_allowed_type_has_a_sample_that_is_kept_with_its_media_type():
    assert set(ALL) == set(allowed_types())
    for extension, content in ALL.items():
        accepted = check(f"acta.{extension.upper()}", content)
        assert (accepted.media_type, accepted.size) == (kinds.media_type(extension), len(content))


@pytest.mark.parametrize("extension", sorted(ALL))
def test_s_31_no_other_kind_passes_under_the_extension(extension):
    passed = {other for other, content in ALL.items() if kinds.agrees(extension, BytesIO(content))}
    assert passed - ALSO.get(extension, set()) == {extension}


@pytest.mark.parametrize("content", [HTML, PROGRAM, b"\x7fELF\x02\x01\x01" + bytes(9)], ids=["html", "exe", "elf"])
@pytest.mark.parametrize("extension", sorted(set(ALL) - {"txt", "csv"}))
def test_s_31_pages_and_programs_are_refused_under_every_extension(extension, content):
    assert refusal(f"acta.{extension}", content).startswith(f'"acta.{extension}" no se adjuntó: su contenido no es')


def test_s_31_a_program_is_no_text_and_a_pdf_without_its_end_is_no_pdf():
    assert "su contenido" in refusal("acta.txt", PROGRAM)
    assert "su contenido" in refusal("acta.csv", b"hola\x00")
    assert "su contenido" in refusal("acta.pdf", TINY_PDF[:-30])


def test_a_text_in_the_encodings_of_windows_is_text():
    for content in ("año".encode("cp1252"), "año".encode("utf-16"), "\ufeffaño".encode()):
        assert check("nota.txt", content).media_type == "text/plain"


def test_an_office_file_closed_with_a_password_is_kept():
    from tests.extraction.samples import compound

    assert check("sueldos.xlsx", compound("EncryptedPackage"))


# Names ------------------------------------------------------------------------------------------------


def test_d_08_an_exe_is_refused_by_name_with_the_allowed_types():
    assert refusal("acta.exe", PROGRAM) == (
        '"acta.exe" no se adjuntó: el tipo .exe no está permitido. '
        f"Tipos permitidos: {', '.join(allowed_types())}."
    )  # fmt: skip


@pytest.mark.parametrize("name", ["acta.pdf.exe", "acta.exe.pdf", "foto.SCR .pdf", "a.html.pdf"])
def test_s_31_a_program_before_or_after_the_last_dot_is_refused(name):
    assert "no está permitido. Tipos permitidos: pdf, doc" in refusal(name, TINY_PDF)


def test_a_name_without_type_and_an_empty_file_are_refused():
    assert refusal("acta", TINY_PDF).startswith('"acta" no se adjuntó: su nombre no dice de qué tipo es. Tipos')
    assert refusal("acta.pdf", b"") == '"acta.pdf" no se adjuntó: está vacío.'


def test_an_institution_may_narrow_the_types():
    assert "el tipo .docx no está permitido. Tipos permitidos: pdf." in refusal("a.docx", docx(), allowed=["pdf"])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/acta.pdf", "acta.pdf"), ("C:\\Users\\ana\\acta.pdf", "acta.pdf"), ("ac\x00ta.pdf", "acta.pdf"),
        ("acta\u202efdp.pdf", "actafdp.pdf"), ("CON.pdf", "_CON.pdf"), ("lpt1", "_lpt1"), ("Control.pdf", "Control.pdf"),
        ("an\u0303o.pdf", "año.pdf"), ("  acta  final .pdf", "acta final.pdf"), ("acta.pdf. . ", "acta.pdf"),
        (".pdf", "archivo.pdf"), ("", "archivo"), ("a\r\nb.pdf", "ab.pdf"), ("🇪🇨 informe.pdf", "🇪🇨 informe.pdf"),
        ("é" * 400 + ".docx", "é" * 295 + ".docx"), ("a." + "b" * 400, "a." + "b" * 150),
    ],
)  # fmt: skip
def test_s_35_names_are_cleaned_for_people(typed, kept):
    assert cleaned(typed) == kept


@given(st.text(max_size=500))
def test_s_35_no_name_whatever_keeps_paths_or_unseen_characters(typed):
    name = cleaned(typed)
    assert 0 < len(name) <= LONGEST
    assert not set(name) & set("/\\")
    assert not {unicodedata.category(letter) for letter in name} & UNSHOWN
    assert cleaned(name) == name


def test_the_extension_is_what_follows_the_last_dot():
    assert [extension_of(name) for name in ("a.PDF", "a.b.zip", "pdf")] == ["pdf", "zip", ""]


# Sizes ------------------------------------------------------------------------------------------------


def test_a_file_over_the_limit_is_refused_with_both_figures():
    assert refusal("plano.pdf", bytes(31 * MB)) == '"plano.pdf" no se adjuntó: pesa 31 MB y el máximo es 25 MB.'
    assert "pesa 26 MB y el máximo es 25 MB" in refusal("plano.pdf", bytes(25 * MB + 1))


def test_a_document_takes_fifty_anexos_and_200_mb():
    assert check("a.pdf", TINY_PDF, Totals(files=49, size=200 * MB - len(TINY_PDF)))
    assert "ya tiene 50 anexos y el máximo es 50" in refusal("a.pdf", TINY_PDF, already=Totals(files=50))
    told = refusal("a.pdf", TINY_PDF, already=Totals(files=9, size=200 * MB))
    assert told == '"a.pdf" no se adjuntó: con él los anexos pesarían 201 MB y el máximo por documento es 200 MB.'


def test_a_physical_item_counts_among_the_fifty():
    check_room("Planos", 0, Totals(files=49))
    with pytest.raises(Invalid, match="ya tiene 50 anexos"):
        check_room("Planos", 0, Totals(files=50))


def test_the_limits_are_those_of_the_settings_and_told_beforehand(settings):
    settings.QUIPUX_ATTACHMENT_MAX_MB, settings.QUIPUX_ATTACHMENT_TYPES = 3, ("pdf", "zip")
    assert "pesa 4 MB y el máximo es 3 MB" in refusal("a.pdf", bytes(4 * MB))
    assert limits_sentence() == ("Hasta 20 archivos a la vez, de 3 MB cada uno; por documento, 50 anexos y 200 MB. "
                                 "Tipos permitidos: pdf, zip.")  # fmt: skip


# Bombs ------------------------------------------------------------------------------------------------


def nested(levels, inner=("fin.txt", "fin")):
    """Archives one inside another, ``levels`` in all."""
    content = packed(inner)
    for _ in range(levels - 1):
        content = packed(("dentro.zip", content))
    return content


def claiming(sizes):
    """An archive whose directory claims entries of ``sizes`` bytes, more than it has."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(len(sizes)):
            archive.writestr(f"{number}.bin", b"")
        for entry, size in zip(archive.infolist(), sizes, strict=True):
            entry.file_size = size
    return made.getvalue()


def test_s_34_a_zip_that_unpacks_to_over_a_hundred_times_its_size_is_refused():
    assert "más de 100 veces" in refusal("a.zip", packed(("cero.bin", bytes(2 * MB))))
    assert check("a.zip", packed(("cero.bin", bytes(range(256)) * 40)))


def test_s_34_a_docx_bomb_is_refused_like_a_zip():
    bomb = packed(("[Content_Types].xml", "<Types/>"), ("word/document.xml", b" " * (20 * MB)))
    assert "más de 100 veces" in refusal("acta.docx", bomb)


def test_s_34_two_gigabytes_inside_are_too_much():
    with pytest.raises(kinds.Excess) as excess:
        kinds.inspect(BytesIO(claiming([1024**3, 1024**3, 1])), kinds.Limits(ratio=10**9))
    assert excess.value.what == "unpacked"


def test_s_34_ten_thousand_entries_are_the_most():
    def archive(count):
        return packed(*((f"{number}.txt", "x") for number in range(count)), method=zipfile.ZIP_STORED)

    assert check("a.zip", archive(10_000))
    assert "contiene más de 10 000 archivos" in refusal("a.zip", archive(10_001))


def test_s_34_archives_may_stand_two_deep_and_office_files_inside_them():
    assert check("a.zip", nested(2))
    assert check("a.zip", nested(2, ("acta.docx", docx())))
    assert check("a.zip", packed(("uno.xlsx", xlsx()), ("dos.odt", opendocument("text"))))
    assert "más de 2 niveles" in refusal("a.zip", nested(3))
    assert "más de 2 niveles" in refusal("a.zip", nested(3, ("acta.docx", docx())))


def test_s_34_inner_archives_are_weighed_with_the_outer_one():
    inner = packed(*((f"{number}.txt", "x") for number in range(6_000)))
    assert "más de 10 000 archivos" in refusal("a.zip", packed(("1.zip", inner), ("2.zip", inner)))
    bomb = packed(("dentro.zip", packed(("cero.bin", bytes(2 * MB)))))
    assert "más de 100 veces" in refusal("a.zip", bomb)


def test_a_broken_archive_is_told_as_broken():
    assert "está dañado" in refusal("a.zip", SAMPLES["zip"][:40])


MILLION = """
import sys
from quipux.files import kinds
try:
    kinds.inspect(open(sys.argv[1], "rb"))
except kinds.Excess as excess:
    print(excess.what)
print(*(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def million_entries(path):
    """A ZIP of a million empty entries with a directory of 47 bytes each; about 47 MB, written without a library."""
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<H", 1) + bytes(16) + b"a"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04" + bytes(26))
        for _ in range(100):
            file.write(entry * 10_000)
        file.write(b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 65535, 65535, 47 * 10**6, 30, 0))


def test_s_34_a_million_entries_are_refused_with_little_memory(tmp_path):
    million_entries(tmp_path / "millon.zip")
    done = subprocess.run([sys.executable, "-c", MILLION, str(tmp_path / "millon.zip")], capture_output=True, text=True,
                          check=True)  # fmt: skip
    what, most = done.stdout.split()
    assert what == "entries"
    assert int(most) < 100 * 1024  # kilobytes


def test_a_real_official_pdf_is_kept():
    assert check("oficio.pdf", real_pdf()).media_type == "application/pdf"
