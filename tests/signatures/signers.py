"""A signer that does what it wants with the file it was given: what the programs of strangers may send."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

from quipux.signatures import test_authority
from tests.signatures.material import p12

PADES = SigSeedSubFilter.PADES
ADOBE = SigSeedSubFilter.ADOBE_PKCS7_DETACHED


def sign_freely(pdf, change=None, *, subfilter=PADES, digest="sha256", box=None, name="Firma1") -> bytes:
    """``pdf`` signed by Bruno in one update in which ``change(writer)`` was done too.

    In a thread of its own: the library has a loop, and so has a browser that another test may have left running.
    """
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    if change is not None:
        change(writer)
    signer = SimpleSigner.load_pkcs12_data(p12(), (), test_authority.PASSWORD)
    meta = PdfSignatureMetadata(field_name=name, subfilter=subfilter, md_algorithm=digest)
    maker = PdfSigner(meta, signer=signer, new_field_spec=SigFieldSpec(name, box=box))
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(maker.sign_pdf, writer).result().getvalue()
