"""Seed 002 followed step by step: an institution enters Quipux, from the public request to «En operación».

Each step's words are the instructivo's own. Real pieces: Chromium, the web server, the outbox and every sign-in. Only the
clock is moved: weeks pass between the steps.
"""

import re
from datetime import timedelta

import pytest
from django.core import mail
from playwright.sync_api import expect

from institutions.implantation.services import deadlines
from institutions.models import ImplantationCase, TrackingItem
from quipux import clock
from quipux.outbox.models import Mail
from quipux.outbox.services import send_due
from tests import factories
from tests.institutions.implantation import making
from tests.journeys.walking import PASSWORD, Walk, give_password

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.long]
MAILBOX, MINE = "ayuda@muestras.gob.ec", "/institucion/implantacion/"
AREAS = """sigla_padre;sigla;nombre;ciudad;codigo
INMUE;DTI;Dirección de Tecnología;Quito;2
INMUE;VU;Ventanilla Única;Quito;3
"""
# One row of people: cédula, names, título, área, puesto, perfil, sumilla, correo, plantilla_rol.
PEOPLE = (
    (90_101, "Eva", "Mora", "INMUE", "Directora Ejecutiva", "J", "EM", "eva", "Jefe de área"),
    (90_102, "Raúl", "Paz", "DTI", "Director de Tecnología", "J", "RP", "raul", "Jefe de área"),
    (90_103, "Inés", "Vera", "VU", "Jefa de Ventanilla", "J", "IV", "ines", "Ventanilla"),
)
HEAD = ("cedula;tipo_identificacion;pais_pasaporte;nombres;apellidos;titulo;area_sigla;puesto;puesto_cabecera;perfil;sumilla;"
        "correo;correo_trabajo;telefono;ext;celular;ciudad;certificado;plantilla_rol")  # fmt: skip


class Weeks:
    """The database's clock, some time ahead of the real one."""

    def __init__(self, real):
        self._real, self._ahead = real, timedelta()

    def __call__(self):
        return self._real() + self._ahead

    def move_to(self, instant):
        self._ahead = instant - self._real()


@pytest.fixture
def weeks(monkeypatch):
    moved = Weeks(clock.database_now)
    monkeypatch.setattr(clock, "database_now", moved)
    return moved


@pytest.fixture
def desk_of(browser, live_server, settings):
    """A new browser for each person of the story."""
    settings.QUIPUX_PUBLIC_URL = live_server.url
    opened = []

    def sit(width=1366, height=768):
        opened.append(browser.new_context(viewport={"width": width, "height": height}, locale="es-EC"))
        return Walk(opened[-1].new_page(), live_server.url, scripts=True)

    yield sit
    for context in opened:
        context.close()


def test_seed_002_from_the_public_request_to_operation(desk_of, weeks, sofia, tmp_path):
    give_password(sofia)
    applicant, agq, aiq = desk_of(390, 844), desk_of(), desk_of()
    the_institution_asks(applicant, written(tmp_path / "oficio.pdf", factories.TINY_PDF))
    sign_in(agq, sofia.user.identity_number, "Administración")
    case = ImplantationCase.objects.get()
    act(agq, case, "Tomar la solicitud")
    act(agq, case, "Aceptar")
    the_aiq_attends_twelve_hours(agq, case, weeks, sofia)
    act(agq, case, "Crear ambiente de capacitación")
    the_aiq_activates_her_account(aiq, case)
    the_page_says_what_lacks_and_why(aiq)
    the_structure_and_its_people_are_imported(aiq, tmp_path)
    the_clock_reminds_her(case, weeks)
    sign_in(aiq, making.AIQ["identity_number"], "Recibidos")
    the_aiq_completes_the_plantilla(aiq, case)
    sign_in(agq, sofia.user.identity_number, "Administración")
    act(agq, case, "Iniciar la verificación")
    the_agq_verifies(agq, case)
    act(agq, case, "Crear ambiente de producción", "Copiar la parametrización del ambiente de capacitación")
    the_aiq_goes_into_production(aiq, case)
    act(agq, case, "Confirmar la operación")
    everybody_sees_it_in_operation(applicant, case)
    finished = making.fresh(case)
    assert (finished.get_state_display(), ImplantationCase.objects.count()) == ("En operación", 1)


