"""Rows of áreas: judged, and stored parents first (institutions §10.1)."""

from institutions.areas import services
from institutions.areas.services import BLANKS, SAME_NAME
from institutions.importing.directory import Directory
from institutions.importing.findings import EXISTS, FORMULA, Finding
from institutions.importing.reading import Row
from institutions.models import Area
from quipux.web.text import folded

LENGTHS = {"sigla": 20, "nombre": 150, "ciudad": 80, "codigo": 20}


def judge(rows: list[Row], directory: Directory, actor) -> list[Finding]:
    """One finding for each row; a parent may be of the institution or of an earlier row."""
    coming = {}
    names = {folded(area.name) for area in directory.every_sigla.values()}
    findings = []
    for row in rows:
        finding = _judge_one(row, directory, coming, names)
        if finding.data:
            coming[finding.data["sigla"]] = finding
            names.add(folded(finding.data["name"]))
        findings.append(finding)
    return findings


def _judge_one(row, directory, coming, names):
    finding, values = Finding(row.line), row.values
    for name in row.formulas:
        finding.refuse(name, values[name], FORMULA)
    if finding.notes:
        return finding
    sigla, parent = values["sigla"].upper(), values["sigla_padre"].upper()
    for name, most in LENGTHS.items():
        if len(values[name]) > most:
            finding.refuse(name, values[name], f"El máximo es {most} caracteres.")
    for name in ("sigla", "nombre"):
        if not values[name]:
            finding.refuse(name, "", "Falta.")
    if any(letter.isspace() for letter in sigla):
        finding.refuse("sigla", values["sigla"], BLANKS)
    if sigla in directory.every_sigla or sigla in coming:
        finding.warn("sigla", values["sigla"], EXISTS)
        return finding
    if parent and parent not in directory.areas and parent not in coming:
        finding.refuse("sigla_padre", values["sigla_padre"], "No hay un área activa con esa sigla a su alcance.")
    if folded(values["nombre"]) in names:
        finding.refuse("nombre", values["nombre"], SAME_NAME)
    city = finding.spell("ciudad", values["ciudad"], directory.cities)
    if finding.status != "error":
        finding.data = {"parent": parent, "sigla": sigla, "name": values["nombre"], "city": city,
                        "code": values["codigo"]}  # fmt: skip
    return finding


def store(findings: list[Finding], *, actor) -> int:
    """Create what was judged good, in the caller's transaction. Returns how many."""
    made = {area.sigla: area for area in Area.objects.administered_by(actor).filter(is_active=True)}
    root = Area.objects.get(institution=actor.institution, parent=None)
    wanted = [finding.data for finding in findings if finding.data]
    for data in wanted:
        parent = made.get(data["parent"], root)
        area = Area(name=data["name"], sigla=data["sigla"], parent=parent, city=data["city"] or parent.city,
                    code=data["code"])  # fmt: skip
        made[area.sigla] = services.save_area(area, actor=actor)
    return len(wanted)
