"""The Recorrido: one append-only, hash-chained table for every subject (safety §4)."""

import pgtrigger
from django.db import models

from quipux.history import actions


class EntryQuerySet(models.QuerySet):
    def of(self, subject):
        """The entries of one subject, newest first by sequence, never by clock (B-57, U-19)."""
        kind, key = subject.history_subject()
        return self.filter(subject_kind=kind, subject_id=key).order_by("-sequence")


class Entry(models.Model):
    """One line of a Recorrido. Names, post and área are frozen as they were."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    sequence = models.PositiveIntegerField()
    action = models.CharField(max_length=60)
    state = models.CharField(max_length=60, blank=True)
    second_state = models.CharField(max_length=60, blank=True)
    actor_id = models.BigIntegerField(null=True)
    actor_appointment = models.CharField(max_length=36, blank=True)
    actor_name = models.CharField(max_length=250)
    actor_position = models.CharField(max_length=250, blank=True)
    actor_area = models.CharField(max_length=250, blank=True)
    target = models.JSONField(null=True)
    comment = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    once = models.BooleanField(default=False)
    at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "entrada de Recorrido"
        verbose_name_plural = "entradas de Recorrido"
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "sequence"], name="entry_unique_sequence"),
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "action"], condition=models.Q(once=True),
                                    name="entry_action_once"),
        ]  # fmt: skip
        indexes = [
            # What auditors search by: a period, and a person in it.
            models.Index(models.F("at").desc(), models.F("id").desc(), name="entry_by_date"),
            models.Index("actor_id", models.F("at").desc(), name="entry_of_actor"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(name="no_truncate", operation=pgtrigger.Truncate, when=pgtrigger.Before,
                              level=pgtrigger.Statement,
                              func="RAISE EXCEPTION 'el Recorrido no se borra';"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.subject_kind} {self.sequence}: {self.action}"

    @property
    def label(self) -> str:
        """The Spanish name of the action."""
        return actions.label(self.subject_kind, self.action)


class Anchor(models.Model):
    """One day of all Recorridos in one digest, which leaves the system (safety §4).

    ``digest`` is the SHA-256 of the day before's digest and the last entry of each chain that grew on ``day``.
    """

    day = models.DateField("día", unique=True)
    subjects = models.PositiveIntegerField("recorridos")
    previous = models.CharField("huella anterior", max_length=64, blank=True)
    digest = models.CharField("huella", max_length=64)
    made_at = models.DateTimeField("tomada el")

    class Meta:
        verbose_name = "ancla"
        verbose_name_plural = "anclas"
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(name="no_truncate", operation=pgtrigger.Truncate, when=pgtrigger.Before,
                              level=pgtrigger.Statement,
                              func="RAISE EXCEPTION 'las anclas no se borran';"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.day}"
