"""An AIQ who never saw the system parametrises a new institution in under twenty minutes of guided steps (issue 7).

What a person takes is counted, not measured: one second for each press, a third of a second for each typed letter, ten
seconds to read each page, twenty to find a file in her computer. What the machine takes besides is in docs/rendimiento.md.
"""

import re

import pytest
from playwright.sync_api import expect

from institutions.models import ImplantationCase
from quipux import clock
from tests import factories
from tests.cast import servant
from tests.institutions.implantation import making
from tests.journeys.walking import Walk, enter, give_password

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.long]
MINE = "/institucion/implantacion/"
PRESS, LETTER, READ, FIND = 1, 0.33, 10, 20  # seconds
AREAS = [("INMUE", "DE", "Dirección Ejecutiva"), ("INMUE", "DAF", "Dirección Administrativa"),
         ("DAF", "UTH", "Unidad de Talento Humano"), ("DAF", "UCP", "Unidad de Compras"),
         ("INMUE", "DTI", "Dirección de Tecnología"), ("DTI", "UDS", "Unidad de Desarrollo"),
         ("DTI", "USO", "Unidad de Soporte"), ("INMUE", "DJ", "Dirección Jurídica"),
         ("INMUE", "DP", "Dirección de Planificación"), ("INMUE", "VU", "Ventanilla Única")]  # fmt: skip
PEOPLE = 200
HEAD = ("cedula;tipo_identificacion;pais_pasaporte;nombres;apellidos;titulo;area_sigla;puesto;puesto_cabecera;perfil;sumilla;"
        "correo;correo_trabajo;telefono;ext;celular;ciudad;certificado;plantilla_rol")  # fmt: skip
CHIEF = re.compile(r"Analista 10\b")  # of the window, who is no chief in the file
GREEN = "El sistema ya lo da por cumplido"


class Person(Walk):
    """Diana, whose presses, letters, files and pages are counted."""

    presses = letters = files = 0

    @property
    def seconds(self) -> float:
        return self.presses * PRESS + self.letters * LETTER + self.pages * READ + self.files * FIND

    def press(self, name):
        self.presses += 1
        super().press(name)

    def follow(self, name):
        self.presses += 1
        super().follow(name)

    def fill(self, label, text):
        self.presses += 1
        self.letters += len(text)
        super().fill(label, text)

    def tick(self, label):
        self.presses += 1
        self.page.get_by_label(label, exact=True).check()

    def choose(self, label, text):
        self.presses += 2
        field = self.page.get_by_label(label, exact=True)
        found = field.locator("option").filter(has_text=text)
        field.select_option(found.get_attribute("value"))

    def bring(self, name, file):
        self.presses, self.files = self.presses + 2, self.files + 1
        self.page.locator(f"input[name={name}]").set_input_files(file)

    def lacking(self, code):
        """What the page says of an item that is not ready yet."""
        return self.page.get_by_role("region", name="Qué falta").get_by_role("listitem").filter(has_text=code)

    def lead(self, code, title):
        """From the list of what lacks to the page where it is done."""
        self.presses += 1
        self.lacking(code).get_by_role("link").last.click()
        self.arrive(title)

    def back_to_mine(self):
        """By the menu, and the checks again."""
        self.presses += 1
        self.page.goto(self.address + MINE)
        self.arrive("Mi implantación")
        self.press("Verificar ahora")
        self.page.get_by_text("ítems automáticos están cumplidos").wait_for()


@pytest.fixture
def diana(sofia, page, live_server, settings):
    settings.QUIPUX_PUBLIC_URL = live_server.url
    factories.document_type("oficio")
    case = making.configuring(sofia)
    ImplantationCase.objects.filter(pk=case.pk).update(declared_areas=len(AREAS) + 1, declared_people=PEOPLE + 1)
    person = servant(making.aiq_of(case).appointment)
    give_password(person)
    walk = Person(page, live_server.url, scripts=False)  # each of these pages is looked at by axe in its own tests
    enter(walk, person)
    walk.pages = walk.presses = walk.letters = 0  # the clock begins in front of «Mi implantación»
    return walk


def test_two_hundred_people_ten_areas_numbering_templates_chiefs_and_permissions_in_twenty_minutes(diana, tmp_path):
    diana.back_to_mine()
    the_institution(diana)
    the_areas(diana, tmp_path)
    the_people(diana, tmp_path)
    a_chief(diana)
    permissions(diana)
    numbering(diana)
    a_template(diana, tmp_path)
    diana.back_to_mine()
    for code in ("PS-A1", "PS-B1", "PS-B2", "PS-B3", "PS-B4", "PS-C1", "PS-C2", "PS-C3", "PS-C4", "PS-C6", "PS-D1", "PS-D2",
                 "PS-D3", "PS-D4", "PS-E1", "PS-E2"):  # fmt: skip
        expect(diana.lacking(code)).to_contain_text(GREEN)
    print(
        f"\npages {diana.pages}, presses {diana.presses}, letters {diana.letters}, files {diana.files}: {diana.seconds} s"
    )
    assert diana.seconds < 20 * 60


