"""What each layout prints, after the table of documents.md 8 and backups.md 5.1."""

import re

import nh3
import pytest

from tests.pdf.samples import CODE, acta, document, html_of, person, pool, text_of

LAYOUTS = ("memorando", "oficio", "resolucion", "acuerdo", "nota")
HOSTILE = [
    "</div></main><div class='heading'><h1>Memorando Nro. FALSO-0001</h1></div>",
    "<style>.heading{display:none} @page{margin:0}</style><h1 class=heading id=x>Memorando Nro. FALSO-0001</h1>",
    "<p style='position:fixed;top:0;right:0;background:white'>Memorando Nro. FALSO-0001</p>",
    "<footer class=foot><p class=code>AAAA-AAAA-AAAA-AAAA</p></footer></body></html><body>",
    "<table><tr><td>uno</table></table><base href='file:///etc/'><meta name=author content=Otro><title>Otro</title>",
    "<!-- <h1> --><template><h1>oculto</h1></template><svg><style>*{display:none}</style></svg><p>fin",
]


def printed(layout, **changes):
    return text_of(pool().render(html_of(layout, document(**changes))))


def flat(text):
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_page_carries_code_address_and_page_number(layout):
    pages = printed(layout, body_html="<p>Texto.</p>" * 90).split("\f")[:-1]
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert CODE in page
        assert "Verifique este documento en https://quipux.example/verificar/" in page
        assert f"Página {number} de {len(pages)}" in page


def test_a_memorando_prints_its_blocks_in_order():
    text = flat(printed("memorando"))
    blocks = (
        "Memorando Nro. SGDP-DGD-2026-0142-M",
        "Quito, D.M., 23 de mayo de 2026",
        "PARA:",
        "Ing. Bruno Ñacato Zurita",
    )
    blocks += ("Director de Tecnologías", "ASUNTO:", "De mi consideración:", "Atentamente,", "SERVIR ES NUESTRO DEBER")
    blocks += ("Documento firmado electrónicamente", "Mgs. Ana Lucía Yánez Toapanta")
    blocks += ("DIRECTORA DE GESTIÓN DOCUMENTAL, SUBROGANTE", "Referencias:", "Anexos:", "Copia:", "AY/bñ/ci")
    positions = [text.index(block) for block in blocks]
    assert positions == sorted(positions)


def test_an_oficio_prints_subject_line_addressee_and_institution_in_capitals():
    text = flat(printed("oficio", type_label="Oficio", number="SGDP-DGD-2026-0077-O"))
    assert "Oficio Nro. SGDP-DGD-2026-0077-O" in text
    assert "Asunto: Informe de avance" in text
    assert "Director de Tecnologías de la Información MINISTERIO DE EJEMPLO En su Despacho" in text
    assert "PARA:" not in text


def test_a_resolucion_has_no_subject_and_centres_the_institution():
    text = printed("resolucion", type_label="Resolución")
    assert "Asunto" not in text
    assert "SECRETARÍA DE GESTIÓN DOCUMENTAL DE PRUEBA" in text
    assert "Referencias:" in text


def test_an_acuerdo_is_given_in_its_city_and_has_no_foot_lines():
    text = printed("acuerdo", type_label="Acuerdo")
    assert "Dado en Quito, D.M., 23 de mayo de 2026." in flat(text)
    assert "Referencias:" not in text
    assert "AY/bñ/ci" not in text


def test_a_nota_has_no_signer_and_addresses_the_institution_at_the_foot():
    text = flat(printed("nota", type_label="Nota", recipients=[person(institution="Embajada Imaginaria")]))
    assert "A la Honorable EMBAJADA IMAGINARIA" in text
    assert "Ana Lucía" not in text


def test_many_addressees_repeat_the_heading_on_each_page():
    people = [person(n, name=f"Persona Número {n}") for n in range(1, 71)]
    pages = printed("memorando", recipients=people).split("\f")
    holding = [page for page in pages if "Persona Número" in page]
    assert len(holding) > 1
    assert all("PARA:" in page and "Institución" in page for page in holding)
    assert sum(page.count("Persona Número") for page in pages) == 70


@pytest.mark.parametrize("layout", ["memorando", "oficio"])
def test_the_name_of_a_list_replaces_its_people(layout):
    text = printed(layout, list_name="Directores nacionales", recipients=[person(n) for n in range(1, 20)])
    assert "Directores nacionales" in text
    assert "Bruno" not in text


def test_draft_and_training_are_said_on_every_page():
    pages = printed("memorando", draft=True, training=True, body_html="<p>Texto.</p>" * 90).split("\f")[:-1]
    for page in pages:
        assert "SIN VALIDEZ" in page
        assert "BORRADOR" in page
    assert "FIRMA DE PRUEBA" in pages[-1]
    assert "Documento firmado electrónicamente" not in pages[-1]


def test_preprinted_paper_stays_free_of_the_look_of_the_institution():
    text = printed("oficio", plain=True)
    assert "Av. Ficticia" not in text
    assert "Ministerio de Ejemplo" not in text.split("Atentamente")[0].replace("Director", "")


def test_s_21_texts_of_people_are_printed_as_they_were_typed():
    typed = "<script>alert(1)</script> & «ñ» <b>x</b>"
    text = flat(printed("memorando", subject=typed, attachments=[typed], siglas=typed))
    assert text.count(typed) == 3


@pytest.mark.parametrize("body", HOSTILE)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_s_30_the_text_of_a_user_changes_nothing_outside_its_block(layout, body):
    clean = nh3.clean(body, attributes={})
    marks = "<p>INICIO DEL TEXTO</p>", "<p>FIN DEL TEXTO</p>"
    honest = printed(layout, body_html="".join(marks))
    forged = printed(layout, body_html=clean.join(marks))
    around = [re.split(r"INICIO DEL TEXTO|FIN DEL TEXTO", text) for text in (honest, forged)]
    assert around[0][0] == around[1][0]
    assert flat(around[0][2]) == flat(around[1][2])


def test_the_acta_states_every_fact_of_the_backup():
    context = acta(petition="Memorando Nro. SGDP-DGD-2026-0100-M")
    text = flat(text_of(pool().render(html_of("backups/pdf/acta.html", context))))
    facts = ["Acta de generación de respaldo", "Solicitud Nro. 1284", "1710034065", "Enviados", "Informados", CODE]
    facts += [context[name] for name in ("person", "position", "area", "petition", "date_from", "date_to", "frozen_at")]
    facts += [context["manifest_sha256"], context["verify_url"], context["institution"]["name"]]
    facts += [fact for name, _size, digest in context["parts"] for fact in (name, digest)]
    assert [fact for fact in facts if fact not in text] == []
    assert re.search(r"omitidos 2 .*confidenciales 1 ", text)
