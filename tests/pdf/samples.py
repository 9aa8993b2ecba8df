"""Complete contexts of the layouts, with invented people, and the way to render and read them."""

import functools
import subprocess
from pathlib import Path

from django.template.loader import render_to_string

from quipux import pdf

ROOT = Path(__file__).resolve().parents[2]
LOGO = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 120 60'%3E"
    "%3Crect width='120' height='60' rx='6' fill='%230b3d7a'/%3E"
    "%3Ccircle cx='30' cy='30' r='17' fill='%23ffd100'/%3E"
    "%3Cpath d='M58 20h48v6H58zM58 34h34v6H58z' fill='white'/%3E%3C/svg%3E"
)
CODE = "7KQ2-M9XD-4TRA-WZ81"


def institution(**changes):
    """Return an invented institution with all its values."""
    return {
        "name": "Secretaría de Gestión Documental de Prueba",
        "parent": "Ministerio de Ejemplo",
        "logo": LOGO,
        "address": "Av. Ficticia N12-34 y Calle Imaginaria, Quito",
        "phone": "593-2 000 0000",
        "web": "www.gestiondocumental.example",
        "phrase": "Servir es nuestro deber",
        "background": "",
        **changes,
    }


def person(number=1, **changes):
    """Return an invented addressee."""
    return {
        "title": "Ing.",
        "name": f"Bruno Ñacato Zurita {number}" if number > 1 else "Bruno Ñacato Zurita",
        "position": "Director de Tecnologías de la Información",
        "institution": "Ministerio de Ejemplo",
        "place": "En su Despacho",
        **changes,
    }


BODY = """
<p>De mi consideración:</p>
<p>En atención al requerimiento presentado el 18 de mayo de 2026, informo a usted que la <strong>revisión del
archivo institucional</strong> concluyó dentro del plazo previsto, con el siguiente detalle:</p>
<ul><li>Expedientes revisados y clasificados por serie documental.</li><li>Series pendientes de valoración.
<ol><li>Contratación pública.</li><li>Talento humano.</li></ol></li></ul>
<table><thead><tr><th>Serie</th><th>Expedientes</th><th>Estado</th></tr></thead>
<tbody><tr><td>Contratación pública</td><td>128</td><td>Pendiente</td></tr>
<tr><td>Talento humano</td><td>342</td><td>Revisado</td></tr></tbody></table>
<p>Solicito se disponga a quien corresponda la designación de un responsable por unidad, a fin de coordinar la
siguiente fase del proceso, conforme a la norma técnica vigente.</p>
<p>Con sentimientos de distinguida consideración.</p>
"""


def options(**changes):
    """Return the options of a document that chose none."""
    return {
        "scale": 100,
        "italic": False,
        "hides_number": False,
        "hides_subject": False,
        "hides_references": False,
        "hides_attachments": False,
        "hides_siglas": False,
        "farewell": "Atentamente,",
        "phrase": "Servir es nuestro deber",
        "addressee_at_foot": False,
        "centred_signature": False,
        "more_signers": False,
        "given_in": "",
        **changes,
    }


def document(**changes):
    """Return the complete context of an official document."""
    number = changes.get("number", "SGDP-DGD-2026-0142-M")
    label = changes.get("type_label", "Memorando")
    return {
        "title": f"{label} Nro. {number}",
        "institution": institution(),
        "plain": False,
        "draft": False,
        "training": False,
        "verification": {
            "code": CODE,
            "portal": "https://quipux.example/verificar/",
            "qr": pdf.qr_data_uri(f"https://quipux.example/verificar/?codigo={CODE}"),
        },
        "number": number,
        "type_label": label,
        "city": "Quito, D.M.",
        "date_long": "23 de mayo de 2026",
        "subject": "Informe de avance de la revisión del archivo institucional y designación de responsables",
        "signer": {
            "title": "Mgs.",
            "name": "Ana Lucía Yánez Toapanta",
            "position": "Directora de Gestión Documental",
            "area": "Dirección de Gestión Documental",
            "institution": "Secretaría de Gestión Documental de Prueba",
            "acting": "Subrogante",
        },
        "recipients": [person()],
        "copies": [person(name="Carla Iñiguez Paz", title="Dra.", position="Analista Jurídica")],
        "list_name": "",
        "body_html": BODY,
        "references": ["Memorando Nro. SGDP-DTI-2026-0098-M"],
        "attachments": ["Informe técnico.pdf", "Matriz de series.xlsx"],
        "attachments_note": "Dos archivos",
        "siglas": "AY/bñ/ci",
        "lists_people": False,
        "options": options(),
        "signed_electronically": True,
        "signature_image": "",
        **changes,
    }


