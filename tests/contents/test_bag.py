"""The extracted tree is a valid BagIt 1.0 bag, by rules read here and by programs of others (B-48)."""

import hashlib
import shutil
import subprocess
from pathlib import Path


def manifest(root: Path, name: str) -> dict[str, str]:
    lines = (root / name).read_text().splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def files(root: Path) -> dict[str, Path]:
    return {str(path.relative_to(root)): path for path in root.rglob("*") if path.is_file()}


def check(root: Path) -> subprocess.CompletedProcess:
    command = ["sha256sum", "--strict", "--quiet", "-c", "manifest-sha256.txt"]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_b_48_sha256sum_accepts_the_payload_and_finds_one_changed_byte(extracted, tmp_path):
    root = tmp_path / "copia"
    shutil.copytree(extracted.root, root)
    assert check(root).returncode == 0
    victim = next(root.rglob("documento.pdf"))
    data = bytearray(victim.read_bytes())
    data[100] ^= 1
    victim.write_bytes(data)
    result = check(root)
    assert result.returncode == 1
    assert str(victim.relative_to(root)) in result.stdout


def test_b_48_the_bag_is_complete_and_valid(extracted):
    root = extracted.root
    everything = files(root)
    payload, tags = manifest(root, "manifest-sha256.txt"), manifest(root, "tagmanifest-sha256.txt")
    inside = {path for path in everything if path.startswith("data/")}
    assert set(payload) == inside
    assert set(tags) == set(everything) - inside - {"tagmanifest-sha256.txt"}
    assert {"LEAME_parte01.txt", "ACTA_RESPALDO.pdf", "manifest-sha256.txt", "index.html"} <= set(tags)
    for path, digest in {**payload, **tags}.items():
        assert hashlib.sha256(everything[path].read_bytes()).hexdigest() == digest
    assert (root / "bagit.txt").read_text() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def test_bag_info_names_the_source_and_counts_the_payload(extracted):
    info = dict(line.split(": ", 1) for line in (extracted.root / "bag-info.txt").read_text().splitlines())
    inside = [path for name, path in files(extracted.root).items() if name.startswith("data/")]
    assert info["Payload-Oxum"] == f"{sum(path.stat().st_size for path in inside)}.{len(inside)}"
    assert info["Source-Organization"] == "Ministerio de Ejemplo"
    assert info["External-Identifier"] == "41315"
    assert info["Bagging-Date"] == "2016-12-28"


def test_the_index_page_and_the_acta_state_the_digest_of_the_manifest(extracted):
    digest = hashlib.sha256((extracted.root / "manifest-sha256.txt").read_bytes()).hexdigest()
    assert digest in (extracted.root / "index.html").read_text()
    assert digest in (extracted.root / "LEAME.txt").read_text("utf-8-sig")
    text = subprocess.run(["pdftotext", "-layout", str(extracted.root / "ACTA_RESPALDO.pdf"), "-"],
                          capture_output=True, text=True, check=True).stdout  # fmt: skip
    for words in (digest, "Acta de generación de respaldo", "Solicitud Nro. 41315", "1710034065", "respaldo_41315.z02"):
        assert words in text
