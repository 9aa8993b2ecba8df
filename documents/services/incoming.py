"""Registrar: what comes from outside gets its number at once and waits with the clerk (documents §6.2, §7.5, §11)."""

from collections.abc import Iterable
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Q

from accounts.models import User
from documents import consulting, history, numbering
from documents.composing.rules import require_maker
from documents.models import Attachment, Copy, Document, Participation, Party
from documents.services.draft_rows import (
    Draft,
    attachment_row,
    check_once,
    columns_of,
    copy_columns_of,
    name_of,
    parties_of,
    text_faults,
)
from documents.states import CopyRole, CopyState, DocumentKind, How, PartyRole
from institutions.models import Appointment, Institution
from quipux import clock
from quipux.errors import Invalid
from quipux.history import recorder

LONGEST_REFERENCE, LONGEST_SUMMARY = 100, 2000  # characters
OLDEST_YEARS, ASKED_YEARS = 4, 1
SAME_REFERENCE_MONTHS = 12
DIRECTED = "receive_directed_external"
INTERNAL = "Un documento externo necesita al menos un destinatario de su institución."


@transaction.atomic
def register(draft: Draft, *, actor) -> Copy:
    """Registro of a paper or file from outside: its definitive E number, held by the clerk.

    Returns:
        The original, in state En Edición.

    Raises:
        Forbidden: the actor does not register; no number is used.
        Invalid: something has to be corrected first.
    """
    require_maker(actor, draft.type)
    now, clerk = clock.now(), actor.appointment
    draft = draft.by(clerk)
    check(draft, clerk.institution)
    document = Document.objects.create(
        kind=DocumentKind.INCOMING, type=draft.type, institution=clerk.institution, area=clerk.area, author=clerk,
        registered_at=now, revision=1, consult_code=consulting.new_code(), **columns_of(draft),
    )  # fmt: skip
    Party.objects.bulk_create(parties_of(document, draft))
    original = Copy.objects.create(
        document=document, role=CopyRole.ORIGINAL, institution=clerk.institution, holder=clerk, arrived_at=now,
        sort_at=now, is_read=True, **copy_columns_of(draft),
    )  # fmt: skip
    Attachment.objects.bulk_create(attachment_row(document, new, actor, now) for new in draft.attachments)
    Participation.objects.create(appointment=clerk, document=document, copy=original, how=How.REGISTERED,
                                 document_date=now, at=now)  # fmt: skip
    _number(document, original, actor, now)
    return original


def _number(document, original, actor, now):
    """Last of all: every other window of the área waits for this transaction from here on."""
    document.number = original.number = numbering.issue(document, area=document.area, type=document.type, actor=actor,
                                                        at=now)  # fmt: skip
    document.save(update_fields=["number"])
    original.save(update_fields=["number"])
    recorder.record(original, history.REGISTER, actor=actor, comment=f"Documento No. {document.number}")


# What it must have ------------------------------------------------------------------------------------------


def check(draft: Draft, institution: Institution, *, document: Document | None = None) -> None:
    """The rules of documents §6.2 for externals, at every saving.

    Args:
        document: what is being changed; None for a new one.

    Raises:
        Invalid: with the sentence of each field that fails.
    """
    faults = text_faults(draft) | _paper_faults(draft) | _date_faults(draft.dated)
    faults |= _people_faults(draft, institution)
    if faults:
        raise Invalid(next(iter(faults.values())), **faults)
    check_once(draft)


def _paper_faults(draft):
    limits = {"referencia": ("No. Referencia", draft.reference.strip(), LONGEST_REFERENCE),
              "resumen": ("El resumen", draft.summary.strip(), LONGEST_SUMMARY)}  # fmt: skip
    return {name: f"{what} tiene {len(text)} caracteres; el máximo es {limit}."
            for name, (what, text, limit) in limits.items() if len(text) > limit}  # fmt: skip


def _date_faults(dated):
    if dated is None:
        return {"fecha": "Escriba la fecha del documento como año-mes-día, por ejemplo 2016-01-04."}
    if dated > clock.today():
        return {"fecha": "La fecha del documento no puede ser posterior a hoy."}
    if dated < clock.today() - relativedelta(years=OLDEST_YEARS):
        return {"fecha": "La fecha del documento no puede tener más de cuatro años."}
    return {}


def _people_faults(draft, institution):
    faults = {}
    own = [one for one in draft.senders if _serves(one, institution)]
    if not draft.senders:
        faults["de"] = "Elija en De a quien envía el documento."
    elif own:
        faults["de"] = f"{name_of(own[0])} es servidor de su institución: un documento externo viene de fuera."
    if not any(_serves(one, institution) and one.is_working for one in draft.to):
        faults["para"] = INTERNAL
    if draft.directed_to and not directable(institution).filter(pk=draft.directed_to.pk).exists():
        faults["dirigido"] = "Elija en «Dirigir documento a» a una persona de la lista."
    return faults


def _serves(somebody, institution):
    return isinstance(somebody, Appointment) and somebody.institution_id == institution.pk


def directable(institution: Institution):
    """Appointments that may get an external in place of its addressee (documents §16.3)."""
    posts = Appointment.objects.with_names().working().filter(institution=institution, grants__permission=DIRECTED)
    return posts.order_by("person__surnames", "person__given_names", "pk")


# What is asked before it is registered ----------------------------------------------------------------------


def questions(draft: Draft, institution: Institution, *, document: Document | None = None) -> list[str]:
    """What the clerk has to confirm: an old paper, or one that seems to be registered already (documents §6.2, §11).

    Args:
        document: what is being changed, which never repeats itself; None for a new one.
    """
    asked = [_already(number) for number in _same(draft, institution, document)]
    unchanged = document is not None and document.document_date == columns_of(draft)["document_date"]
    if draft.dated and not unchanged and draft.dated < clock.today() - relativedelta(years=ASKED_YEARS):
        asked.append(f"La fecha del documento, {draft.dated.isoformat()}, tiene más de un año. ¿Es correcta?")
    return asked


def _already(number):
    return f"Ya existe el documento {number} con la misma referencia. ¿Registrar de todos modos?"


def _same(draft, institution, document) -> Iterable[str]:
    """Numbers of externals of the last months with one of the same De and the same No. Referencia."""
    reference = draft.reference.strip()
    if not reference or (document is not None and document.reference == reference):
        return []
    posts = [one.pk for one in draft.senders if isinstance(one, Appointment)]
    people = [one.pk for one in draft.senders if isinstance(one, User)]
    named = Party.objects.filter(Q(appointment__in=posts) | Q(person__in=people), role=PartyRole.FROM)
    since = clock.day_start(_months_ago(SAME_REFERENCE_MONTHS))
    alive = Copy.objects.filter(role=CopyRole.ORIGINAL).exclude(state__in=(CopyState.DELETED, CopyState.ANNULLED))
    found = Document.objects.filter(kind=DocumentKind.INCOMING, institution=institution, reference__iexact=reference,
                                    registered_at__gte=since, pk__in=named.values("document"))  # fmt: skip
    return found.filter(pk__in=alive.values("document")).order_by("-pk").values_list("number", flat=True)[:3]


def _months_ago(months) -> date:
    return clock.today() - relativedelta(months=months)
