"""The plain files of an archive: same bytes always, readable by every program, harmless."""

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

from backups.archive.naming import is_portable_path
from backups.contents import FrozenDocument, Tally, acta_html, document_texts, part_readme
from backups.contents.tables import OMISSION_COLUMNS
from backups.states import ArchiveList, Outcome
from tests.contents import samples


def files_of(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def table(data: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_b_45_the_same_frozen_values_give_the_same_bytes(tmp_path):
    first, second = (samples.tree(tmp_path / name) for name in ("uno", "otro"))
    assert files_of(first.root) == files_of(second.root)
    assert [m.path for m in first.members] == [m.path for m in second.members]


def test_every_path_is_under_the_root_and_portable(extracted):
    assert all(member.path.startswith("respaldo_41315/") for member in extracted.members)
    assert all(is_portable_path(f"respaldo_41315/{path}") for path in files_of(extracted.root))


def test_a_member_can_be_read_again_and_says_its_size(extracted):
    for member in extracted.members:
        with member.open() as first, member.open() as second:
            assert len(first.read()) == member.size == len(second.read())


def test_the_order_of_the_index_begins_with_the_readme_and_ends_with_the_acta(extracted):
    paths = [member.path.removeprefix("respaldo_41315/") for member in extracted.members]
    assert paths[:4] == ["LEAME.txt", "index.html", "sitio/estilos.css", "sitio/busqueda.js"]
    assert paths[-3:] == ["manifest-sha256.txt", "tagmanifest-sha256.txt", "ACTA_RESPALDO.pdf"]
    assert [path for path in paths if path.startswith("data/")] == [
        f"data/{name}"
        for name in (
            "metadatos.csv", "metadatos.json", "esquema.json", "diccionario.csv", "omisiones.csv", "eventos.json")
    ]  # fmt: skip


def test_metadata_csv_has_the_columns_of_the_specification_and_one_row_per_document(extracted):
    data = (extracted.root / "data/metadatos.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    header = data.decode("utf-8-sig").split("\r\n", 1)[0]
    assert header == (
        "orden;numero;tipo;fecha_documento;asunto;de;para;copia;listas;referencia;categoria;tipificacion;seguridad;"
        "firmado;firmante;archivo;sha256;bytes;anexos;parte;resultado"
    )
    rows = table(data)
    assert [int(row["orden"]) for row in rows] == list(range(1, 431))
    for row, document in zip(rows, extracted.documents, strict=True):
        assert row["numero"] == document.metadata["number"]
        if document.is_inside:
            stored = (extracted.root / row["archivo"]).read_bytes()
            assert len(stored) == int(row["bytes"])
        else:
            assert (row["archivo"], row["sha256"], row["parte"], row["resultado"]) == ("", "", "", "omitido")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n=", " =", "＝"])
def test_b_39_no_cell_of_a_csv_can_become_a_formula(tmp_path, start):
    value = start + 'cmd|"/c calc"!A1; "x"\n;y'
    document = FrozenDocument(1, "000001_X", ["enviados"], samples.metadata(value, subject=value, reference=value))
    made = samples.tree(tmp_path, [document], withheld=(value,))
    (row,) = table((made.root / "data/metadatos.csv").read_bytes())
    withheld = table((made.root / "data/omisiones.csv").read_bytes())[-1]
    for text in (row["numero"], row["asunto"], row["referencia"], withheld["numero"]):
        assert text.startswith("'")
        assert "\n" not in text
        assert "\t" not in text


def test_the_dictionary_explains_every_column(extracted):
    rows = table((extracted.root / "data/diccionario.csv").read_bytes())
    explained = [(row["tabla"], row["columna"]) for row in rows]
    for name in ("metadatos.csv", "omisiones.csv"):
        with (extracted.root / "data" / name).open(encoding="utf-8-sig", newline="") as source:
            columns = next(csv.reader(source, delimiter=";"))
        assert [column for file, column in explained if file == name] == columns
    assert all(row["significado"] for row in rows)


def test_json_obeys_its_own_schema_and_holds_what_each_document_says(extracted):
    root = extracted.root
    schema = json.loads((root / "data/esquema.json").read_text())
    whole = json.loads((root / "data/metadatos.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(whole, schema)
    assert len(whole["documentos"]) == 430
    assert whole["respaldo"]["retenidos"] == ["EJ-DTI-2016-0999-M"]
    for entry in whole["documentos"]:
        if entry["carpeta"]:
            assert json.loads((root / entry["carpeta"] / "documento.json").read_text()) == entry


def test_json_keeps_the_exact_text_of_hostile_values(extracted):
    whole = json.loads((extracted.root / "data/metadatos.json").read_text())
    assert whole["documentos"][10]["asunto"] == samples.HOSTILE


def test_b_40_omissions_are_the_same_everywhere(extracted):
    rows = table((extracted.root / "data/omisiones.csv").read_bytes())
    assert list(rows[0]) == [name for name, _ in OMISSION_COLUMNS]
    expected = [(str(d.position), path) for d in extracted.documents for path in d.missing]
    assert [(row["orden"], row["alcance"]) for row in rows[:-1]] == [
        (position, "archivo" if path else "documento") for position, path in expected
    ]
    assert {row["razon"] for row in rows[:-1]} == {"El archivo no se encontró en el almacenamiento"}
    assert {row["intentos"] for row in rows[:-1]} == {"3"}
    index = (extracted.root / "index.html").read_text()
    assert f"Se respaldaron {sum(d.is_inside for d in extracted.documents)} documentos" in index
    for row in rows:
        assert row["numero"] in index


def test_b_34_a_withheld_document_is_a_number_and_a_reason_only(extracted):
    row = table((extracted.root / "data/omisiones.csv").read_bytes())[-1]
    assert row == {
        "orden": "", "numero": "EJ-DTI-2016-0999-M", "alcance": "documento", "archivo": "",
        "codigo": "retenido_confidencial", "razon": "Retenido: documento confidencial", "intentos": "0",
    }  # fmt: skip
    places = [path for path, data in files_of(extracted.root).items() if b"EJ-DTI-2016-0999-M" in data]
    assert places == ["data/metadatos.json", "data/omisiones.csv", "index.html"]


def test_omissions_has_only_headers_when_nothing_is_missing(tmp_path):
    document = FrozenDocument(1, "000001_X", ["enviados"], samples.metadata())
    made = samples.tree(tmp_path, [document], withheld=())
    assert len((made.root / "data/omisiones.csv").read_text().splitlines()) == 1
    assert "Lo que no se incluyó" not in (made.root / "index.html").read_text()


def test_events_tell_the_recorrido_up_to_the_freeze_and_the_versions(extracted):
    events = json.loads((extracted.root / "data/eventos.json").read_text())
    assert events["lista_fijada"] == "2016-12-28T22:30:37-05:00"
    assert events["version_programa"] == "1.0.0"
    assert [event["accion"] for event in events["recorrido"]] == ["Solicitud enviada"]


def test_the_readme_opens_in_notepad_and_names_the_real_files(extracted):
    data = (extracted.root / "LEAME.txt").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n") > 40
    text = data.decode("utf-8-sig")
    for words in (
        "zip -s 0 respaldo_41315.zip --out respaldo_41315_unificado.zip", "respaldo_41315.z02",
        "respaldo_41315_parte03.zip", "sha256sum", "shasum -a 256", "Get-FileHash", "soporte@quipux.example",
        samples.PARTS[0].sha256, "ACTA_RESPALDO.pdf",
    ):  # fmt: skip
        assert words in text
    assert "&" not in text


def test_the_readme_of_a_single_file_does_not_speak_of_joining(tmp_path):
    made = samples.tree(tmp_path, samples.documents(1), parts_planned=1)
    text = (made.root / "LEAME.txt").read_text()
    assert "en un solo archivo: respaldo_41315.zip" in text
    assert "zip -s 0" not in text
    assert "_parte" not in text


def test_the_readme_of_a_part_says_which_documents_it_holds_and_what_else_exists():
    path, data = part_readme(
        samples.backup(), number=2, documents=1204, first_folder="000351_A", last_folder="001554_B"
    )
    text = data.decode()
    assert path == "LEAME_parte02.txt"
    assert "PARTE 2 DE 3" in text
    assert "1\u00a0204 documentos" in text
    for words in ("000351_A", "001554_B", "respaldo_41315.zip", "respaldo_41315_parte03.zip"):
        assert words in text


def test_positions_that_skip_are_refused(tmp_path):
    document = FrozenDocument(2, "000002_X", [], samples.metadata())
    with pytest.raises(ValueError, match="came with position 2"):
        samples.tree(tmp_path, [document])


def test_an_immediate_download_without_request_number_has_the_same_layout(tmp_path):
    made = samples.tree(tmp_path, samples.documents(2), name="respaldo_inmediato_20161228_223037", number=None,
                        parts_planned=1, withheld=(), events=())  # fmt: skip
    assert "Descarga inmediata de documentos" in (made.root / "index.html").read_text()
    assert json.loads((made.root / "data/metadatos.json").read_text())["respaldo"]["solicitud"] is None
    assert not (made.root / "ACTA_RESPALDO.pdf").exists()


def test_b_37_a_signed_copy_offers_pdf_signature_data_and_both_groups_of_annexes():
    document = FrozenDocument(1, "000001_X", ["recibidos"], samples.signed_metadata("MEJ-1"))
    page = dict(document_texts(document, samples.backup()))["data/documentos/000001_X/pagina.html"].decode()
    for words in (
        '<a href="documento.pdf">Descargar documento (pdf).</a>',
        '<a href="documento.pdf.p7m">Descargar archivo firmado digitalmente.</a>',
        "Firmante: BRUNO SALAS PAZ", "Validez: Firma válida",
        "<caption>Archivos anexos al documento</caption>", "<caption>Archivos adicionales anexos al documento</caption>",
        'href="anexos/001_informe.pdf"', 'href="anexos/001_informe.pdf.p7m"', 'href="anexos/003_matriz.xlsx"',
        "Anexo físico, sin archivo",
    ):  # fmt: skip
        assert words in page


def test_a_rendered_document_and_one_without_file_say_so():
    generated = [samples.file("documento_generado.pdf", role="main", generated=True)]
    for files, words in ((generated, "Documento generado para este respaldo."),
                         ([], "Documento Digitalizado no disponible.")):  # fmt: skip
        document = FrozenDocument(1, "000001_X", [], samples.metadata(files=files))
        page = document_texts(document, samples.backup())[0][1].decode()
        assert words in page
        assert "No se encontraron archivos anexos al documento" in page


def test_a_missing_main_file_gives_its_reason_instead_of_a_link():
    document = FrozenDocument(1, "000001_X", [], samples.signed_metadata("MEJ-1"), Outcome.PARTIAL,
                              {"documento.pdf": samples.REASON})  # fmt: skip
    page = document_texts(document, samples.backup())[0][1].decode()
    assert "Omitido: El archivo no se encontró en el almacenamiento" in page
    assert 'href="documento.pdf"' not in page


def test_b_39_the_acta_shows_hostile_text_as_text():
    hostile = "<script>alert(1)</script>"
    whole = samples.backup(person=hostile, institution=hostile, position=hostile, petition=hostile)
    html = acta_html(whole, Tally.empty(ArchiveList.values), samples.PARTS, "a" * 64)
    assert hostile not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 4


def test_the_acta_of_a_single_file_speaks_of_no_parts():
    html = acta_html(samples.backup(parts_planned=1), Tally.empty(ArchiveList.values), [], "a" * 64)
    assert "Partes con documentos" not in html
    assert "a" * 64 in html
