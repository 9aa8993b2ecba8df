"""What documents moves with áreas that go to another institution (institutions §10.3): held copies, tasks, numbering.

What was issued keeps its institution, área and number for ever; drafts will be numbered at the destination.
"""

from django.db.models import Q

from documents import history
from documents.models import (
    Copy,
    Document,
    Folder,
    FolderItem,
    InstitutionSettings,
    NumberCounter,
    NumberFormat,
    NumberSkip,
    PhysicalLocation,
    Task,
)
from documents.numbering import counters
from documents.services.departing import LIVING
from documents.services.tasks import rows
from documents.services.tasks.ending import end
from documents.states import CopyRole, CopyState, TaskState
from institutions.reorganisation.cuts import Cut, Part, register
from institutions.standing.services import register_pending
from quipux import clock
from quipux.history import recorder
from quipux.history.recorder import SYSTEM

REASON = "Cambio de institución por reorganización"
WRITTEN = ("tokens", "separator", "abbreviation", "year_digits", "sequence_digits")
AT_ONCE = 200  # copies of one statement


# Step 3: documents held -------------------------------------------------------------------------------


def held(cut: Cut):
    """What waits for somebody who goes, and is not yet of the destination."""
    living = Copy.objects.filter(holder__in=cut.people.values("pk"), state__in=LIVING)
    return living.exclude(institution=cut.institution.pk)


def move_copies(cut: Cut) -> int:
    """Each with its entry; a draft is written and numbered in the new área from now on."""
    made, keys = cut.successors, list(held(cut).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        found = list(
            Copy.objects.filter(pk__in=keys[start : start + AT_ONCE]).select_for_update(of=("self",)).order_by("pk")
        )
        Copy.objects.filter(pk__in=[copy.pk for copy in found]).update(institution=cut.institution)
        recorder.record_many([
            recorder.Line(copy, history.REORGANISED, SYSTEM, comment=cut.institution.name) for copy in found])  # fmt: skip
    drafts = Copy.objects.filter(pk__in=keys, role=CopyRole.ORIGINAL, state=CopyState.DRAFT).values("document")
    for old, new in made.items():
        Document.objects.filter(pk__in=drafts, area=old, frozen_at=None).update(institution=cut.institution, area=new)
    return len(keys)


# Step 4: tasks ----------------------------------------------------------------------------------------


def crossing_tasks(cut: Cut):
    """Pending tasks between somebody who goes and somebody who stays."""
    going = cut.people.values("pk")
    return Task.objects.filter(Q(assigned_by__in=going) ^ Q(assigned_to__in=going), state=TaskState.PENDING)


def settle_tasks(cut: Cut) -> int:
    """The document stays with its holder: a task for the other institution ends, and of one given from there the holder
    becomes the assigner."""
    found = list(crossing_tasks(cut).order_by("pk"))
    going = set(cut.people.values_list("pk", flat=True))
    for each in found:
        task = rows.with_lock(each)
        holder = task.copy.holder
        together = holder is not None and (holder.pk in going) == (task.assigned_to_id in going)
        if together and holder.pk != task.assigned_to_id:
            rows.move(
                task, "pass_to", {"assigned_by": holder}, history.TASK_OWNER, actor=SYSTEM, text=REASON, target=holder
            )
        else:
            end(task, actor=SYSTEM, reason=REASON)
        rows.settle(task.copy)
    return len(found)


# Step 6: numbering, folders, archive ------------------------------------------------------------------


def formats(cut: Cut):
    """Own formats of the áreas that go, and those that stay and copy from them."""
    inside = Q(area__in=cut.olds)
    return NumberFormat.objects.filter(inside | Q(copies_from__in=cut.olds))


def move_formats(cut: Cut) -> int:
    """The new áreas write as the old ones did; a copy across the cut becomes a format of its own."""
    made, found = cut.successors, list(formats(cut).select_related("area"))
    for one in found:
        if one.area_id not in made:
            _own(one)
        elif not NumberFormat.objects.filter(area=made[one.area_id], type=one.type_id).exists():
            source = NumberFormat.objects.filter(area=one.copies_from_id, type=one.type_id).first() or one
            values = {name: getattr(one if one.copies_from_id in made else source, name) for name in WRITTEN}
            NumberFormat.objects.create(area_id=made[one.area_id], type_id=one.type_id,
                                        copies_from_id=made.get(one.copies_from_id), **values)  # fmt: skip
    if not cut.plan.restarts_sequences:
        _continue_sequences(made)
    return len(found)


def _own(one):
    """It goes on as the área it copied wrote, with its own sigla and counter."""
    source = NumberFormat.objects.filter(area=one.copies_from_id, type=one.type_id).first() or one
    for name in WRITTEN:
        setattr(one, name, getattr(source, name))
    one.copies_from = None
    one.save()


def _continue_sequences(made):
    """The values before are noted as skipped, so that the book of numbers explains them."""
    year = clock.today().year
    for old in NumberCounter.objects.filter(area__in=made, year=year, last__gt=0).order_by("pk"):
        [counter] = counters.lock([((made[old.area_id], old.type_id), year)])
        if counter.last == 0:
            NumberSkip.objects.create(counter=counter, first=1, last=old.last, reason=f"{REASON}: continúa la secuencia.",
                                      actor="Sistema", at=clock.now())  # fmt: skip
            counter.last = old.last
            counter.save(update_fields=["last"])


def filing(cut: Cut) -> int:
    return Folder.objects.filter(area__in=cut.olds).count() + PhysicalLocation.objects.filter(area__in=cut.olds).count()


def move_filing(cut: Cut) -> int:
    """Carpetas virtuales and the physical archive go with their área."""
    count = filing(cut)
    for old, new in cut.successors.items():
        for model in (Folder, FolderItem, PhysicalLocation):
            model.objects.filter(area=old).update(area=new)
    InstitutionSettings.objects.filter(reception_area__in=cut.olds).update(reception_area=None)
    return count


register(
    Part("documents", "Documentos en trámite y en elaboración", 3, lambda cut: held(cut).count(), move_copies),
    Part("tasks", "Tareas entre quien se va y quien se queda", 4, lambda cut: crossing_tasks(cut).count(), settle_tasks),
    Part("formats", "Formatos de numeración", 6, lambda cut: formats(cut).count(), move_formats),
    Part("filing", "Carpetas virtuales y lugares del archivo", 6, filing, move_filing),
)  # fmt: skip
register_pending("documentos pendientes", lambda institution: Copy.objects.filter(
    institution=institution, state__in=LIVING).count())  # fmt: skip
