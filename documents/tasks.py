"""The bells of documents: each takes ids, calls one service, and may ring twice without effect."""

from celery import shared_task

from documents import images, numbering
from documents.attaching import reading, revising
from documents.composing import sessions
from documents.dossiers import services as dossiers
from documents.reports import files as reports
from documents.search import indexing
from documents.services import recounting, summaries
from documents.services.sending import pipeline
from documents.signing import rechecking
from documents.signing import sessions as signing
from quipux.runs.services import run


@shared_task(name="documents.tasks.reindex_search")
def reindex_search():
    run("reindex_search", indexing.reindex_due)


@shared_task(name="documents.tasks.verify_numbering")
def verify_numbering():
    run("verify_numbering", numbering.verify)


@shared_task(name="documents.tasks.recount")
def recount():
    run("recount", recounting.recount_tonight)


@shared_task(name="documents.tasks.scan_attachments")
def scan_attachments():
    run("scan_attachments", revising.scan_pending)


@shared_task(name="documents.tasks.read_attachments")
def read_attachments():
    run("read_attachments", reading.read_pending)


@shared_task(name="documents.tasks.advance_sending")
def advance_sending(sending_id):
    pipeline.run_to_the_end(int(sending_id))


@shared_task(name="documents.tasks.sweep_sendings")
def sweep_sendings():
    run("sweep_sendings", pipeline.sweep)


@shared_task(name="documents.tasks.expire_signings")
def expire_signings():
    run("expire_signings", signing.expire_due)


@shared_task(name="documents.tasks.recheck_signatures")
def recheck_signatures():
    run("recheck_signatures", rechecking.recheck_unknown)


@shared_task(name="documents.tasks.forget_texts")
def forget_texts():
    run("forget_texts", sessions.forget_expired)


@shared_task(name="documents.tasks.forget_images")
def forget_images():
    run("forget_images", images.forget_unused)


@shared_task(name="documents.tasks.build_reports")
def build_reports():
    run("build_reports", reports.WORKSHOP.work)


@shared_task(name="documents.tasks.forget_reports")
def forget_reports():
    run("forget_reports", reports.WORKSHOP.forget)


@shared_task(name="documents.tasks.build_dossiers")
def build_dossiers():
    run("build_dossiers", dossiers.WORKSHOP.work)


@shared_task(name="documents.tasks.forget_dossiers")
def forget_dossiers():
    run("forget_dossiers", dossiers.WORKSHOP.forget)


@shared_task(name="documents.tasks.send_summaries")
def send_summaries():
    run("send_summaries", summaries.send_summaries)
