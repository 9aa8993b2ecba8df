"""The letters of the office: each written, numbered, rendered and delivered by the real services."""

import os
import random
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from documents import rendering, services
from documents.models import Copy, DocumentType
from documents.states import Category, Confidentiality, CopyRole
from quipux import clock, pdf
from quipux.demo import texts
from quipux.files import store

AHEAD = 8  # letters being rendered while the next ones are written
SEED = 20160104


@dataclass
class Letter:
    """One letter of the story, and what happens to it afterwards."""

    author: object
    to: list
    at: datetime
    cc: list = field(default_factory=list)
    type: str = "memorando"
    annexes: int = 0
    confidential: bool = False
    urgent: bool = False
    reassign_to: object | None = None
    inform_to: object | None = None
    shelve: bool = False
    unread: bool = False
    subject: str = ""


def write_all(letters: list[Letter]) -> None:
    """Carry every letter through its life; they are rendered, sent and worked on while the next ones are written.

    Numbers follow the order of dates, because one thread signs. What happens to one letter never waits for
    another, so several threads, each with a connection of its own, do the rest.
    """
    rng = random.Random(SEED)
    types = {row.slug: row for row in DocumentType.objects.all()}
    hands, waiting = os.cpu_count() or 1, deque()
    with ThreadPoolExecutor(hands) as renderers, ThreadPoolExecutor(hands) as senders:
        for number, letter in enumerate(sorted(letters, key=lambda letter: letter.at)):
            original = _sign(letter, number, types, rng)
            page = renderers.submit(pdf.render, rendering.official_html(original.document))
            waiting.append(senders.submit(_send, letter, original, page))
            if len(waiting) == AHEAD:
                waiting.popleft().result()
        for sent in waiting:
            sent.result()


def _sign(letter, number, types, rng):
    draft = services.Draft(
        type=types[letter.type], subject=letter.subject or texts.subject(rng, number), body=texts.body(rng),
        to=[a.appointment for a in letter.to], cc=[a.appointment for a in letter.cc],
        attachments=[_annex(rng, number) for _ in range(letter.annexes)],
        category=Category.URGENT if letter.urgent else Category.NORMAL,
        confidentiality=Confidentiality.CONFIDENTIAL if letter.confidential else Confidentiality.PUBLIC,
    )  # fmt: skip
    with clock.frozen_at(letter.at):
        original = services.write(draft, actor=letter.author)
        return services.number_and_freeze(original, actor=letter.author)


def _annex(rng, number):
    name, description, media_type = rng.choice(texts.ANNEXES)
    return services.NewAttachment(name, store.save(_content(rng, name, number), media_type=media_type), description)


def _content(rng, name, number):
    """Bytes of an annex; a scan does not shrink, so it is noise inside a PDF's shell."""
    if name.endswith(".pdf"):
        return b"%PDF-1.4\n%" + rng.randbytes(rng.randint(20_000, 90_000)) + b"\n%%EOF\n"
    rows = "".join(f"{i};Caja {number:04d}-{i:02d};{rng.randint(40, 320)} fojas;2016\r\n" for i in range(1, 60))
    return f"orden;caja;fojas;año\r\n{rows}".encode()


def _send(letter, original, rendered):
    with clock.frozen_at(letter.at + timedelta(minutes=4)):
        services.keep_official_pdf(original.document, rendered.result())
        services.deliver(original)
    copy = Copy.objects.select_related("holder__person", "holder__area").filter(
        document=original.document, role=CopyRole.TO).first()  # fmt: skip
    _live_on(letter, copy)


def _live_on(letter, copy):
    """What the receiver does with it on the following days."""
    receiver = letter.to[0]
    with clock.frozen_at(letter.at + timedelta(hours=3)):
        if not letter.unread:
            services.mark_read(copy, actor=receiver)
        if letter.inform_to:
            services.inform(copy, letter.inform_to.appointment, actor=receiver, comment="Para su conocimiento.")
        if letter.reassign_to:
            deadline = (letter.at + timedelta(days=9)).date()
            copy = services.reassign(copy, letter.reassign_to.appointment, actor=receiver, deadline=deadline,
                                     comment="Favor atender dentro del plazo.")  # fmt: skip
            receiver = letter.reassign_to
    with clock.frozen_at(letter.at + timedelta(days=4)):
        if letter.shelve:
            services.shelve(copy, actor=receiver, comment="Atendido.")
