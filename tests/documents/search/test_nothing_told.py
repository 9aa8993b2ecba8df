"""A confidential word tells nothing by counts, suggestions or work done: its search is that of a word nobody wrote (S-92)."""

import random
import re
import string

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from documents.search import indexing, queries
from documents.search.criteria import Criteria
from documents.search.pages import AdvancedList, QuickList
from institutions.models import Appointment
from tests import factories
from tests.cast import servant

pytestmark = pytest.mark.django_db
FEW, TRIES, SEED = 20, 200, 92
WORDS = {
    "subject": "topacio",
    "body": "turmalina",
    "attachment": "berilo",
    "reference": "REF-ZAFIRO-77",
    "file": "onice",
}
WAYS = ("text", "number", "reference", "sender", "receivers")
PARAMETERS = re.compile(r"'[^']*'|\b\d+\b")


@pytest.fixture
def secret(bruno, diego):
    document = factories.make_document(
        bruno, to=[diego], subject=f"Asunto {WORDS['subject']}", body=f"<p>Cuerpo {WORDS['body']}</p>", confidential=True,
        reference=WORDS["reference"], attachments=[(f"{WORDS['file']}.txt", b"x")])  # fmt: skip
    document.attachments.update(text=f"Anexo {WORDS['attachment']}")
    indexing.reindex_due()
    return document


@pytest.fixture
def curious(area, institution, ana):
    """Who reads nothing of it: a colleague, a Jefe above, who sees every basic datum, who administers."""
    root = institution.areas.get(parent=None)
    chief = servant(factories.make_servant(root, "Rosa Jefa", profile=Appointment.Profile.CHIEF))
    held = [servant(factories.make_servant(area, f"Curioso {slug}", permissions=[slug]))
            for slug in ("see_institution_basic", "administer")]  # fmt: skip
    return [ana, chief, *held]


def unwritten(word, rng):
    """A word of the same letters, digits and dashes that no document has."""
    return "".join(rng.choice(string.digits) if one.isdigit() else rng.choice("kwxy") if one.islower() else
                   rng.choice("KWXY") if one.isupper() else one for one in word)  # fmt: skip


def quick(actor, word, way):
    found = QuickList.read(word, actor=actor)
    return found.rows, found.more, found.exact


def advanced(actor, word, way):
    copies = queries.advanced(actor, Criteria(**{way: (word,) if way == "receivers" else word}))
    found = AdvancedList.read(copies, actor=actor, text=word if way == "text" else "", params=QueryDict())
    return found.rows, found.total, found.many


def work_of(ask, *wanted):
    """What was answered, and the statements for it without what was typed."""
    with CaptureQueriesContext(connection) as taken:
        answer = ask(*wanted)
    return answer, [PARAMETERS.sub("?", one["sql"]) for one in taken]


@pytest.mark.parametrize("tries", [FEW, pytest.param(TRIES, marks=pytest.mark.long)])
def test_s_92_a_confidential_word_is_found_counted_and_looked_for_as_one_that_nobody_wrote(secret, curious, tries):
    rng, words = random.Random(SEED), [*WORDS.values(), secret.number]
    for person in curious:
        advanced(person.actor, "nadie", "text")  # the rights of a person are read once
    for turn in range(tries):
        actor, way, word = rng.choice(curious).actor, WAYS[turn % len(WAYS)], rng.choice(words)
        for ask in (quick, advanced):
            written = work_of(ask, actor, word, way)
            assert written == work_of(ask, actor, unwritten(word, rng), way), (turn, actor.label, way, word)


def test_s_92_the_pages_differ_in_nothing_but_what_was_typed(client, secret, curious):
    rng = random.Random(SEED)
    for person, word in zip(curious, [*WORDS.values()], strict=False):
        entered, other = client(person), unwritten(word, rng)
        for path in ("/buscar/?q={}", "/buscar/avanzada/?texto={}&participa=todos", "/bandejas/recibidos/?texto={}"):
            pages = [_page(entered.get(path.format(each)), each) for each in (word, other)]
            assert pages[0] == pages[1], (path, word)


def _page(answer, word):
    text = answer.content.decode()
    return re.sub(r'(csrfmiddlewaretoken|quipux_[a-z_]+)" value="[^"]*"|nonce="[^"]*"|\d{2}:\d{2}(:\d{2})?', "",
                  text.replace(word, "palabra"))  # fmt: skip


def test_s_92_the_plan_is_one_whatever_word_is_asked_for(secret, curious):
    rng = random.Random(SEED)
    for person in curious:
        for word in (WORDS["subject"], WORDS["body"]):
            plans = {PARAMETERS.sub("?", queries.advanced(person.actor, Criteria(text=each)).copies.explain())
                     for each in (word, unwritten(word, rng))}  # fmt: skip
            assert len(plans) == 1
