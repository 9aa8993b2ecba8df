"""Carpeta Virtual and personal labels, for one document or many (documents §4.2, §5.3)."""

from documents import permissions
from documents.acts import routing_acts  # noqa: F401 (its buttons come first)
from documents.acts.registry import Act, register
from documents.folder_forms import PutActForm
from documents.label_forms import LabelActForm
from documents.services import folders, labels


def _put(copy, actor, data):
    folders.put(copy, data["folder"], actor=actor)


def _label(copy, actor, data):
    chosen = list(data["labels"])
    if data["named"]:
        chosen.append(labels.label_named(data["named"], actor=actor))
    change = labels.take_labels if data["take"] else labels.put_labels
    change(copy, chosen, actor=actor)


def _names(data):
    return ", ".join([*(label.name for label in data["labels"]), *filter(None, [data["named"]])])


register(
    Act("carpeta", "Carpeta Virtual", permissions.can_classify, _put, form=PutActForm,
        target_of=lambda data: data["folder"].name,
        about="Los documentos quedan en la carpeta de su área; salen de la que tenían en ella."),
    Act("etiquetar", "Etiquetas", permissions.can_label, _label, form=LabelActForm, target_of=_names,
        about="Sus etiquetas son solo suyas: nadie más las ve y no constan en el Recorrido."),
)  # fmt: skip
