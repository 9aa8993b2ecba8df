"""Making a PAdES signature with its visible stamp, as one incremental update of the file."""

from datetime import datetime
from io import BytesIO

from asn1crypto import tsp, x509
from pyhanko.pdf_utils import layout
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import StaticStampStyle

from quipux.signatures import wire
from quipux.signatures.inside import chain
from quipux.signatures.inside.chain import Evidence
from quipux.signatures.inside.judging import Policy
from quipux.signatures.inside.placing import find_place

DIGEST = "sha256"
# All in the signature's own revision, so that the signature covers the whole file.
TOGETHER = DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE)


class Drawing(ImportedPdfPage):
    """The first page of a PDF held in memory."""

    def __init__(self, pdf: bytes):
        super().__init__("")
        self._pdf = pdf

    def render(self) -> bytes:
        """Import it and say how it is drawn."""
        drawn = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._pdf)))
        self.resources.xobject["/Stamp"] = drawn
        left, bottom, right, top = drawn.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Stamp Do"


class Service(TimeStamper):
    """The time-stamp service, asked through the parent."""

    def __init__(self, url: str, line):
        super().__init__()
        self._url, self._line = url, line

    @property
    def certificates(self) -> list[x509.Certificate]:
        """Those the service signs with, known after its first answer."""
        return list(self._certs.values())

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """The answer to one request. Raises OSError when there is none."""
        body = self._line.fetch(self._url, req.dump(), "application/timestamp-query")
        if body is None:
            raise OSError
        return tsp.TimeStampResp.load(body, strict=True)


class DatedSigner(PdfSigner):
    """Signs at the moment it is given: the one clock of the system is not that of this machine."""

    moment: datetime

    def init_signing_session(self, *arguments, **options):
        """The library's, dated."""
        session = super().init_signing_session(*arguments, **options)
        session.system_time = self.moment
        return session


async def sign(signer: SimpleSigner, header: dict, blobs: list[bytes], line) -> wire.Message:
    """The file with one more signature.

    ``header``: name and reason for the signature, title of its field, tsa (address or empty), and what `Policy.read`
    wants. ``blobs``: the file, the PDF of the stamp, then the trusted roots.
    """
    pdf, drawing, *roots = blobs
    policy = Policy.read(header, roots)
    service = await _service(header["tsa"], line)
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    field = _field(writer, pdf, drawing, header["title"])
    meta = PdfSignatureMetadata(
        field_name=field.sig_field_name,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        reason=header["reason"] or None,
        name=header["name"],
        **await _lasting(signer, policy, line, service),
    )
    maker = DatedSigner(meta, signer=signer, timestamper=service, stamp_style=_style(drawing), new_field_spec=field)
    maker.moment = policy.at
    made = await maker.async_sign_pdf(writer)
    return {"stamped": service is not None, "field_name": field.sig_field_name}, [made.getvalue()]


def _style(drawing):
    """The stamp as it was drawn; the library adds no border and no margin."""
    middle = layout.AxisAlignment.ALIGN_MID
    whole = layout.SimpleBoxLayoutRule(x_align=middle, y_align=middle, margins=layout.Margins.uniform(0))
    return StaticStampStyle(background=Drawing(drawing), border_width=0, background_opacity=1, background_layout=whole)


async def _service(url, line):
    """The service if there is one and it answers; a signature without its time is still a signature."""
    if not url:
        return None
    service = Service(url, line)
    try:
        await service.async_dummy_response(DIGEST)
    except OSError:
        return None
    return service


def _field(writer, pdf, drawing, title):
    page = PdfFileReader(BytesIO(drawing)).root["/Pages"]["/Kids"][0]
    left, bottom, right, top = map(float, page["/MediaBox"])
    place = find_place(pdf, right - left, top - bottom)
    taken = {name for name, *_ in enumerate_sig_fields(writer)}
    number = next(n for n in range(1, len(taken) + 2) if f"Firma{n}" not in taken)
    return SigFieldSpec(f"Firma{number}", on_page=place.page, box=place.box, readable_field_name=title)


async def _lasting(signer, policy, line, service):
    """What makes the signature B-LT: answers about every certificate, when a time-stamp gives them a moment."""
    if service is None:
        return {}
    others = [*signer.cert_registry, *service.cert_registry]
    evidence = Evidence([], [])
    for certificate in (signer.signing_cert, *service.certificates):
        path = await chain.path_to_root(certificate, others, policy.trust, policy.at)
        if path is None:
            return {}
        gathered = await chain.gather(path, line)
        status, _ = await chain.revocation(path, others, policy.trust, policy.at, gathered)
        if status != "good":
            return {}
        evidence += gathered
    judge = chain.context(policy.trust, others, policy.at, evidence)
    return {"embed_validation_info": True, "validation_context": judge, "dss_settings": TOGETHER,
            "signer_key_usage": set()}  # fmt: skip
