"""Carpeta Virtual, for one document or many (documents §4.2)."""

from documents import permissions
from documents.acts import routing_acts  # noqa: F401 (its buttons come first)
from documents.acts.registry import Act, register
from documents.folder_forms import PutActForm
from documents.services import folders


def _put(copy, actor, data):
    folders.put(copy, data["folder"], actor=actor)


register(
    Act("carpeta", "Carpeta Virtual", permissions.can_classify, _put, form=PutActForm,
        target_of=lambda data: data["folder"].name,
        about="Los documentos quedan en la carpeta de su área; salen de la que tenían en ella."),
)  # fmt: skip
