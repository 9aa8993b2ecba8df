"""The process behind `bench search`: the product's two questions, by people with few and with many copies.

python -m documents.benchmarks.search_run REPEAT plans|figures DOCUMENTS
"""

import sys
from collections.abc import Callable
from functools import partial

from documents.benchmarks import measuring

# Common, rarer and nearly absent, as `documents.bulk.wording` writes them.
TEXTS = {
    "one": "presupuesto",
    "two": "auditoría Loja",
    "three": "convenio marco Galápagos",
    "none": "electroencefalograma",
}


def questions() -> dict[str, Callable]:
    """What is asked, for somebody with few copies and for who holds the most."""
    from documents import bulk
    from documents.benchmarks.people import a_colleague_of
    from documents.models import Copy
    from institutions.actors import Actor

    asked, busiest = {}, bulk.busiest_post()
    for name, post in (("usual", a_colleague_of(busiest)), ("busy", busiest)):
        actor = Actor(post.person, post)
        number = Copy.objects.filter(holder=post).exclude(number="").values_list("number", flat=True).first() or "X-1"
        asked[f"number.{name}"] = partial(_quick, actor, number)
        asked[f"number.advanced.{name}"] = partial(_advanced, actor, number=number)
        for length, text in TEXTS.items():
            asked[f"quick.{length}.{name}"] = partial(_quick, actor, text)
            asked[f"advanced.{length}.{name}"] = partial(_advanced, actor, text=text)
    return asked


def _quick(actor, text):
    from documents.search.limits import in_time
    from documents.search.pages import QuickList

    with in_time():
        QuickList.read(text, actor=actor)


def _advanced(actor, **criteria):
    """The page as it opens: among the documents in which the person took part."""
    from django.http import QueryDict

    from documents.search.criteria import Criteria
    from documents.search.limits import in_time
    from documents.search.pages import AdvancedList
    from documents.search.queries import advanced

    wanted = Criteria(participant=actor.appointment.pk, **criteria)
    with in_time():
        AdvancedList.read(advanced(actor, wanted), actor=actor, text=wanted.text, params=QueryDict())


if __name__ == "__main__":
    measuring.main(sys.argv[1:], questions)
