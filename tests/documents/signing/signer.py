"""A signer program of a person's machine, in the manner of FirmaEC: it is opened by an address and speaks HTTP.

Run as ``python -m tests.documents.signing.signer <address> <file.p12> <password>``; the key never leaves it.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

PATIENCE = 60  # seconds for one request


def sign(pdf: bytes, p12: bytes, password: bytes, *, field: str = "Firma") -> bytes:
    """``pdf`` with one PAdES signature of the key, as a foreign program makes it.

    In a thread of its own: the library has a loop, and so has a browser that a test drives.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_sign, pdf, p12, password, field).result()


def _sign(pdf, p12, password, field):
    key = signers.SimpleSigner.load_pkcs12_data(p12, other_certs=[], passphrase=password)
    metadata = signers.PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
    output = BytesIO()
    signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), metadata, signer=key, output=output)
    return output.getvalue()


def ask(address: str, token: str, body: bytes | None = None) -> tuple[int, bytes]:
    """One request with the token in its header; a refusal is an answer too."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/pdf"}
    try:
        request = Request(address, data=body, headers=headers)  # noqa: S310 - the address of this very test's server
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()


def run(address: str, p12: bytes, password: bytes) -> list[dict]:
    """Fetch, sign and give back every document of a session; what the server said of each."""
    given = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    said = []
    for copy in given["documentos"].split(","):
        place = f"{given['direccion']}{copy}.pdf"
        status, content = ask(place, given["ficha"])
        if status == 200:
            status, content = ask(place, given["ficha"], sign(content, p12, password))
        said.append({"status": status} | json.loads(content))
    return said


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], Path(sys.argv[2]).read_bytes(), sys.argv[3].encode())))
