"""The package of a parametrisation, between two installations and from whoever made it (institutions §12.9, safety S-87)."""

import hashlib
import json
import stat
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import User
from documents.letterheads import services as letterheads
from documents.models import (
    AreaBackground,
    Classification,
    Document,
    InstitutionSettings,
    InstitutionType,
    NumberFormat,
)
from institutions.implantation import packages, parametrisation
from institutions.implantation.packages import BAD_ENTRY, MANIFEST, VERSION
from institutions.implantation.services import handing, tenants
from institutions.models import Appointment, DistributionList, Grant, ListMember, Post, RoleTemplate
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.files import store
from quipux.history.models import Entry
from tests import factories
from tests.backups.pages.reading import Page
from tests.house.answers import touched
from tests.institutions.implantation import making

pytestmark = pytest.mark.django_db


def picture():
    made = BytesIO()
    Image.new("RGB", (1240, 1755), "white").save(made, "JPEG")
    return made.getvalue()


def furnished(case):
    """What a training tenant may have of everything that travels, and of what never does."""
    tenant, aiq = case.training, making.aiq_of(case)
    area = factories.make_area(tenant, "Dirección de Pruebas", sigla="DP")
    copied = factories.make_area(tenant, "Unidad de Pruebas", sigla="UP")
    chief = factories.make_servant(area, "Bruno Paz", title="Director", profile=Appointment.Profile.CHIEF,
                                   permissions=["sign_electronically", "skip_structure"])  # fmt: skip
    listed = DistributionList.objects.create(institution=tenant, owner=chief, name="Directores", is_public=True)
    ListMember.objects.create(list=listed, appointment=chief)
    memo = factories.document_type()
    NumberFormat.objects.create(area=area, type=memo, separator="/")
    kind = InstitutionType.objects.create(
        institution=tenant, type=memo, makers="listed", initial_html="<p>De mi consideración:</p>"
    )
    kind.listed.add(chief)
    InstitutionSettings.objects.create(
        institution=tenant, reception_area=area, carriers=["Motorizado"], allows_server_p12=True
    )
    Classification.objects.create(institution=tenant, name="Queja")
    Post.objects.create(institution=tenant, name="Analista", level=3)
    RoleTemplate.objects.create(institution=tenant, name="Ventanilla de barrio", codes=[26, 28])
    AreaBackground.objects.create(area=area, picture=store.save(picture(), media_type="image/jpeg"),
                                  kept_by=aiq.appointment, kept_at=clock.now())  # fmt: skip
    copied.template_area = area
    copied.save()
    factories.make_document(chief, to=[aiq.appointment], subject="Documento de práctica")
    return case


@pytest.fixture
def producing(sofia, march):
    """A case whose production tenant was made empty."""
    return tenants.create_production(furnished(making.approved(sofia)), actor=sofia.actor)


def bring(case, content, sofia, *, rehearses=False, **more):
    return parametrisation.bring(making.fresh(case), content, actor=sofia.actor, rehearses=rehearses, **more)


def test_a_package_carries_everything_but_documents_and_what_only_the_sge_grants(producing, sofia):
    content = parametrisation.package_of(producing.training).written()
    assert content == parametrisation.package_of(producing.training).written()
    Appointment.objects.filter(person__surnames="Paz").update(work_email="otro@muestras.gob.ec")
    before = User.objects.get(surnames="Paz").email
    bring(producing, content, sofia)
    new = producing.production
    area = new.areas.get(sigla="DP")
    chief = new.appointments.get(person__surnames="Paz")
    assert (chief.state, chief.area, chief.person.email) == ("scheduled", area, before)
    assert list(Grant.objects.filter(appointment=chief).values_list("permission", flat=True)) == ["sign_electronically"]
    assert new.lists.get().members.get().appointment == chief
    assert NumberFormat.objects.get(area=area).separator == "/"
    kind = InstitutionType.objects.get(institution=new)
    assert (kind.initial_html, list(kind.listed.all())) == ("<p>De mi consideración:</p>", [chief])
    own = InstitutionSettings.objects.get(institution=new)
    assert (own.reception_area, own.carriers, own.allows_server_p12) == (area, ["Motorizado"], False)
    assert Classification.objects.get(institution=new).name == "Queja"
    assert Post.objects.get(institution=new).level == 3
    assert RoleTemplate.objects.get(institution=new).codes == [28]
    assert letterheads.data_uri(new.areas.get(sigla="UP")) == letterheads.data_uri(area) != ""
    assert not Document.objects.filter(institution=new).exists()
    assert "sha256" in Entry.objects.of(producing).get(action="copied").details
    with pytest.raises(NotAllowedNow):
        bring(producing, content, sofia)


