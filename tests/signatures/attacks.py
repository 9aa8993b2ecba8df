"""Ways of altering a signed PDF, by who has no key and by a signer who signs something else than he was given.

The families are those of «Shadow Attacks» (hide, replace, hide and replace) and «1 Trillion Dollar Refund» (signature
wrapping, incremental saving, universal forgery).
"""

from collections.abc import Callable
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

ATTACKS: dict[str, Callable[[bytes], bytes]] = {}


def attack(make):
    """Register one way; its name is that of the function."""
    ATTACKS[make.__name__] = make
    return make


def updated(pdf: bytes, change) -> bytes:
    """``pdf`` with an incremental update in which ``change(writer)`` was done."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def first_page(writer):
    return writer.root["/Pages"]["/Kids"][0]


def text_stream(writer, words="Otro texto"):
    """A stream that draws other words over the page."""
    content = f"1 1 1 rg 0 0 600 850 re f BT /F1 20 Tf 0 g 80 700 Td ({words}) Tj ET".encode()
    return writer.add_object(generic.StreamObject(stream_data=content))


def ranges(pdf: bytes) -> list[int]:
    """The byte range of the only signature."""
    return [int(n) for n in PdfFileReader(BytesIO(pdf)).embedded_signatures[0].byte_range]


@attack
def one_byte_of_the_document_changed(pdf):
    middle = pdf.index(b"stream") + 40
    return pdf[:middle] + bytes([pdf[middle] ^ 1]) + pdf[middle + 1 :]


@attack
def one_byte_of_the_stamp_changed(pdf):
    place = pdf.rindex(b"/Reason") if b"/Reason" in pdf else pdf.rindex(b"/M (D:") + 9
    return pdf[:place] + b"9" + pdf[place + 1 :]


@attack
def bytes_appended(pdf):
    return pdf + b"\n% agregado\n"


@attack
def page_replaced(pdf):
    def change(writer):
        page = first_page(writer)
        page["/Contents"] = text_stream(writer)
        writer.update_container(page)

    return updated(pdf, change)


@attack
def page_hidden(pdf):
    def change(writer):
        pages = writer.root["/Pages"]
        pages["/Kids"] = generic.ArrayObject(list(pages["/Kids"])[1:])
        pages["/Count"] = generic.NumberObject(int(pages["/Count"]) - 1)
        writer.update_container(pages)

    return updated(pdf, change)


@attack
def annotation_laid_over_the_text(pdf):
    def change(writer):
        note = {pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name("/FreeText"),
                pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (50, 300, 550, 700))),
                pdf_name("/Contents"): generic.pdf_string("Otro texto"), pdf_name("/F"): generic.NumberObject(4),
                pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): text_stream(writer)})}  # fmt: skip
        writer.register_annotation(first_page_reference(writer), writer.add_object(generic.DictionaryObject(note)))

    return updated(pdf, change)


def first_page_reference(writer):
    return writer.root["/Pages"]["/Kids"].raw_get(0)


@attack
def form_field_laid_over_the_text(pdf):
    def change(writer):
        field = {pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name("/Widget"),
                 pdf_name("/FT"): pdf_name("/Tx"), pdf_name("/T"): generic.pdf_string("total"),
                 pdf_name("/V"): generic.pdf_string("1000000"), pdf_name("/F"): generic.NumberObject(4),
                 pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (50, 300, 550, 700))),
                 pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): text_stream(writer)})}  # fmt: skip
        reference = writer.add_object(generic.DictionaryObject(field))
        fields = writer.root["/AcroForm"]["/Fields"]
        fields.append(reference)
        writer.update_container(fields)
        writer.register_annotation(first_page_reference(writer), reference)

    return updated(pdf, change)


@attack
def empty_signature_field_laid_over_the_text(pdf):
    spec = SigFieldSpec("Firma99", box=(50, 300, 550, 700), empty_field_appearance=True)
    return updated(pdf, lambda writer: append_signature_field(writer, spec))


@attack
def range_that_leaves_the_end_out(pdf):
    start, length, resumes, rest = ranges(pdf)
    old = f"/ByteRange [{start} {length} {resumes} {rest}".encode()
    new = f"/ByteRange [{start} {length} {resumes} {rest - 40}".encode()
    assert old in pdf
    return pdf.replace(old, new.ljust(len(old)))


@attack
def signature_emptied(pdf):
    _, length, resumes, _ = ranges(pdf)
    return pdf[: length + 1] + b"0" * (resumes - length - 2) + pdf[resumes - 1 :]


@attack
def signature_moved_behind_and_its_place_filled(pdf):
    """Signature wrapping: the range points to a copy of the signed end, and other objects stand in its place."""
    start, length, resumes, rest = ranges(pdf)
    tail = pdf[resumes:]
    old = f"/ByteRange [{start} {length} {resumes} {rest}".encode()
    forged = pdf + b"\n" + tail
    new = f"/ByteRange [{start} {length} {len(pdf) + 1} {rest}".encode()
    place = forged.index(old)
    end = forged.index(b"]", place)
    return forged[:place] + new.ljust(end - place) + forged[end:]


def with_the_signature_of(other: bytes, pdf: bytes) -> bytes:
    """``pdf`` with the signature value that was made for another document."""
    _, length, resumes, _ = ranges(pdf)
    _, other_length, other_resumes, _ = ranges(other)
    value = other[other_length + 1 : other_resumes - 1][: resumes - length - 2]
    return pdf[: length + 1] + value.ljust(resumes - length - 2, b"0") + pdf[resumes - 1 :]
