"""The text files of a bag are those of RFC 8493 (backups.md §5.1)."""

import hashlib

from backups.archive.bag import BAGIT_TXT, bag_info, bag_size, manifest, manifest_line, parse_manifest, payload_oxum

from .tools import run


def test_the_declaration_is_the_one_of_bagit_1_0():
    assert BAGIT_TXT.splitlines() == ["BagIt-Version: 1.0", "Tag-File-Character-Encoding: UTF-8"]


def test_information_keeps_its_order_and_one_line_per_label():
    text = bag_info([("Source-Organization", "MINTEL\nPayload-Oxum: 0.0"), ("External-Identifier", "41315")])
    assert text == "Source-Organization: MINTEL Payload-Oxum: 0.0\nExternal-Identifier: 41315\n"


def test_sizes_are_told_for_machines_and_for_people():
    assert payload_oxum(octets=1234567, files=3) == "1234567.3"
    assert [bag_size(n) for n in (0, 999, 1000, 2_500_000, 10**12)] == ["0 B", "999 B", "1.0 KB", "2.5 MB", "1.0 TB"]


def test_manifests_read_back():
    files = [("data/a b.txt", "0" * 64), ("data/100%25.txt", "1" * 64), ("data/a\nb", "2" * 64)]
    assert parse_manifest(manifest(files)) == dict(files)
    assert manifest_line("data/a", "f" * 64) == "f" * 64 + "  data/a\n"


def test_b_48_sha256sum_accepts_a_manifest(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.pdf").write_bytes(b"content")
    lines = manifest([("data/a.pdf", hashlib.sha256(b"content").hexdigest())])
    (tmp_path / "manifest-sha256.txt").write_text(lines)
    assert "data/a.pdf" in run("sha256sum", "-c", "manifest-sha256.txt", cwd=tmp_path)
    (tmp_path / "data/a.pdf").write_bytes(b"contenT")
    run("sha256sum", "-c", "manifest-sha256.txt", cwd=tmp_path, code=1)