def written(file, content):
    file.write_bytes(content)
    return file


def sign_in(walk, number, title):
    """Through the login page, whatever session was there before."""
    walk.page.context.clear_cookies()
    walk.page.goto(f"{walk.address}/ingresar/")
    walk.fill("Cédula", number)
    walk.fill("Contraseña", PASSWORD)
    walk.press("Ingresar")
    if walk.page.get_by_role("button", name="Continuar aquí").count():
        walk.press("Continuar aquí")
    walk.page.get_by_role("heading", level=1, name=title).wait_for()


# The request ------------------------------------------------------------------------------------------


def the_institution_asks(walk, letter):
    """«1. Remitir por parte de la máxima autoridad […] un oficio»"""
    walk.page.goto(f"{walk.address}/implantacion/")
    walk.arrive("Proceso de implantación de Quipux")
    walk.page.locator("#id_correo").fill(making.MAIL)
    walk.press("Comenzar la solicitud")
    institution = making.INSTITUTION | {"declared_areas": 3, "declared_people": 4}
    for title, data in (("Datos de la institución", institution), ("Máxima autoridad", making.AUTHORITY),
                        ("Administrador Institucional Quipux (AIQ)", making.AIQ), ("AIQ de respaldo", {}),
                        ("Oficio de la máxima autoridad", making.LETTER)):  # fmt: skip
        walk.page.get_by_role("heading", level=1).filter(has_text=title).wait_for()
        for name, value in data.items():
            field = walk.page.locator(f"#id_{name}")
            field.select_option(value) if name == "function" else field.fill(str(value))
        if data is making.LETTER:
            walk.page.locator("input[name=oficio]").set_input_files(letter)
        walk.press("Guardar y continuar")
    walk.page.get_by_label("Leí y acepto el aviso de privacidad").check()
    walk.press("Enviar la solicitud")
    walk.arrive("Solicitud de implantación IMP-")
    assert Mail.objects.filter(to=making.AUTHORITY["authority_email"]).exists()


def act(walk, case, label, *ticked):
    """One act of the SGE: its link in the page of the case, its form, its button."""
    walk.page.goto(f"{walk.address}/admin/implantacion/casos/{case.uuid}/")
    walk.arrive("Instituto de Muestras")
    walk.follow(label)
    walk.page.get_by_role("heading", level=1, name=label).wait_for()
    for one in ticked:
        walk.page.get_by_label(one).check()
    walk.press(label)
    walk.arrive("Instituto de Muestras")


def the_aiq_attends_twelve_hours(walk, case, weeks, sofia):
    """«2. El AIQ debe participar obligatoriamente en los cursos»"""
    editions = making.editions()
    walk.page.goto(f"{walk.address}/admin/implantacion/casos/{case.uuid}/programar/")
    walk.arrive("Asignar fechas")
    for edition in editions:
        walk.page.get_by_label(edition.course.name, exact=True).select_option(str(edition.pk))
    walk.press("Asignar fechas")
    walk.arrive("Instituto de Muestras")
    assert Mail.objects.filter(subject="QUIPUX: Fechas de capacitación", to=making.AIQ["email"]).count() == 1
    weeks.move_to(editions[-1].ends_at + timedelta(hours=1))
    sign_in(walk, sofia.user.identity_number, "Administración")
    for edition in editions:
        walk.page.goto(f"{walk.address}/admin/implantacion/cursos/{edition.uuid}/")
        walk.arrive(edition.course.name)
        walk.page.get_by_label("Horas asistidas", exact=True).fill("4")
        walk.press("Registrar la asistencia de Diana Lara")
        walk.page.get_by_text("quedó registrada").wait_for()
    assert making.fresh(case).get_state_display() == "Capacitación cumplida"


# The training environment -----------------------------------------------------------------------------


