"""One document as data: `documento.json`, and its entry in `metadatos.json` (backups §5.1).

The same record serves both, with keys in Spanish because people open these files years later.
"""

import json
from collections.abc import Mapping

from backups.contents.frozen import FrozenDocument
from backups.states import Outcome

OUTCOMES = {Outcome.PACKED: "incluido", Outcome.PARTIAL: "parcial", Outcome.OMITTED: "omitido"}
ROLES = {"main": "documento", "signature": "firma", "annex": "anexo"}
GROUPS = {"document": "documento", "additional": "adicional"}
# The validation report of a signature: its keys here, and as frozen.
REPORT = {
    "identidad": "identity", "nivel": "level", "formato": "format", "resumen_criptografico": "digest", "cubre": "covers",
    "origen_hora": "time_source", "hora_declarada": "declared_at", "serie": "serial", "vigente_desde": "valid_from",
    "vigente_hasta": "valid_until", "sha256_certificado": "certificate_sha256", "cadena": "chain",
    "revocacion": "revocation", "comprobada": "checked_at", "sha256_entregado": "given_sha256", "de_prueba": "is_test",
}  # fmt: skip
MEDIA = {"electronic": "electronico", "physical": "fisico"}


def record(document: FrozenDocument) -> dict:
    """Everything frozen of one document and what became of it, ready for JSON."""
    data, whole = document.metadata, document.missing_whole()
    return {
        **_facts(data),
        "orden": document.position,
        "listas": list(document.lists),
        "carpeta": f"data/documentos/{document.folder}" if document.is_inside else None,
        "parte": document.part if document.is_inside else None,
        "resultado": OUTCOMES[document.outcome],
        "omitido_por": whole.code if whole else None,
        "archivos": [_file(document, file) for file in data["files"]],
        "recorrido": [_step(step) for step in data["history"]],
    }


def _facts(data: Mapping) -> dict:
    return {
        "numero": data["number"],
        "tipo": data["type"],
        "clase": data["kind"],
        "fecha_documento": data["document_date"],
        "fecha_registro": data["registered_at"],
        "asunto": data["subject"],
        "resumen": data["summary"],
        "referencia": data["reference"],
        "categoria": data["category"],
        "tipificacion": data["classification"],
        "seguridad": data["confidentiality"],
        "codigo_verificacion": data["verification_code"],
        "de": [_party(party) for party in data["from"]],
        "para": [_party(party) for party in data["to"]],
        "copia": [_party(party) for party in data["cc"]],
        "antecedente": data["answer_to"]["number"] if data["answer_to"] else None,
        "respuestas": [answer["number"] for answer in data["answers"]],
        "firmado": data["signed"],
        "firma": _signature(data["signature"]),
        "reasignado_por_mi": _action(data["reassigned_by_me"]),
        "informado_a_mi": _action(data["informed_to_me"]),
    }


def _party(party: Mapping) -> dict:
    return {
        "titulo": party["academic_title"],
        "nombre": party["name"],
        "cargo": party["position"],
        "area": party["area"],
        "institucion": party["institution"],
        "ciudad": party["city"],
    }


def _signature(signature: Mapping | None) -> dict | None:
    return signature and {
        "firmante": signature["signer"],
        "autoridad": signature["authority"],
        "fecha": signature["date"],
        "validez": signature["validity"],
        "informe": _report(signature.get("report")),  # what was frozen by an earlier version has none
    }


def _report(report: Mapping | None) -> dict | None:
    return report and {name: report[key] for name, key in REPORT.items()}


def _action(action: Mapping | None) -> dict | None:
    return action and {"fecha": action["at"], "otra_persona": action["other"]}


def _file(document: FrozenDocument, file: Mapping) -> dict:
    path = file["path"]
    missing = document.missing_file(path)
    return {
        "clase": ROLES[file["role"]],
        "grupo": GROUPS[file["group"]],
        "medio": MEDIA[file["medium"]],
        "ruta": path or None,
        "nombre": file["name"],
        "descripcion": file["description"],
        "fecha": file["date"],
        "bytes": file["bytes"],
        "sha256": file["sha256"],
        "generado": file["generated"],
        "incluido": bool(path) and document.is_inside and missing is None,
        "omitido_por": missing.code if missing else None,
    }


def _step(step: Mapping) -> dict:
    return {
        "copia": step["copy"],
        "fecha": step["at"],
        "de": step["from"],
        "para": step["to"],
        "accion": step["action"],
        "observacion": step["comment"],
    }


def dumps(value, *, indent: int | None = None) -> bytes:
    """JSON with sorted keys, in UTF-8, one way only. A lone surrogate becomes «?»."""
    separators = (",", ": ") if indent else (",", ":")
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent, separators=separators)
    return text.encode("utf-8", "replace")
