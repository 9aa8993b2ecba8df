"""What WeasyPrint leaves undone for PDF/UA-1 (ISO 14289-1), done on its objects before they are written.

Two things matter: the identifier in the XMP packet, with the extension schema that PDF/A-3 asks for
(ISO 19005-3, 6.6.2.3); and the margin boxes, whose content WeasyPrint marks but hangs nowhere.
Those of the first page join the structure, so that the verification code and the QR's text are
read once; on the following pages the same lines become pagination artefacts.
"""

import pydyf

UA_IDENTIFIER = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def applies(variant: str | None) -> bool:
    """Tell whether the variant is a tagged PDF/A, the only kind that can be PDF/UA as well."""
    return bool(variant) and variant.startswith("pdf/a-") and variant.endswith("a")


def finish(document, pdf) -> None:
    """Finisher for ``Document.write_pdf``: complete ``pdf`` (a ``pydyf.PDF``) in place."""
    identify(pdf)
    settle_margins(pdf)
    if "AF" in pdf.catalog:  # version 70 lists each attachment twice
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def identify(pdf) -> None:
    """Write the PDF/UA identifier inside the packet's own ``rdf:RDF``: XMP allows only one."""
    metadata = _object(pdf, pdf.catalog["Metadata"])
    packet = b"\n".join(metadata.stream)
    head, end, tail = packet.rpartition(b"</rdf:RDF>")
    metadata.stream = [head + UA_IDENTIFIER + end + tail]


def settle_margins(pdf) -> None:
    """Give the content of the margin boxes its place: structure on page one, artefact elsewhere."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    whole = _object(pdf, root["K"][0])
    page_numbers = {reference: number for number, reference in enumerate(pdf.page_references)}
    for element in _adrift(pdf, whole):
        if page_number := page_numbers[element["Pg"]]:
            _turn_into_artefact(pdf, root, element, page_number)
        else:
            whole["K"].append(element.reference)


def _adrift(pdf, whole):
    held = set(map(bytes, filter(_is_reference, whole["K"])))
    for element in tuple(pdf.objects):
        top = isinstance(element, dict) and element.get("Type") == "/StructElem" and element.get("P") == whole.reference
        if top and element.reference not in held:
            yield element


def _turn_into_artefact(pdf, root, element, page_number):
    page = _object(pdf, element["Pg"])
    marks = set(_consume(pdf, element))
    content = _object(pdf, page["Contents"]).stream
    for index, item in enumerate(content):
        if isinstance(item, dict) and item.get("MCID") in marks:
            content[index - 1] = "/Artifact"
            content[index] = pydyf.Dictionary({"Type": "/Pagination"})
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    parents = numbers[2 * page_number + 1]
    for mark in marks:
        parents[mark] = "null"


def _consume(pdf, element):
    """Yield the marked-content numbers below ``element`` and empty its elements."""
    for kid in element.pop("K"):
        if _is_reference(kid):
            yield from _consume(pdf, _object(pdf, kid))
        else:
            yield kid
    element.clear()


def _is_reference(item):
    return isinstance(item, bytes)


def _object(pdf, reference):
    return pdf.objects[int(reference.split()[0])]