def the_aiq_activates_her_account(walk, case):
    """«3. Se notificará al AIQ, la dirección web del ambiente de capacitación, usuario»: never a password."""
    send_due()
    deadlines.tick()
    letters = [one for one in mail.outbox if one.to == [making.AIQ["email"]]]
    link = next(re.search(r"http\S+/clave/enlace/\S+", one.body) for one in letters if "/clave/enlace/" in one.body)
    walk.page.goto(link[0])
    walk.fill("Nueva contraseña", PASSWORD)
    walk.fill("Repita la nueva contraseña", PASSWORD)
    walk.press("Aceptar")
    walk.page.wait_for_url("**/ingresar/**")
    sign_in(walk, making.AIQ["identity_number"], "Recibidos")
    expect(walk.page.get_by_text("AMBIENTE DE CAPACITACIÓN").first).to_be_visible()
    due = clock.local(making.fresh(case).due_at)
    assert (due.date() - clock.today()).days == 15


def the_page_says_what_lacks_and_why(walk):
    """The guided steps: everything that lacks, why, and the page where it is done."""
    visit_mine(walk)
    lacking = walk.page.get_by_role("region", name="Qué falta").get_by_role("listitem")
    expect(lacking.filter(has_text="PS-B1")).to_contain_text("El sistema todavía no lo comprueba")
    walk.press("Verificar ahora")
    expect(lacking.filter(has_text="PS-B1")).to_contain_text("1 de 3 áreas declaradas")
    expect(lacking.filter(has_text="PS-C1")).to_contain_text("1 de 4 servidores declarados (25 %)")
    expect(lacking.filter(has_text="Un usuario focal capacitado")).to_have_count(1)
    walk.press("Solicitar paso a producción")
    walk.page.get_by_text("Falta completar: PS-A1").wait_for()


def visit_mine(walk):
    walk.page.goto(walk.address + MINE)
    walk.arrive("Mi implantación")


def the_structure_and_its_people_are_imported(walk, folder):
    """«4. El AIQ […] en el plazo de 15 días deberá: crear la estructura orgánica […], crear usuarios»"""
    lacking = walk.page.get_by_role("region", name="Qué falta").get_by_role("listitem")
    lacking.filter(has_text="PS-B1").get_by_role("link", name="Ir a Importar").click()
    rows = [f"{factories.cedula(number)};C;;{given};{surnames};Ing.;{area};{post};{post};{profile};{initials};"
            f"{user}@muestras.gob.ec;{user}@muestras.gob.ec;;;;Quito;Archivo;{role}"
            for number, given, surnames, area, post, profile, initials, user, role in PEOPLE]  # fmt: skip
    for kind, name, text in (
        ("Áreas", "areas.csv", AREAS),
        ("Servidores públicos", "personas.csv", "\n".join([HEAD, *rows])),
    ):
        walk.page.goto(f"{walk.address}/institucion/importar/")
        walk.arrive("Importar áreas y servidores públicos")
        walk.page.get_by_label(kind, exact=True).check()
        walk.page.locator("input[name=file]").set_input_files(written(folder / name, text.encode()))
        walk.press("Validar archivo")
        walk.arrive(name)
        walk.press("Confirmar")
        walk.page.get_by_text("Importación aplicada:").wait_for()
    visit_mine(walk)
    walk.press("Verificar ahora")
    expect(lacking.filter(has_text="PS-B1")).to_contain_text("El sistema ya lo da por cumplido")
    expect(lacking.filter(has_text="PS-C1")).to_contain_text("El sistema ya lo da por cumplido")


def the_clock_reminds_her(case, weeks):
    """Five days before the end she and the AGQ are told, once."""
    weeks.move_to(making.fresh(case).due_at - timedelta(days=5))
    deadlines.tick()
    deadlines.tick()
    told = Mail.objects.filter(subject="QUIPUX: Recordatorio de plazo")
    assert told.filter(to=making.AIQ["email"]).count() == 1


def the_aiq_completes_the_plantilla(walk, case):
    """«5. […] solicitar el paso a producción», once the focal user, the mailbox and every item are ready."""
    visit_mine(walk)
    the_desk_is_confirmed(walk)
    walk.page.get_by_label("Usuario focal", exact=True).select_option(label="Diana Lara, Analista")
    walk.page.get_by_label("Fecha de capacitación").fill(clock.today().isoformat())
    walk.press("Guardar el usuario focal")
    walk.page.get_by_text("Guardamos el usuario focal").wait_for()
    answer_every_item(walk)
    walk.press("Solicitar paso a producción")
    walk.page.get_by_text("Solicitó el paso a producción").wait_for()
    assert Mail.objects.filter(key__contains="-golive0-").count() == 1


