"""Indexes that hold what is asked of them, and what the planner must know of posts with very many copies.

Built beside the work of others, so outside a transaction; after an interruption drop the invalid index and repeat.
"""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import F

GIVING_SIGHT = ("reassigned_to", "reassigned_by", "informed_to", "informed_by", "registered", "task_to", "task_by")
# Without them a post with 200,000 copies in one state counts as one with a few dozens, and its whole index is read
# for the first twenty.
STATISTICS = """
    CREATE STATISTICS documents_copy_held (mcv) ON holder_id, state FROM documents_copy;
    ALTER STATISTICS documents_copy_held SET STATISTICS 500;
"""
# Twenty-five million rows take longer to index than a page may wait.
PATIENT = migrations.RunSQL("SET statement_timeout = 0", "RESET statement_timeout")
USUAL = migrations.RunSQL("RESET statement_timeout", "SET statement_timeout = 0")


def in_tray_order(name, **kwargs):
    return models.Index("holder", "state", F("sort_at").desc(), F("id").desc(), name=name, **kwargs)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("documents", "0013_unique_online")]

    operations = [
        PATIENT,
        AddIndexConcurrently("copy", in_tray_order("copy_desk", include=["is_read", "out_on_task", "role"])),
        AddIndexConcurrently("copy", in_tray_order("copy_unread", include=["out_on_task", "role"],
                                                   condition=models.Q(is_read=False))),
        RemoveIndexConcurrently("copy", "copy_tray"),
        RemoveIndexConcurrently("copy", "copy_tray_unread"),
        AddIndexConcurrently("participation", models.Index(
            fields=["appointment", "copy"], name="participation_sight", condition=models.Q(how__in=GIVING_SIGHT))),
        AddIndexConcurrently("party", models.Index(
            fields=["appointment", "document"], name="party_sender", condition=models.Q(role="from"))),
        migrations.RunSQL(STATISTICS, "DROP STATISTICS documents_copy_held"),
        USUAL,
    ]  # fmt: skip
