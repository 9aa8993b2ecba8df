"""The nightly purge of training tenants that are over: all rows of one at once, then its contents (institutions §12.8)."""

import logging
from collections import Counter

from django.db import connection, transaction

from institutions.implantation import history
from institutions.models import Appointment, ImplantationCase, Institution, TenantPurge
from institutions.purging.rows import everything, partners_of, waits
from institutions.states import Environment
from quipux import clock
from quipux.files import store
from quipux.files.models import StoredFile
from quipux.history import recorder
from quipux.history.models import Entry
from quipux.history.recorder import SYSTEM
from quipux.notices.models import Notice

logger = logging.getLogger("quipux.institutions")
# What the case does not tell and somebody could take for the data of a living institution.
FORGOTTEN = {"logo": None, "address": "", "phone": "", "support_email": "", "authority_email": "", "authority_name": "",
             "authority_post": "", "mail_domains": "", "website": ""}  # fmt: skip


def purge_due() -> Counter:
    """The job of 03:20: delete what is left of the tenants that were given up; killed, the next night goes on.

    Returns:
        How many tenants lost their rows and how many their contents.
    """
    done = Counter()
    for group in _groups():
        _delete_rows(group)
        done["purged"] += len(group)
    for key in list(TenantPurge.objects.filter(finished_at=None).order_by("pk").values_list("pk", flat=True)):
        done["emptied"] += _delete_contents(key)
    return done


def _groups() -> list[list[int]]:
    """Tenants that go together because they wrote to each other: none goes before all of its partners are over."""
    over = Institution.objects.filter(environment=Environment.TRAINING, frozen_at__isnull=False, purge=None)
    over = over.filter(pk__in=_given_up()).order_by("pk")
    partners = {one.pk: partners_of(one.pk) for one in over if not waits(one)}
    groups, seen = [], set()
    for key in partners:
        if key not in seen:
            group = _reached(key, partners)
            seen |= group
            if group <= set(partners):
                groups.append(sorted(group))
    return groups


def _given_up():
    """Only what a case gave up at its term; a frozen tenant of a lapsed case may be looked at still."""
    told = Entry.objects.filter(subject_kind="implantation", action=history.RETIRED).values("subject_id")
    return ImplantationCase.objects.filter(uuid__in=told).values("training")


def _reached(key: int, partners: dict[int, set[int]]) -> set[int]:
    found, waiting = set(), [key]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += partners.get(one, ())
    return found


@transaction.atomic
def _delete_rows(group: list[int]) -> None:
    """Every row of these tenants or none: keys are checked before the end, and production has a guard of its own."""
    tenants = list(Institution.objects.select_for_update().filter(pk__in=group, environment=Environment.TRAINING))
    group = [one.pk for one in tenants]
    contents = {one.pk: sorted(_contents_of([one.pk])) for one in tenants}
    counts = {one.pk: _counts([one.pk]) for one in tenants}
    posts = Appointment.objects.filter(institution__in=group).values_list("uuid", flat=True)
    Notice.objects.filter(context__in=[str(one) for one in posts]).delete()
    for rows in everything():
        found = rows.of(group)
        found._raw_delete(found.db)  # what still refers to a row is found by the keys, all at once
    for one in tenants:
        Institution.objects.filter(pk=one.pk).update(**FORGOTTEN)
        TenantPurge.objects.create(institution=one, at=clock.now(), rows=counts[one.pk], contents=contents[one.pk])
        for case in ImplantationCase.objects.filter(training=one):
            recorder.record(
                case, history.DELETED, actor=SYSTEM, comment=f"Filas borradas: {sum(counts[one.pk].values())}."
            )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    logger.info("tenant_purged", extra={"institutions": group})


def _counts(keys) -> dict[str, int]:
    found = {rows.model._meta.label: rows.of(keys).count() for rows in everything()}
    return {label: number for label, number in found.items() if number}


def _contents_of(keys) -> set[int]:
    """Keys of the stored contents that these rows name."""
    found = set(Institution.objects.filter(pk__in=keys, logo__isnull=False).values_list("logo", flat=True))
    for rows in everything():
        for field in rows.model._meta.concrete_fields:
            if field.related_model is StoredFile:
                named = rows.of(keys).filter(**{f"{field.name}__isnull": False})
                found |= set(named.values_list(field.attname, flat=True))
    return found


def _delete_contents(key) -> bool:
    """One by one, each noted when it is gone; what a row of somebody else names stays."""
    purge = TenantPurge.objects.get(pk=key)
    while purge.contents:
        stored = StoredFile.objects.filter(pk=purge.contents[-1]).first()
        if stored is not None:
            store.remove(stored)
        purge.contents.pop()
        purge.save(update_fields=["contents"])
    purge.finished_at = clock.now()
    purge.save(update_fields=["finished_at"])
    return True
