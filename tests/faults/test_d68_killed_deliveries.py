"""D-68: the worker that delivers a circular is killed; no copy is half-delivered, doubled or lost (documents §10.2)."""

import random
import time
from collections import Counter

import pytest

from documents import history, numbering
from documents.models import Document, DocumentType, Participation, Sending
from documents.services import request_sending, signature_accepted
from documents.states import CopyRole, CopyState, SendingStep
from institutions.models import Grant
from quipux import jobs
from quipux.history import chain
from quipux.history.models import Entry
from quipux.notices.models import Notice
from quipux.outbox.models import Mail
from tests import factories
from tests.faults.night import NOTHING_WRONG, Figures, some_time
from tests.faults.workers import Workers

BELL_SECONDS = 1.0
SHORT_LEASE = "2"  # seconds: a killed worker's work is taken up soon
LINGER = 0.5  # seconds within which the stroke falls, once its batch is done


class Circular:
    """One circular after another of the same signer to the same people, and what must hold of each."""

    def __init__(self, workers: Workers, signer, people: list):
        self.workers, self.signer, self.people = workers, signer, people
        self._rung = 0.0

    def start_worker(self):
        return self.workers.start(QUIPUX_LEASE_SECONDS=SHORT_LEASE)

    def request(self) -> Sending:
        """A circular of this moment; its signature is not asked for yet."""
        document = factories.make_draft(self.signer, to=self.people, type="oficio")
        circular, _ = DocumentType.objects.get_or_create(
            slug="circular", defaults={"label": "Circular", "abbreviation": "C", "layout": "oficio"})  # fmt: skip
        Document.objects.filter(pk=document.pk).update(type=circular, previewed_revision=document.revision)
        return request_sending(factories.original_of(document), actor=self.signer.actor, electronically=True)

    def ring(self) -> None:
        """What the scheduler does every minute, oftener."""
        if time.monotonic() - self._rung >= BELL_SECONDS:
            self._rung = time.monotonic()
            jobs.ring("documents.tasks.sweep_sendings")

    def wait_until(self, condition, what: str):
        return self.workers.wait_until(condition, what, meanwhile=self.ring)

    def wait_for(self, sending: Sending, step: str) -> None:
        self.wait_until(Sending.objects.filter(pk=sending.pk, step=step).exists, f"step {step}")

    def delivered(self, sending: Sending) -> int:
        return copies_of(sending).filter(state=CopyState.IN_PROCESS).count()

    def wait_for_delivered(self, sending: Sending, count: int) -> None:
        self.wait_until(lambda: self.delivered(sending) >= count, f"{count} copies delivered")


def copies_of(sending):
    return sending.document.copies.exclude(role=CopyRole.ORIGINAL)


def faults_of(sending: Sending, *, ended: bool) -> dict[str, list[str]]:
    """What is half-delivered, doubled or lost; nothing, if all is well."""
    found = {"lost": [], "doubled": [], "bad": []}
    copies = list(copies_of(sending).values_list("uuid", "pk", "state", "holder", "party__appointment"))
    entries = Counter(Entry.objects.filter(subject_kind="copy", action=history.DELIVER,
                                           subject_id__in=[c[0] for c in copies]).values_list("subject_id", flat=True))  # fmt: skip
    mails = Counter(Mail.objects.filter(key__startswith="entrega-").values_list("key", flat=True))
    notices = Counter(Notice.objects.filter(key__startswith="entrega-").values_list("key", flat=True))
    parts = Counter(Participation.objects.filter(copy__in=[c[1] for c in copies]).values_list("copy", flat=True))
    for uuid, pk, state, holder, addressee in copies:
        arrived = state == CopyState.IN_PROCESS
        traces = (entries[uuid], mails[f"entrega-{uuid}"], notices[f"entrega-{uuid}-{addressee}"], parts[pk])
        if traces != (int(arrived),) * 4 or (holder == addressee) != arrived:
            found["doubled" if max(traces) > 1 else "bad"].append(f"{pk}: {state}, {traces}")
        if ended and not arrived:
            found["lost"].append(f"{pk}: {state}")
    found["bad"] += _bad_numbers(sending)
    if len(copies) != sending.total:
        found["doubled"].append(f"{len(copies)} copies for {sending.total} people")
    if ended and sending.document.copies.get(role=CopyRole.ORIGINAL).state != CopyState.SENT:
        found["lost"].append("the original was not sent")
    return found


def _bad_numbers(sending) -> list[str]:
    """Copies in other institutions that bear another number than the one given to their delivery, and gaps."""
    own = sending.document.institution_id
    abroad = list(copies_of(sending).exclude(institution=own).values_list("pk", "institution", "state", "number"))
    given = dict(sending.document.numbers.values_list("institution", "text"))
    return numbering.verify().faults + [
        f"{pk}: {state}, {number}" for pk, institution, state, number in abroad
        if number != given[institution if state == CopyState.IN_PROCESS else own]]  # fmt: skip


def judge(figures: Figures, sending: Sending, *, ended: bool) -> None:
    for kind, faults in faults_of(sending, ended=ended).items():
        figures.found[kind] += faults


def strike(circular, sending, worker, rng):
    """Kill one process of the pool or the whole group while copies go out; gives who works afterwards."""
    circular.wait_for_delivered(sending, rng.randrange(0, sending.total, 50))
    some_time(rng, LINGER)
    if rng.random() < 0.25:
        worker.kill_one_of_the_pool(rng)
        return worker
    worker.kill()
    return circular.start_worker()


def is_going_on(sending) -> bool:
    return Sending.objects.filter(pk=sending.pk, step=SendingStep.DELIVER).exists()


def kill_deliveries(circular, capsys, *, strokes: int, seed: int):
    """Circular after circular goes out under strokes that hit a delivery, up to four each."""
    rng, figures = random.Random(seed), Figures("D-68", seed)
    worker = circular.start_worker()
    while figures.runs < strokes:
        sending = circular.request()
        if rng.random() < 0.5:  # also while the PDF is made
            some_time(rng, LINGER)
            worker.kill()
            worker = circular.start_worker()
        circular.wait_for(sending, SendingStep.SIGNATURE)
        signature_accepted(sending.document)
        for _ in range(min(rng.randint(2, 4), strokes - figures.runs)):
            worker = strike(circular, sending, worker, rng)
            figures.runs += is_going_on(sending)
            judge(figures, sending, ended=False)
        circular.wait_for(sending, SendingStep.DONE)
        judge(figures, sending, ended=True)
    figures.found["bad"] += [str(fault) for fault in chain.verify_all()[1]]
    return figures.tell(capsys)


@pytest.fixture
def circular(workers, ana, area):
    """Maker of circulars to that many people."""

    def make(count: int) -> Circular:
        for permission in ("create_outgoing", "sign_electronically"):
            Grant.objects.create(appointment=ana.appointment, permission=permission)
        factories.external_type()
        abroad = [factories.make_area(factories.make_institution()) for _ in range(3)]
        places = [abroad[place * 3 // count] if place % 4 == 0 else area for place in range(count)]
        return Circular(workers, ana, [factories.make_servant(place) for place in places])

    return make


def test_d_68_a_circular_to_120_survives_killed_workers(circular, capsys):
    assert kill_deliveries(circular(120), capsys, strokes=3, seed=20260523) == NOTHING_WRONG


@pytest.mark.long
def test_d_68_f_39_a_circular_to_500_survives_fifty_killed_workers(circular, capsys):
    assert kill_deliveries(circular(500), capsys, strokes=50, seed=20260524) == NOTHING_WRONG