def the_institution(walk):
    walk.lead("PS-A1", "Institución")
    for label, text in (("Teléfono", "02 3934000"), ("Dirección", "Av. Amazonas N24-196"),
                        ("Correo de soporte", "ayuda@muestras.gob.ec"), ("Dominios de correo", "muestras.gob.ec")):  # fmt: skip
        walk.page.get_by_label(label).first.fill(text)
        walk.presses, walk.letters = walk.presses + 1, walk.letters + len(text)
    walk.press("Guardar")
    walk.arrive("Institución")
    walk.back_to_mine()


def bring(walk, folder, name, kind, lines):
    file = folder / name
    file.write_text("\n".join(lines), encoding="utf-8-sig")
    walk.tick(kind)
    walk.bring("file", file)
    walk.press("Validar archivo")
    walk.arrive(name)
    walk.press("Confirmar")
    walk.page.get_by_text(f"Importación aplicada: {len(lines) - 1} registros").wait_for(timeout=120_000)
    walk.back_to_mine()


def the_areas(walk, folder):
    expect(walk.lacking("PS-B1")).to_contain_text("1 de 11 áreas declaradas")
    walk.lead("PS-B1", "Importar áreas y servidores públicos")
    rows = [f"{parent};{sigla};{name};Quito;" for parent, sigla, name in AREAS]
    bring(walk, folder, "areas.csv", "Áreas", ["sigla_padre;sigla;nombre;ciudad;codigo", *rows])


def the_people(walk, folder):
    """Each área has its Jefe in the file but one, whom she names on the page of the área."""
    expect(walk.lacking("PS-C1")).to_contain_text("1 de 201 servidores declarados (0 %)")
    walk.lead("PS-C1", "Importar áreas y servidores públicos")
    bring(walk, folder, "personas.csv", "Servidores públicos", [HEAD, *(row(number) for number in range(PEOPLE))])


def row(number):
    siglas = ["INMUE", *(sigla for _, sigla, _ in AREAS)]
    sigla, is_chief = siglas[number % len(siglas)], number < len(siglas) - 1
    post, profile = (f"Director {sigla}", "J") if is_chief else (f"Analista {number}", "N")
    role = "Jefe de área" if is_chief else "Ventanilla" if sigla == "VU" else "Servidor"
    signs = "Archivo" if is_chief or sigla == "VU" else ""
    mail = f"p{number}@muestras.gob.ec"
    return (f"{factories.cedula(91_000 + number)};C;;Nombre{'abcdefghij'[number % 10]};Apellido;Ing.;{sigla};{post};{post};"
            f"{profile};na;{mail};{mail};;;;Quito;{signs};{role}")  # fmt: skip


def a_chief(walk):
    expect(walk.lacking("PS-B4")).to_contain_text("1 áreas sin jefe")
    walk.lead("PS-B4", "Áreas")
    walk.presses += 1
    walk.page.get_by_role("link", name="Ventanilla Única").click()  # indented, as the tree is
    walk.arrive("Ventanilla Única")
    walk.choose("Seleccione una Persona para Jefe", CHIEF)
    walk.press("Guardar Jefe")
    walk.arrive("Ventanilla Única")
    walk.back_to_mine()


def permissions(walk):
    """The chief that was named on the page signs too, and somebody of each área is reachable from outside."""
    expect(walk.lacking("PS-D3")).to_contain_text("1 áreas con personas y sin «Usuario Público»")
    for code, permission in (("PS-D3", "29 · Usuario Público"), ("PS-D2", "19 · Firma Digital")):
        walk.lead(code, "Permisos a usuarios")
        walk.choose("Permiso", permission)
        walk.choose("Área y dependientes", "Ventanilla Única")
        walk.press("Buscar")
        walk.arrive("Permisos a usuarios")
        walk.presses += 1
        walk.page.get_by_label(CHIEF).check()
        walk.press("Otorgar")
        walk.page.get_by_label("Motivo").fill("Memorando de Talento Humano")
        walk.presses, walk.letters, walk.pages = walk.presses + 1, walk.letters + 27, walk.pages + 1
        walk.press("Confirmar")
        walk.arrive("Permisos a usuarios")
        walk.back_to_mine()


def numbering(walk):
    expect(walk.lacking("PS-E1")).to_contain_text("0 formatos")
    walk.lead("PS-E1", "Numeración")
    walk.choose("Área", "Dirección Ejecutiva")
    walk.press("Buscar")
    walk.arrive("Numeración")
    walk.follow("Oficio")
    walk.arrive("Oficio")
    for label, text in (("Secuencia Actual", "150"), ("Motivo", "Continúa el libro de oficios")):
        walk.page.get_by_label(label).first.fill(text)
        walk.presses, walk.letters = walk.presses + 1, walk.letters + len(text)
    walk.press("Guardar")
    expect(walk.page.get_by_text("INMUE-DE-")).to_contain_text(f"{clock.today().year}-0151-O")
    walk.back_to_mine()


def a_template(walk, folder):
    walk.lead("PS-E3", "Áreas")
    walk.follow("Instituto de Muestras")
    walk.arrive("Instituto de Muestras")
    walk.follow("Plantilla")
    walk.arrive("Plantilla de Instituto de Muestras")
    file = folder / "plantilla.pdf"
    file.write_bytes(factories.tiny_pdf("Instituto de Muestras"))
    walk.bring("archivo", file)
    walk.press("Guardar")
    walk.page.get_by_text("Cargada el").wait_for()
