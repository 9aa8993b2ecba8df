"""Frozen backups with invented people, and the tree their parts leave on a disk once extracted."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from backups.archive.naming import document_folder
from backups.contents import FrozenBackup, FrozenDocument, Missing, PartFile, document_texts, index_members, part_readme
from backups.states import Outcome

HOSTILE = "<script>alert(1)</script> & \"dobles\" 'simples' ñandú \x00\x07\x1b\x85 \u2028 𝔘🦜 </title>"
CREATED = datetime(2016, 12, 28, 22, 30, 37, tzinfo=UTC) + timedelta(hours=5)
REASON = Missing("archivo_no_encontrado", "El archivo no se encontró en el almacenamiento", 3)


def backup(**changes) -> FrozenBackup:
    """A personal backup of 2016."""
    return FrozenBackup(**{
        "name": "respaldo_41315", "number": 41315, "institution": "Ministerio de Ejemplo",
        "person": "Ana Lucía Torres Ñacato", "cedula": "1710034065", "position": "Especialista de Provisión",
        "area": "Dirección Nacional de Provisión", "date_from": date(2016, 1, 4), "date_to": date(2016, 12, 27),
        "frozen_at": CREATED, "operator_name": "SUBSECRETARÍA DE GOBIERNO ELECTRÓNICO",
        "support_email": "soporte@quipux.example", "verify_url": "https://quipux.example/verificar/respaldo/",
        "builder_version": "1.0.0", "parts_planned": 3, "withheld": ("EJ-DTI-2016-0999-M",), "events": [
            {"at": "2016-12-26T22:51:06-05:00", "action": "Solicitud enviada", "user": "Ana Torres",
             "area": "Dirección Nacional de Provisión", "request_state": "Enviada", "backup_state": "Por Generar",
             "comment": "Salgo de la institución"}],
        **changes,
    })  # fmt: skip


def party(name="Bruno Salas", **changes) -> dict:
    return {"academic_title": "Ing.", "name": name, "position": "Director de Gestión Documental",
            "area": "Dirección de Gestión Documental", "institution": "Ministerio de Ejemplo", "city": "Quito",
            **changes}  # fmt: skip


def file(path, **changes) -> dict:
    content = content_of(path)
    return {"role": "annex", "path": path, "name": path.rpartition("/")[2], "description": "", "date": "2016-05-18",
            "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest(), "group": "document",
            "medium": "electronic", "generated": False, **changes}  # fmt: skip


def content_of(path: str) -> bytes:
    """What the stored file of that path holds in these samples."""
    return f"%PDF-1.7 {path}\n".encode() * 40


def step(action="Reasignar", copy="Original", **changes) -> dict:
    return {"copy": copy, "at": "2016-05-18T10:20:30-05:00", "from": "Bruno Salas (MEJ)", "to": "Ana Torres (MEJ)",
            "action": action, "comment": "Favor atender y preparar la respuesta", **changes}  # fmt: skip


def metadata(number="MEJ-DNP-2016-0001-M", **changes) -> dict:
    """The frozen metadata of an ordinary document."""
    return {
        "number": number, "type": "Memorando", "kind": "outgoing", "registered_at": "2016-05-18T09:00:00-05:00",
        "document_date": "2016-05-18", "subject": "Informe de ejecución presupuestaria del segundo trimestre",
        "reference": "", "summary": "", "category": "Normal", "classification": "Administrativo",
        "confidentiality": "Público", "verification_code": "7KQ2-M9XD-4TRA-WZ81",
        "from": [party()], "to": [party("Ana Torres", academic_title="")], "cc": [], "answer_to": None, "answers": [],
        "signed": False, "signature": None, "reassigned_by_me": None, "informed_to_me": None,
        "files": [file("documento.pdf", role="main", name="documento.pdf")],
        "history": [step(), step("Registro", comment="")], **changes,
    }  # fmt: skip


SIGNATURE = {"signer": "BRUNO SALAS PAZ", "authority": "Autoridad de Certificación de Ejemplo",
             "date": "2016-05-18 09:00:00 (GMT-5)", "validity": "Firma válida"}  # fmt: skip
REPORT = {"identity": "17••••••65", "level": "PAdES B-LT", "format": "ETSI.CAdES.detached", "digest": "sha256",
          "covers": "Cubre todo el archivo", "time_source": "Sello de tiempo", "declared_at": "2016-05-18T14:00:00+00:00",
          "serial": "5A1F", "valid_from": "2015-01-01T00:00:00-05:00", "valid_until": "2018-01-01T00:00:00-05:00",
          "certificate_sha256": "ab" * 32, "chain": ["Raíz de Ejemplo", "BRUNO SALAS PAZ"], "revocation": "No revocado",
          "checked_at": "2016-05-18T09:00:05-05:00", "given_sha256": "cd" * 32, "is_test": False}  # fmt: skip


def signed_metadata(number: str, **changes) -> dict:
    """A received signed copy with annexes of both groups, one of them physical (B-37)."""
    files = [
        file("documento.pdf", role="main"),
        file("documento.pdf.p7m", role="signature"),
        file("anexos/001_informe.pdf", name="Informe técnico ñ.pdf", description="Informe técnico"),
        file("anexos/001_informe.pdf.p7m", role="signature"),
        file("", name="Carpeta de planos", medium="physical", bytes=None, sha256=None),
        file("anexos/003_matriz.xlsx", name="matriz.xlsx", group="additional", description="Agregado después"),
    ]
    facts = {
        "signed": True,
        "signature": SIGNATURE | {"report": REPORT},
        "cc": [party("Carla Paz", academic_title="Dra.")],
    }
    history = [step(), step("Informar", copy="Copia para ANA TORRES"), step("Firmar y Enviar", comment="")]
    return metadata(number, **{"files": files, "history": history, **facts, **changes})


def documents(count: int) -> list[FrozenDocument]:
    """`count` documents along a year: signed, confidential, partial, omitted and hostile ones among them."""
    made = []
    for position in range(1, count + 1):
        day = date(2016, 1, 4) + timedelta(days=(position - 1) * 350 // count)
        number = f"MEJ-DNP-2016-{position:04d}-M"
        changes = {"document_date": day.isoformat(), "subject": f"Trámite de provisión número {position}"}
        made.append(_document(position, number, changes))
    return made


def _document(position: int, number: str, changes: dict) -> FrozenDocument:
    make, facts = metadata, {"lists": ["recibidos"] if position % 3 else ["enviados"]}
    if position % 5 == 0:
        make = signed_metadata
        changes |= {"answer_to": {"number": "MEJ-DNP-2016-0001-M"}, "reference": "Oficio 12"}
        facts |= {"links": {"MEJ-DNP-2016-0001-M": 1}}
    if position % 7 == 0:
        facts["lists"] = [*facts["lists"], "reasignados"]
        changes["reassigned_by_me"] = {"at": "2016-05-19T08:00:00-05:00", "other": "Carla Paz"}
    if position % 11 == 0:
        changes |= {"confidentiality": "Confidencial", "subject": HOSTILE}
        changes |= {"from": [party(HOSTILE)], "history": [step(comment=HOSTILE)]}
    if position % 13 == 0:
        facts |= {"outcome": Outcome.OMITTED, "missing": {"": REASON}}
    elif position % 10 == 0:
        facts |= {"outcome": Outcome.PARTIAL, "missing": {"anexos/001_informe.pdf": REASON}}
    return FrozenDocument(position, document_folder(position, number), metadata=make(number, **changes), **facts)


PARTS = [PartFile(f"respaldo_41315.z0{n}", f"respaldo_41315_parte0{n}.zip", 1_000_000 + n, f"{n:064x}") for n in (1, 2)]


@dataclass
class Tree:
    """An extracted archive: its root folder and what the index was made from."""

    root: Path
    backup: FrozenBackup
    documents: list[FrozenDocument]
    members: list


def tree(folder: Path, made: list[FrozenDocument] | None = None, acta=None, **changes) -> Tree:
    """Write the files of a whole backup as extracting all its parts would."""
    made, whole = documents(30) if made is None else made, backup(**changes)
    root, written = folder / whole.name, []

    def put(path: str, data: bytes) -> None:
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        written.append((path, hashlib.sha256(data).hexdigest(), len(data)))

    ends = {"first_folder": made[0].folder, "last_folder": made[-1].folder} if made else {}
    if made:
        put(*part_readme(whole, number=1, documents=len(made), **ends))
    for document in filter(lambda document: document.is_inside, made):
        for path, data in document_texts(document, whole):
            put(path, data)
        for item in document.metadata["files"]:
            if item["path"] and not document.missing_file(item["path"]):
                put(f"data/documentos/{document.folder}/{item['path']}", content_of(item["path"]))
    workdir = folder / "trabajo"
    workdir.mkdir()
    members = index_members(whole, documents=lambda: iter(made), payload=lambda: written, parts=PARTS,
                            workdir=workdir, acta=acta)  # fmt: skip
    for member in members:
        target = folder / member.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            member.write(out)
    return Tree(root, whole, made, members)
