"""The buttons of the queue by their pages (B-29, B-30, B-50, B-58; T7, T10–T13, T17, T20)."""

import uuid
from datetime import date, timedelta

import pytest

from backups.models import BackupPart, BackupRequest, PendingAct, SupportQuestion
from backups.services import downloads, running, scheduling
from backups.validity import last_day
from quipux import clock
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests.backups import making
from tests.backups.pages.reading import Page
from tests.backups.sge.walking import address, approved_in_2017, fresh, newest, pressed

pytestmark = pytest.mark.django_db


@pytest.fixture
def single(ana, bruno) -> BackupRequest:
    return making.fulfilled(ana, bruno)


def acts_of(page) -> list[str]:
    """The buttons and links above the tabs."""
    known = ("Ejecutar ahora", "Pausar", "Reanudar", "Reintentar", "Extender vigencia", "Responder", "Eliminar")
    return [b for b in page.buttons() if b == "Calendarizar"] + [text for text in page.links() if text in known]


def test_the_buttons_are_those_that_the_state_admits(client, ana, bruno, sofia):
    request = making.approved(ana, bruno)
    mine, path = client(sofia), address("request", request.uuid)
    assert acts_of(Page(mine.get(path))) == ["Calendarizar", "Ejecutar ahora", "Pausar", "Eliminar"]
    making.claim(request)
    assert acts_of(Page(mine.get(path))) == ["Pausar", "Eliminar"]
    running.fail(request.backup.pk, "1-StoreError")
    assert acts_of(Page(mine.get(path))) == ["Calendarizar", "Ejecutar ahora", "Reintentar", "Eliminar"]
    pressed(mine, request, "reintentar", reason="Ya hay espacio")
    running.work_through(making.claim(request).pk)
    assert acts_of(Page(mine.get(path))) == ["Extender vigencia", "Eliminar"]
    assert Page(mine.get(address("act", request.uuid, "pausar"))).response.status_code == 409


@pytest.mark.parametrize("act", ["ejecutar", "pausar", "eliminar"])
def test_an_act_without_its_reason_says_so_at_the_field(client, ana, bruno, sofia, act):
    request = making.approved(ana, bruno)
    answer = client(sofia).post(address("act", request.uuid, act), {"why": "operator", "reason": " "})
    label = "Comentario" if act == "eliminar" else "Motivo"
    assert answer.status_code == 422
    assert Page(answer).errors() == [(f"Escriba en {label} por qué lo hace: queda en el Recorrido.", "#id_reason")]
    assert fresh(request).backup.state == "pending"


def test_b_29_execute_now_starts_it_at_eleven_outside_the_window(client, ana, bruno, sofia):
    with clock.frozen_at(making.at_noon(date(2017, 2, 8)) - timedelta(hours=1)):
        request = approved_in_2017(ana, bruno)
        pressed(client(sofia), request, "ejecutar", reason="Audiencia mañana")
        backup = fresh(request).backup
        assert (backup.scheduled_for, backup.run_now) == (date(2017, 2, 8), True)
        assert newest(request).comment == ("Se cambia fecha de ejecución de respaldo a: 2017-02-08. "
                                           "Motivo: Audiencia mañana")  # fmt: skip
        assert running.dispatch_due() == [backup.pk]


def test_b_30_pausar_stops_at_sixty_per_cent_and_reanudar_gives_the_same_hashes(client, ana, bruno, sofia, settings):
    """The page's half: reason, states, the finished parts and the same list, and the bytes of an undisturbed build."""
    settings.QUIPUX_PART_SIZE = 1_000_000
    making.documents_of_size(ana, bruno, [150_000] * 21)
    request = making.send_request(ana)
    scheduling.schedule_requests()
    backup = making.claim(request)
    running.prepare(backup.pk)
    parts = list(BackupPart.objects.filter(backup=backup).of_documents())
    done, left = parts[: round(len(parts) * 0.6)], parts[round(len(parts) * 0.6) :]
    for part in done:
        assert running.build_part(part.pk)
    mine = client(sofia)
    page = pressed(mine, request, "pausar", reason="Mantenimiento del disco")
    assert "Detenido por la Subsecretaría de Gobierno Electrónico. Motivo: Mantenimiento del disco" in page.text
    assert (newest(request).label, newest(request).comment) == ("Respaldo detenido", "Mantenimiento del disco")
    assert not any(running.build_part(part.pk) for part in left)
    kept = BackupPart.objects.filter(backup=backup).exclude(finished_at=None)
    first = dict(kept.values_list("number", "sha256"))
    assert len(first) == len(done)
    items = list(backup.items.values_list("pk", "part__number"))
    pressed(mine, request, "reanudar", reason="Terminó el mantenimiento")
    assert newest(request).label == "Respaldo reanudado"
    scheduling.schedule_requests()
    running.work_through(making.claim(request).pk)
    assert fresh(request).state == "fulfilled"
    assert list(backup.items.values_list("pk", "part__number")) == items
    hashes = dict(BackupPart.objects.filter(backup=backup).of_documents().values_list("number", "sha256"))
    assert {number: hashes[number] for number in first} == first
    assert Entry.objects.of(request).filter(action="started").count() == 1


