"""The acts of routing and filing as people see them (documents §4.2)."""

from django.db import transaction

from documents import permissions, services
from documents.acts.forms import InformForm, ReassignForm, RemarkForm
from documents.acts.registry import Act, cancels_tasks, register
from documents.models import Informed
from documents.states import CopyState
from quipux.errors import DomainError, NotAllowedNow


def _person(data):
    return data["target"].person.full_name


def _people(data):
    names = [post.person.full_name for post in data["targets"]]
    return ", ".join(names) if len(names) <= 5 else f"{len(names)} personas"


def _reassign(copy, actor, data):
    """A draft takes along what it answers, if that is wanted; what of it stays is told, and why."""
    along = services.antecedents_held(copy, actor) if data.get("antecedents") else []
    values = {"actor": actor, "comment": data["comment"], "deadline": data["deadline"]}
    services.reassign(copy, data["target"], **values)
    told = []
    for antecedent in along:
        try:
            with transaction.atomic():
                services.reassign(antecedent, data["target"], **values)
            told.append(f"También su antecedente {antecedent.number}.")
        except DomainError as error:
            told.append(f"Su antecedente {antecedent.number} no: {error.message}")
    return " ".join(told)


def _inform(copy, actor, data):
    """One row per person; those refused are named and the others go on."""
    refused, informed = [], 0
    for post in data["targets"]:
        try:
            services.inform(copy, post, actor=actor, comment=data["comment"],
                            authorised=post in (data.get("authorised") or ()))  # fmt: skip
            informed += 1
        except DomainError as error:
            refused.append(f"{post.person.full_name}: {error.message}")
    if not informed:
        raise NotAllowedNow(" ".join(refused))
    return " ".join(refused)


def _restore(copy, actor, data):
    restore = {CopyState.SHELVED: services.unshelve, CopyState.ANNULLED: services.restore_annulled}.get(
        copy.state, services.restore_deleted)  # fmt: skip
    restore(copy, actor=actor, comment=data["comment"])


def _shelve(copy, actor, data):
    services.shelve(copy, actor=actor, comment=data["comment"])


def _delete(copy, actor, data):
    services.delete_draft(copy, actor=actor, comment=data["comment"])


def _purge(copy, actor, data):
    services.purge(copy, actor=actor, comment=data["comment"])


def _comment(copy, actor, data):
    services.comment(copy, data["comment"], actor=actor)


def _recover(copy, actor, data):
    services.recover(copy, actor=actor, comment=data["comment"])


def _remove_informed(copy, actor, data):
    services.remove_informed(copy, actor=actor, comment=data["comment"])


def _holds(*states):
    return lambda copy, actor: permissions.is_holder(copy, actor) and copy.state in states


def _may_reassign(copy, actor):
    return copy.state in (CopyState.DRAFT, CopyState.IN_PROCESS) and permissions.can_reassign(copy, actor)


def _may_shelve(copy, actor):
    files = copy.state in (CopyState.IN_PROCESS, CopyState.SENT) and permissions.is_delivered_or_original(copy)
    return files and permissions.is_holder(copy, actor)


def _may_restore(copy, actor):
    states = (CopyState.SHELVED, CopyState.DELETED) if copy.is_original else (CopyState.SHELVED, CopyState.ANNULLED)
    return _holds(*states)(copy, actor)


def _is_informed(copy, actor):
    post = permissions.post_of(actor)
    return bool(post) and Informed.objects.filter(copy=copy.pk, informed=post, removed_at__isnull=True).exists()


register(
    Act("reasignar", "Reasignar", _may_reassign, _reassign, form=ReassignForm, target_of=_person,
        about="El documento pasa a la bandeja de la persona que elija; usted lo verá en Reasignados.",
        undo=lambda copy, actor: services.recover(copy, actor=actor, comment="Deshacer")),
    Act("informar", "Informar", permissions.can_inform, _inform, form=InformForm, target_of=_people,
        about="Las personas que elija podrán leer el documento en su bandeja Informados; usted lo conserva."),
    Act("archivar", "Archivar", _may_shelve, _shelve, warns=cancels_tasks,
        about="El documento pasa a Archivados. Puede restaurarlo cuando lo necesite.",
        undo=lambda copy, actor: services.unshelve(copy, actor=actor, comment="Deshacer")),
    Act("restaurar", "Restaurar", _may_restore, _restore, about="El documento vuelve a su bandeja, como no leído."),
    Act("comentar", "Comentar", permissions.can_comment, _comment, form=RemarkForm,
        about="El comentario queda en el Recorrido y se avisa a quien tiene el documento. No se puede borrar."),
    Act("recuperar", "Recuperar", permissions.can_recover, _recover,
        about="El documento vuelve a su bandeja si quien lo recibió no lo ha pasado a otra persona."),
    Act("tomar", "Tomar", permissions.can_take, lambda copy, actor, data: services.take(copy, actor=actor) and None,
        about="El documento pasa a su bandeja Recibidos y se avisa al Jefe."),
    Act("eliminar-informado", "Eliminar informado", _is_informed, _remove_informed,
        about="El documento sale solo de su bandeja Informados."),
    Act("eliminar", "Eliminar", _holds(CopyState.DRAFT), _delete, is_warning=True, warns=cancels_tasks,
        about="El borrador pasa a Eliminados; puede restaurarlo desde allí."),
    Act("eliminar-definitivo", "Eliminar definitivo", lambda copy, actor: (
        _holds(CopyState.DELETED)(copy, actor) and permissions.was_never_numbered(copy)), _purge, is_warning=True,
        about="Nadie podrá abrir el borrador otra vez."),
    Act("leido", "Marcar como leído", lambda copy, actor: permissions.is_holder(copy, actor) and not copy.is_read,
        lambda copy, actor, data: services.mark_read(copy, actor=actor), confirms=False,
        undo=lambda copy, actor: services.mark_unread(copy, actor=actor)),
    Act("no-leido", "Marcar como no leído", lambda copy, actor: permissions.is_holder(copy, actor) and copy.is_read,
        lambda copy, actor, data: services.mark_unread(copy, actor=actor), confirms=False),
)  # fmt: skip