def test_people_whom_the_other_installation_does_not_know_arrive_without_credential(producing, sofia):
    package = parametrisation.package_of(producing.training)
    stranger = dict(package.parts["people"][-1], identity=factories.cedula(77_123), given_names="Nora", surnames="Luna",
                    email="nora@muestras.gob.ec")  # fmt: skip
    package.parts["people"].append(stranger | {"title": "Asistente", "profile": "normal"})
    bring(producing, package.written(), sofia)
    nora = User.objects.get(surnames="Luna")
    assert (nora.credential, nora.has_usable_password(), nora.email_verified_at) == ("pending", False, None)


def test_a_rehearsal_tells_what_would_be_made_and_makes_nothing(client, producing, sofia):
    content = parametrisation.package_of(producing.training).written()
    sge, address = client(sofia), f"/admin/implantacion/casos/{producing.uuid}/cargar-parametrizacion/"
    codes = [code for code, _ in parametrisation.choices()]
    upload = SimpleUploadedFile("paquete.zip", content)
    page = Page(sge.post(address, {"archivo": upload, "modo": "ensayar", "partes": codes}, follow=True))
    assert "Ensayo sin errores; no se escribió nada. Se cargaría: Áreas: 3" in page.text
    assert producing.production.areas.count() == 1
    upload = SimpleUploadedFile("paquete.zip", content)
    few = Page(sge.post(address, {"archivo": upload, "modo": "cargar", "partes": ["lists"]}))
    assert "Para copiar «Listas» copie también «Servidores y permisos»." in few.text
    upload = SimpleUploadedFile("paquete.zip", content)
    page = Page(sge.post(address, {"archivo": upload, "modo": "cargar", "partes": ["areas", "settings"]}, follow=True))
    assert "Se cargó: Áreas: 3 · Ajustes de documentos: 1." in page.text
    assert producing.production.appointments.count() == 1


def test_the_package_is_downloaded_from_the_case_and_the_export_is_logged(client, producing, sofia):
    from quipux.accesslog.models import AccessEntry, Event

    answer = client(sofia).get(f"/admin/implantacion/casos/{producing.uuid}/paquete/")
    assert packages.read(answer.content).sha256 == handing.package_of(producing).sha256
    assert AccessEntry.objects.get(event=Event.EXPORT).object_uuid == producing.uuid


# Packages that somebody else made ----------------------------------------------------------------------------