def acta(**changes):
    """Return the complete context of the Acta de generación de respaldo."""
    return {
        **{name: document()[name] for name in ("institution", "plain", "draft", "training", "verification")},
        "title": "Acta de generación de respaldo Nro. 1284",
        "request_number": "1284",
        "petition": "",
        "person": "Ana Lucía Yánez Toapanta",
        "cedula": "1710034065",
        "position": "Directora de Gestión Documental",
        "area": "Dirección de Gestión Documental",
        "date_from": "1 de enero de 2024",
        "date_to": "31 de diciembre de 2025",
        "frozen_at": "23 de mayo de 2026, 22:15:04 (hora de Ecuador continental)",
        "counts": [("Enviados", 812), ("Recibidos", 1403), ("Reasignados", 96), ("Informados", 41)],
        "total": 2352,
        "omitted": 2,
        "withheld": 1,
        "parts": [(f"respaldo_1284.z{n:02}", 104857600, f"{n:064x}") for n in (1, 2)]
        + [("respaldo_1284.zip", 48210433, "ab" * 32)],
        "manifest_sha256": "c0ffee" * 10 + "0123",
        "verify_url": f"https://quipux.example/verificar/?codigo={CODE}",
        **changes,
    }


def route_sheet(**changes):
    """Return the complete context of a Hoja de Ruta."""
    shared = ("institution", "plain", "draft", "training", "verification", "number", "subject")
    row = {
        "at": "2026-05-21 11:30",
        "action": "Reasignar",
        "area": "Dirección de Gestión Documental",
        "who": "Ana Lucía Yánez Toapanta",
        "position": "Directora de Gestión Documental",
        "to": "Bruno Ñacato Zurita",
        "to_position": "Director de Tecnologías de la Información",
        "days": 1,
        "comment": "Favor revisar el cuadro",
    }
    return {
        **{name: document()[name] for name in shared},
        "title": "Hoja de Ruta del documento Nro. SGDP-DGD-2026-0142-M",
        "sender": "Ana Lucía Yánez Toapanta",
        "receivers": "Bruno Ñacato Zurita y 3 más",
        "copied": "Elsa Guamán Quishpe",
        "copies": [
            {
                "name": "Bruno Ñacato Zurita",
                "number": "SGDP-DGD-2026-0142-M",
                "state": "En Trámite",
                "answered": "Contestado",
            }
        ],
        "answers": [{"number": "SGDP-DTI-2026-0031-M", "at": "2026-05-25"}],
        "state": "En Trámite",
        "holder": "Bruno Ñacato Zurita",
        "area": "Dirección de Tecnologías de la Información",
        "printed_at": "2026-05-23 09:00",
        "with_comments": True,
        "rows": [row] * 12,
        **changes,
    }


def html_of(layout, context):
    """Render ``documents/pdf/<layout>.html`` or another template's name."""
    name = layout if "/" in layout else f"documents/pdf/{layout}.html"
    return render_to_string(name, context)


def text_of(content, *options):
    """Return the text layer, as poppler reads it."""
    command = ["pdftotext", "-layout", *options, "-", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()


@functools.cache
def pool():
    """Return the pool the tests share, so that a child is started once."""
    return pdf.Pool()
