"""The bells of documents: each takes ids, calls one service, and may ring twice without effect."""

from celery import shared_task

from documents.search import indexing
from quipux.runs.services import run


@shared_task(name="documents.tasks.reindex_search")
def reindex_search():
    run("reindex_search", indexing.reindex_due)
