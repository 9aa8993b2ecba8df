"""What the search may look among holds all that its reader may see, for everybody of the matrix (documents §13.4, performance §2)."""

from django.db.models import F

from documents.models import Copy, Participation
from documents.search.finding import Finding
from documents.search.reach import Reach
from documents.search.reading import KNOW, visible


def test_d_66_no_document_that_somebody_may_see_is_out_of_reach(office):
    looked = {}
    for name, person in office.people.items():
        if person is None or person.appointment is None or person.actor.is_leaver:
            continue
        seen, reach = visible(person.actor, at_least=KNOW), Reach.of(person.actor)
        reached = [copy.pk for copy in Finding(Copy.objects.all(), reach).newest(None)]
        assert set(seen.values_list("pk", flat=True)) <= set(reached), name
        assert len(reached) == len(set(reached)), name
        known = {
            document for source in reach.sources for document in source.documents.values_list("document", flat=True)
        }
        assert set(Copy.objects.filter(document__in=known).values_list("pk", flat=True)) == set(reached), name
        looked[name] = (len(reach.sources), seen.exists())
    # Somebody with own papers alone, somebody with much more.
    assert (2, True) in looked.values()
    assert max(looked.values())[0] > 2, looked


def test_every_fact_bears_the_date_of_its_copy(office):
    assert Participation.objects.exists()
    assert not Participation.objects.exclude(document_date=F("copy__sort_at")).exists()
