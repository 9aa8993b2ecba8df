"""One extracted archive shared by the tests."""

import pytest

from backups.contents import acta_html
from quipux import pdf
from tests.contents import samples


@pytest.fixture(scope="session")
def extracted(tmp_path_factory) -> samples.Tree:
    """A backup of 430 documents in several parts, extracted into one folder, with its real ACTA."""
    whole = samples.backup()

    def acta(tally, manifest_sha256):
        html = acta_html(whole, tally, samples.PARTS, manifest_sha256)
        return pdf.render(html, created=whole.frozen_at)

    return samples.tree(tmp_path_factory.mktemp("respaldo"), samples.documents(430), acta=acta)


@pytest.fixture(scope="session")
def small(tmp_path_factory) -> samples.Tree:
    """Sixty documents of all sorts, for tests that read every page or every node."""
    return samples.tree(tmp_path_factory.mktemp("sitio"), samples.documents(60))
