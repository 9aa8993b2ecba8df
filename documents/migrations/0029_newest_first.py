"""What a search goes through from the newest on, and what counts ask besides (performance §2).

Built beside the work of others, so outside a transaction; after an interruption drop the invalid index and repeat.
"""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import F

from documents.folding import OF_COPY, OF_DOCUMENT, folded_together

# Twenty-five million rows take longer to index than a page may wait.
PATIENT = migrations.RunSQL("SET statement_timeout = 0", "RESET statement_timeout")
USUAL = migrations.RunSQL("RESET statement_timeout", "SET statement_timeout = 0")
NEWEST = (F("sort_at").desc(), F("id").desc())


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("documents", "0028_signature_images")]

    operations = [
        PATIENT,
        AddIndexConcurrently("copy", models.Index("institution", *NEWEST, name="copy_newest")),
        AddIndexConcurrently("copy", models.Index(
            "institution", *NEWEST, name="copy_from_citizens", condition=models.Q(state="citizen_pending"))),
        AddIndexConcurrently("copy", models.Index(
            "holder", "state", *NEWEST, name="copy_held",
            include=["is_read", "out_on_task", "role", "category", "document"])),
        RemoveIndexConcurrently("copy", "copy_desk"),
        AddIndexConcurrently("document", GinIndex(
            OpClass(folded_together(*OF_DOCUMENT), "gin_trgm_ops"), name="document_said")),
        AddIndexConcurrently("copy", GinIndex(
            OpClass(folded_together(*OF_COPY), "gin_trgm_ops"), name="copy_said",
            condition=~models.Q(own_reference=""))),
        USUAL,
    ]  # fmt: skip
