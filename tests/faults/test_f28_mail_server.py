"""F-28: a mail server that refuses, hangs up or forgets that it accepted: nothing lost, a repeat is recognisable."""

import socketserver
import threading
from datetime import timedelta
from email import message_from_bytes

import pytest

from quipux import clock
from quipux.outbox import services as outbox
from quipux.outbox.models import Mail, MailState

pytestmark = pytest.mark.django_db
MAILS = 12


class Script(socketserver.StreamRequestHandler):
    """Speaks SMTP; what it answers to each message is the next word of ``server.script``."""

    def handle(self):
        self._say("220 prueba")
        while line := self.rfile.readline():
            word = line.split()[0].upper()
            if word == b"QUIT":
                return self._say("221 adios")
            if word == b"DATA":
                if not self._take():
                    return None
            else:
                self._say("250 bien")
        return None

    def _take(self) -> bool:
        answer = self.server.script.pop(0) if self.server.script else "accept"
        if answer == "temporary":
            self._say("451 mas tarde")
            return True
        self._say("354 adelante")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        if answer == "permanent":
            self._say("554 no lo quiero")
            return True
        self.server.accepted.append(message_from_bytes(b"".join(lines))["Message-ID"])
        if answer == "forgets":
            return False  # accepted, and the line breaks before it says so
        self._say("250 aceptado")
        return True

    def _say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def server(settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Script) as listening:
        listening.daemon_threads, listening.script, listening.accepted = True, [], []
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = listening.server_address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield listening
        listening.shutdown()
        thread.join()


def test_f_28_refused_hung_up_and_accepted_twice(server):
    for number in range(MAILS):
        outbox.queue_mail(key=f"prueba-{number}", to="ana@ejemplo.gob.ec", subject="Prueba", text="hola")
    server.script[:] = ["temporary", "permanent", "forgets", "accept"] * (MAILS // 4)
    assert outbox.send_due() == MAILS // 4
    for hours in range(3):
        with clock.frozen_at(clock.now() + timedelta(hours=hours + 1)):
            outbox.send_due()
    assert set(Mail.objects.values_list("state", flat=True)) == {MailState.SENT}
    ids = [outbox.message_id(f"prueba-{number}") for number in range(MAILS)]
    assert set(server.accepted) == set(ids), "none lost"
    repeated = [one for one in ids if server.accepted.count(one) > 1]
    assert len(repeated) == MAILS // 4, "only what the server took without saying so, under the same Message-ID"


def test_f_28_a_server_that_is_not_there_delays_and_is_told_after_five_minutes(server, client, ana):
    server.shutdown()
    server.server_close()
    outbox.queue_mail(key="prueba", to="ana@ejemplo.gob.ec", subject="Prueba", text="hola")
    assert outbox.send_due() == 0
    mail = Mail.objects.get()
    assert (mail.state, mail.attempts, mail.last_error) == (MailState.QUEUED, 1, "ConnectionRefusedError")
    Mail.objects.update(created_at=clock.now() - timedelta(minutes=6))
    assert client(ana).get("/salud/noche").json()["partes"]["correos"] == "falla"