def test_b_50_sofia_eliminates_it_while_it_runs_and_nothing_is_generated_later(client, ana, bruno, sofia):
    request = making.approved(ana, bruno)
    backup = making.claim(request)
    running.prepare(backup.pk)
    page = pressed(client(sofia), request, "eliminar", why="operator", reason="Pedido de la institución")
    assert "La solicitud de respaldo fue eliminada correctamente." in page.text
    for part in BackupPart.objects.filter(backup=backup):
        assert running.build_part(part.pk) is False
    assert running.close(backup.pk) is False
    assert (fresh(request).state, fresh(request).backup.state) == ("deleted", "deleted")
    assert not Entry.objects.of(request).filter(action="generated").exists()
    assert newest(request).label == "Solicitud eliminada"
    again = client(sofia).post(address("act", request.uuid, "eliminar"), {"why": "operator", "reason": "Otra vez"})
    assert again.status_code == 409
    assert Entry.objects.of(request).filter(action="deleted").count() == 1


def test_b_58_the_flag_stays_in_the_queue_until_sofia_answers_by_mail(client, ana, single, sofia):
    part = single.backup.parts.get()
    downloads.note_entry(part, actor=ana.actor)
    downloads.note_handed_over(part, actor=ana.actor, alternative=False)
    client(ana).post(f"/respaldos/{single.uuid}/soporte/", {"reason": "Se corta a la mitad"})
    question = SupportQuestion.objects.get()
    mine, queue = client(sofia), address("status") + "?descarga=on"
    [row] = Page(mine.get(queue)).rows("Estado de cada respaldo")
    assert row[7] == f"Descarga Solicitada en la solicitud {single.number}"
    form = Page(mine.get(address("act", single.uuid, "responder")))
    assert "Se corta a la mitad" in form.text
    empty = mine.post(address("act", single.uuid, "responder"), {"answer": ""})
    assert (empty.status_code, Page(empty).errors()) == (422, [("Escriba la respuesta.", "#id_answer")])
    page = pressed(mine, single, "responder", answer="Pruebe con el archivo independiente.")
    assert page.rows("Solicitudes de descarga")[0][3] == "Pruebe con el archivo independiente."
    assert "No se encontraron los datos buscados." in Page(mine.get(queue)).text
    [mail] = Mail.objects.filter(key=f"soporte-respuesta-{question.pk}")
    assert (mail.to, "Pruebe con el archivo independiente." in mail.text) == (ana.user.email, True)
    assert mine.get(address("act", single.uuid, "responder")).status_code == 409


def test_an_extension_is_shown_to_who_downloads(client, ana, single, sofia):
    end = last_day(single.backup.expires_at)
    page = pressed(client(sofia), single, "extender", days="3", reason="Caída del servicio")
    later = end + timedelta(days=3)
    assert page.pairs()["Vigencia"] == f"hasta el {later} 23:59 (GMT-5)"
    assert f"hasta el {later} 23:59" in Page(client(ana).get(f"/respaldos/{single.uuid}/descargar/")).text
    wrong = client(sofia).post(address("act", single.uuid, "extender"), {"days": "40", "reason": "Motivo"})
    assert Page(wrong).errors() == [("Escriba un número de días entre 1 y 30.", "#id_days")]


# Two operators ----------------------------------------------------------------------------------------


def test_t20_s_89_the_second_operator_confirms_on_the_page_and_the_first_cannot(client, single, sofia, tomas):
    page = pressed(client(sofia), single, "eliminar", why="operator", reason="Pedido de la institución")
    assert "La eliminación espera la confirmación de otra persona operadora." in page.text
    assert fresh(single).state == "fulfilled"
    act, path = PendingAct.objects.get(), address("pending_acts")
    own = Page(client(sofia).get(path))
    assert own.buttons() == ["Retirar"]
    assert client(sofia).post(path, {"acto": act.pk, "respuesta": "confirmar"}).status_code == 403
    other = Page(client(tomas).get(path))
    assert (other.buttons(), "Motivo: Pedido de la institución" in other.text) == (["Confirmar", "Rechazar"], True)
    done = Page(client(tomas).post(path, {"acto": act.pk, "respuesta": "confirmar"}, follow=True))
    assert "El acto fue confirmado y ejecutado." in done.text
    assert "No hay actos por confirmar." in done.text
    assert fresh(single).state == "deleted"


def test_t20_rejected_it_stays_and_a_forged_answer_is_not_found(client, single, sofia, tomas):
    pressed(client(sofia), single, "eliminar", why="operator", reason="Pedido")
    act, path = PendingAct.objects.get(), address("pending_acts")
    for forged in ({"acto": act.pk, "respuesta": "otra"}, {"acto": "9" * 30, "respuesta": "confirmar"},
                   {"acto": uuid.uuid4(), "respuesta": "confirmar"}):  # fmt: skip
        assert client(tomas).post(path, forged).status_code == 404
    client(tomas).post(path, {"acto": act.pk, "respuesta": "rechazar"})
    assert fresh(single).state == "fulfilled"
    assert not PendingAct.objects.filter(answered_at=None).exists()