def the_desk_is_confirmed(walk):
    """«Crear cuenta de correo electrónico institucional que servirá de soporte»"""
    for label, text in (("Correo de soporte", MAILBOX), ("Horario", "08:00 a 16:30"), ("Responsables", "Diana Lara")):
        walk.page.get_by_label(label, exact=True).fill(text)
    walk.press("Guardar la mesa de ayuda")
    walk.page.get_by_text("Guardamos la mesa de ayuda").wait_for()
    letter = Mail.objects.filter(to=MAILBOX).latest("pk")
    walk.page.goto(next(line for line in letter.text.splitlines() if line.startswith("http")))
    walk.press("Confirmar este correo")
    walk.page.get_by_text("es el correo de soporte de").wait_for()
    visit_mine(walk)


def answer_every_item(walk):
    """One after another, as the list of what lacks leads to them; what the system does not see is justified."""
    walk.press("Verificar ahora")
    lacking = walk.page.get_by_role("region", name="Qué falta").get_by_role("listitem")
    for _ in range(lacking.count()):
        lacking.first.get_by_role("link").first.click()
        walk.page.get_by_label("Cumple", exact=True).check()
        walk.page.locator("#id_comentario").fill("Revisado con el orgánico funcional.")
        justified = walk.page.get_by_label("El sistema no lo da por cumplido y lo justifico en el comentario")
        if justified.count():
            justified.check()
        walk.press("Guardar")
        walk.page.get_by_text("quedó guardado").wait_for()
    expect(walk.page.get_by_role("region", name="Qué falta")).to_have_count(0)


# The verification and production ----------------------------------------------------------------------


def the_agq_verifies(walk, case):
    """«6. El AGQ revisará la parametrización, de acuerdo a la plantilla de seguimiento»"""
    walk.page.goto(f"{walk.address}/admin/implantacion/casos/{case.uuid}/plantilla/")
    walk.arrive("Plantilla de seguimiento")
    for item in TrackingItem.objects.filter(case=case, is_production=False):
        walk.page.locator(f"#id_{item.code}").select_option("met")
    walk.press("Guardar la verificación")
    walk.page.get_by_text("quedó guardada").wait_for()
    walk.page.goto(f"{walk.address}/admin/implantacion/casos/{case.uuid}/aprobar/")
    walk.arrive("Aprobar el paso a producción")
    walk.page.get_by_label("Su contraseña").fill(PASSWORD)
    walk.press("Aprobar el paso a producción")
    walk.arrive("Instituto de Muestras")


def the_aiq_goes_into_production(walk, case):
    """«7. El AIQ, con la cuenta de usuario y contraseña de producción»"""
    production = making.fresh(case).production
    assert (production.areas.count(), production.appointments.count()) == (3, 4)
    sign_in(walk, making.AIQ["identity_number"], "Recibidos")
    post = making.aiq_of(making.fresh(case)).appointment
    walk.page.locator("summary", has_text="Usuario:").click()
    walk.page.locator(f"button[name=context][value='{post.uuid}']").click()
    walk.page.get_by_role("heading", level=1, name="Recibidos").wait_for()
    expect(walk.page.get_by_text(re.compile("AMBIENTE DE CAPACITACIÓN"))).to_have_count(0)  # in capitals: a band
    visit_mine(walk)
    walk.press("Enviar activaciones a 3 personas")
    the_desk_is_confirmed(walk)
    walk.press("Comunicar a los usuarios")
    walk.page.get_by_text("Comunicó la mesa de ayuda a 4 personas").wait_for()
    answer_every_item(walk)
    walk.press("Solicitar paso a operación")
    walk.page.get_by_text("Solicitó el paso a operación").wait_for()


def everybody_sees_it_in_operation(walk, case):
    walk.page.goto(f"{walk.address}/instituciones/")
    walk.arrive("Instituciones que usan Quipux")
    expect(walk.page.get_by_text(MAILBOX).first).to_be_visible()
    assert making.fresh(case).get_state_display() == "En operación"
    told = Mail.objects.filter(key__startswith=f"imp-{case.uuid.hex}-desk").values_list("to", "subject")
    assert (making.AIQ["email"], "QUIPUX: Mesa de ayuda de su institución") in set(told)
