"""The two texts of each document: `pagina.html` for people, `documento.json` for programs (§5.1)."""

from collections.abc import Mapping
from urllib.parse import quote

from backups.contents.frozen import ROWS_PER_PAGE, FrozenBackup, FrozenDocument, Missing
from backups.contents.records import dumps, record
from backups.contents.rendering import frame, render
from backups.contents.wording import instant_text, kilobytes_text, party_name, yes_no
from backups.states import ArchiveList, OmissionReason

ROOT = "../../../"  # from data/documentos/<folder>/ up to the root folder
DOCUMENTS = "data/documentos"
ALL = "todos"  # slug of the list that holds every document in order
# The longest reason, for texts that must not be outgrown whatever happens (§5.3.3).
LONGEST = Missing(max(OmissionReason, key=lambda reason: len(reason.label.encode())).value)


def document_texts(document: FrozenDocument, backup: FrozenBackup) -> list[tuple[str, bytes]]:
    """(path from the root folder, bytes) of the generated texts of one document that is inside."""
    base = f"{DOCUMENTS}/{document.folder}"
    return [
        (f"{base}/pagina.html", document_page(document, backup)),
        (f"{base}/documento.json", dumps(record(document), indent=1) + b"\n"),
    ]


def document_page(document: FrozenDocument, backup: FrozenBackup, *, longest: bool = False) -> bytes:
    """`pagina.html`; with `longest`, one that no outcome of the same document can outgrow."""
    title = f"{document.metadata['number']} ({document.position})"
    content = render("documento.html", page_context(document, longest=longest))
    return frame(backup, root=ROOT, scripts=False).around(title, content)


def page_context(document: FrozenDocument, *, longest: bool = False) -> dict:
    """Plain texts for the page; with `longest`, each choice the template has takes both ways."""
    data = document.metadata
    files = [_file_view(document, file, longest=longest) for file in data["files"]]
    main, signature, annexes = _sort_files(files)
    signed = signature if signature["path"] else None
    return {
        "position": document.position,
        "data": data,
        "tags": [ArchiveList(slug).label for slug in document.lists],
        "confidential": data["confidentiality"] == "Confidencial",
        "incomplete": longest or bool(document.missing),
        "main": main,
        "detached": signed,
        "signed_text": yes_no(data["signed"]),
        "signature": data["signature"],
        "report": (data["signature"] or {}).get("report"),
        "people": _people(data),
        "antecedent": _related(document, data["answer_to"], longest=longest) if data["answer_to"] else None,
        "answers": [_related(document, answer, longest=longest) for answer in data["answers"]],
        "annex_groups": _annex_groups(annexes),
        "history": _histories(data["history"]),
        "annex_count": str(len(annexes)),
        "step_count": str(len(data["history"])),
    }


_NO_FILE = {"path": "", "href": "", "absence": "", "generated": False}


def _file_view(document: FrozenDocument, file: Mapping, *, longest: bool) -> dict:
    path = file["path"]
    missing = LONGEST if longest and path else document.missing_file(path)
    return {
        "role": file["role"],
        "path": path,
        "href": quote(path) if path and (longest or missing is None) else "",
        "absence": missing.reason if missing else "",
        "name": file["name"],
        "description": file["description"],
        "date": (file["date"] or "")[:10],
        "size": kilobytes_text(file["bytes"] if path else None),
        "extension": path.rpartition(".")[2],
        "generated": file["generated"],
        "physical": file["medium"] == "physical",
        "additional": file["group"] == "additional",
        "signature": None,
    }


def _sort_files(files: list[dict]) -> tuple[dict, dict, list[dict]]:
    """(main file, its detached signature, annexes with theirs); what stands alone is an annex."""
    main = next((file for file in files if file["role"] == "main"), _NO_FILE)
    signatures = [file for file in files if file["role"] == "signature"]
    detached = next((file for file in signatures if "/" not in file["path"]), _NO_FILE)
    annexes = [file for file in files if file["role"] == "annex" or (file["role"] == "main" and file is not main)]
    by_path = {file["path"]: file for file in annexes if file["path"]}
    for signature in signatures:
        if signature is detached:
            continue
        owner = by_path.get(signature["path"].rpartition(".")[0])
        if owner and owner["signature"] is None:
            owner["signature"] = signature
        else:
            annexes.append(signature)
    return main, detached, annexes


def _annex_groups(annexes: list[dict]) -> list[tuple[str, list[dict]]]:
    own = [file for file in annexes if not file["additional"]]
    added = [file for file in annexes if file["additional"]]
    groups = [("Archivos anexos al documento", own), ("Archivos adicionales anexos al documento", added)]
    return [(title, rows) for title, rows in groups if rows]


def _people(data: Mapping) -> list[tuple[str, list[dict]]]:
    groups = (("De", "from"), ("Para", "to"), ("Con copia a", "cc"))
    return [(label, [_person(party) for party in data[key]]) for label, key in groups]


def _person(party: Mapping) -> dict:
    second = ", ".join(text for text in (party["position"], party["institution"]) if text)
    return {"name": party_name(party), "second": second}


def _related(document: FrozenDocument, other: Mapping, *, longest: bool) -> dict:
    """A related document; its link goes to its row of the list of all, which is always there.

    Its folder may be missing: whether another part could pack it is not known yet (§5.3.6).
    """
    position = 9_999_999 if longest else document.links.get(other["number"])
    return {"number": other["number"], "href": f"{ROOT}sitio/{row_address(position)}" if position else ""}


def row_address(position: int) -> str:
    """Page and anchor, within `sitio/`, of a document's row in the list of all."""
    return f"{page_name(ALL, (position - 1) // ROWS_PER_PAGE + 1)}#{row_anchor(position)}"


def page_name(slug: str, page: int) -> str:
    """«recibidos_001.html»."""
    return f"{slug}_{page:03d}.html"


def row_anchor(position: int) -> str:
    return f"d{position:06d}"


def _histories(steps: list[Mapping]) -> list[tuple[str, list[dict]]]:
    """The Recorrido by copy, the original first, each newest first as frozen."""
    copies: dict[str, list[dict]] = {}
    for step in steps:
        copies.setdefault(step["copy"], []).append({
            "machine": step["at"], "instant": instant_text(step["at"]), "origin": step["from"], "target": step["to"],
            "action": step["action"], "comment": step["comment"],
        })  # fmt: skip
    return sorted(copies.items(), key=lambda copy: copy[0] != "Original")
