"""The index of the search, beside what it indexes (documents §13.3, performance §2)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Now


class SearchRow(models.Model):
    """What can be found of a document, one row each.

    A copy has a row of its own only while it has something that the others lack: a later anexo, another
    number. That row says everything again, so that each copy is found by exactly one row.

    Attributes:
        codes: numbers and referencia, folded, for exact matches; ``code_text`` the same for parts of them.
        head: what a person of level 1 may know: numbers, asunto, referencia, people.
        whole: that, and the body and anexos that need level 2.
    """

    document = models.ForeignKey("documents.Document", models.CASCADE, related_name="search_rows",
                                 verbose_name="documento")  # fmt: skip
    copy = models.OneToOneField("documents.Copy", models.CASCADE, null=True, related_name="search_row",
                                verbose_name="copia")  # fmt: skip
    codes = ArrayField(models.TextField(), default=list, verbose_name="números")
    code_text = models.TextField("números juntos", blank=True)
    senders = SearchVectorField("remitentes", null=True)
    receivers = SearchVectorField("destinatarios", null=True)
    head = SearchVectorField("datos", null=True)
    whole = SearchVectorField("contenido", null=True)

    class Meta:
        verbose_name = "fila de búsqueda"
        verbose_name_plural = "filas de búsqueda"
        constraints = [
            models.UniqueConstraint(fields=["document"], condition=models.Q(copy__isnull=True),
                                    name="search_one_row_per_document"),
        ]  # fmt: skip
        indexes = [
            GinIndex("codes", name="search_codes"),
            GinIndex(OpClass("code_text", "gin_trgm_ops"), name="search_code_parts"),
            GinIndex("senders", name="search_senders"),
            GinIndex("receivers", name="search_receivers"),
            GinIndex("head", name="search_head"),
            GinIndex("whole", name="search_whole"),
        ]

    def __str__(self):
        return f"{self.document_id}"


class SearchMark(models.Model):
    """Work to do: this document changed after its rows were written. Only ever inserted and deleted, so that
    marking waits for nobody."""

    document_id = models.BigIntegerField("documento")  # no key: nothing must hold a change of the document back
    marked_at = models.DateTimeField("marcado", db_default=Now())

    class Meta:
        verbose_name = "documento por indexar"
        verbose_name_plural = "documentos por indexar"

    def __str__(self):
        return f"{self.document_id}"