def zipped(entries):
    """A ZIP of pairs of name (or ZipInfo) and bytes."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in entries:
            target.writestr(name, content)
    return made.getvalue()


def linked(name):
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


SLIPS = ["../../etc/cron.d/x", "/etc/passwd", "archivos/../../x.jpg", "C:\\x.jpg", "archivos\\x.jpg", "archivos/x.php",
         "archivos/", MANIFEST.upper(), f"x/{MANIFEST}"]  # fmt: skip


@pytest.mark.parametrize("name", SLIPS)
def test_s_87_a_zip_that_names_any_other_place_is_refused_and_nothing_is_written(name):
    told = json.dumps({"version": VERSION, "parts": {}})
    with pytest.raises(Invalid) as refusal:
        packages.read(zipped([(MANIFEST, told), (name, b"x")]))
    assert refusal.value.message == BAD_ENTRY


def test_s_87_links_bombs_swapped_pictures_and_what_is_no_package_are_refused():
    told, digest = json.dumps({"version": VERSION, "parts": {}}), hashlib.sha256(b"x").hexdigest()
    deep = '{"version": 2, "parts": {"areas": ' + "[" * 200_000 + "]" * 200_000 + "}}"
    bad = {
        "link": zipped([(MANIFEST, told), (linked(f"archivos/{digest}.jpg"), b"/etc/passwd")]),
        "bomb": zipped([(MANIFEST, b" " * 30 * 1024**2)]),
        "swapped": zipped([(MANIFEST, told), (f"archivos/{digest}.jpg", b"y")]),
        "no manifest": zipped([(f"archivos/{digest}.jpg", b"x")]),
        "no zip": b"%PDF-1.7",
        "cut": zipped([(MANIFEST, told)])[:-30],
        "no json": zipped([(MANIFEST, b"\xff{")]),
        "deep": zipped([(MANIFEST, deep)]),
        "old": zipped([(MANIFEST, json.dumps({"version": 1, "parts": {}}))]),
        "more": zipped([(MANIFEST, json.dumps({"version": VERSION, "parts": {}, "sql": "x"}))]),
    }
    accepted = []
    for name, content in bad.items():
        try:
            packages.read(content)
        except Invalid:
            continue
        accepted.append(name)
    assert accepted == []


def _foreign(parts):
    """One fault in each: what it is → how it changes the parts of a good package."""

    def change(code, **values):
        return lambda: parts[code][-1].update(values)

    return {
        "code 26": change("people", permissions=["skip_structure"]),
        "code 30": change("people", permissions=["administer_institutions"]),
        "code 35": change("people", permissions=["maintain_platform"]),
        "code 36": change("people", permissions=["institutional_admin"]),
        "unknown permission": change("people", permissions=["root"]),
        "template with 26": change("roles", codes=[26]),
        "template with 35": change("roles", codes=[28, 35]),
        "primary key": change("areas", id=1),
        "institution": change("people", institution=1),
        "foreign área": change("people", area="SENAM"),
        "parent": change("areas", parent="SENAM"),
        "foreign person": change("lists", members=[["1700000000", "DP", "Director"]]),
        "foreign owner": change("lists", owner=[7, "DP", "Director"]),
        "type": change("formats", type="carta-de-otros"),
        "reception": change("settings", reception="SENAM"),
        "picture": change("backgrounds", picture="0" * 64, copies=None),
        "number": change("sequences", value=True) if parts["sequences"] else change("posts", level=True),
        "mail": change("people", email="x@y\nBcc: z@z"),
        "text": change("areas", name="x" * 201),
        "another institution": lambda: parts["areas"][0].update(sigla="OTRA"),
        "rows": lambda: parts.update(areas={}),
        "part": lambda: parts.update(documents=[]),
        "lacks": lambda: parts.pop("trays"),
    }


def test_s_87_foreign_ids_and_rights_that_the_sge_alone_gives_are_refused_before_anything_is_written(producing, sofia):
    good = parametrisation.package_of(producing.training).written()
    accepted, before = [], touched()
    for name in _foreign(packages.read(good).parts):
        package = packages.read(good)
        _foreign(package.parts)[name]()
        try:
            bring(producing, package.written(), sofia)
        except Invalid:
            continue
        accepted.append(name)
    assert accepted == []
    assert touched() == before


def test_s_87_a_picture_is_drawn_anew_and_what_hides_behind_it_stays_behind(producing, sofia):
    package = parametrisation.package_of(producing.training)
    hostile = picture() + b"<script>alert(1)</script>"
    old, new = next(iter(package.files)), hashlib.sha256(hostile).hexdigest()
    package.files = {new: hostile}
    [row] = [row for row in package.parts["backgrounds"] if row["picture"] == old]
    row["picture"] = new
    bring(producing, package.written(), sofia)
    kept = AreaBackground.objects.get(area__institution=producing.production).picture
    assert b"<script>" not in store.read(kept)
    package.files, row["picture"] = {hashlib.sha256(b"MZ").hexdigest(): b"MZ"}, hashlib.sha256(b"MZ").hexdigest()
    with pytest.raises(Invalid, match="una imagen no es válida"):
        parametrisation.check(package, producing.production)


def test_s_87_nobody_but_the_agq_loads_and_only_while_production_is_configured(sofia, march, diego):
    case = making.verifying(sofia)
    with pytest.raises(Forbidden):
        parametrisation.bring(case, b"", actor=diego.actor, rehearses=True)
    with pytest.raises(NotAllowedNow, match="mientras se configura"):
        parametrisation.bring(case, b"", actor=sofia.actor, rehearses=True)
