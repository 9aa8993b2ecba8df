"""Resumen diario: one mail with what is overdue and what is due today, for who asked for it (documents §5.3)."""

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse

from documents.models import Copy, Task
from documents.states import CopyState, TaskState
from institutions.models import Appointment
from quipux import clock
from quipux.calendar.days import working_calendar
from quipux.outbox.services import queue_mail

SUBJECT = "QUIPUX: resumen del {}"


def send_summaries() -> int:
    """Queue the mail of today for each post that has something late or due today; a second call adds nothing.

    It tells numbers of documents and tasks, never which. On a day off nobody is written to.

    Returns:
        How many mails were queued.
    """
    today = clock.today()
    if not working_calendar().is_working_day(today):
        return 0
    posts = Appointment.objects.working().filter(person__gets_daily_summary=True, person__is_active=True)
    posts = list(posts.select_related("person"))
    counts = _counts([post.pk for post in posts], today)
    return sum(_queue(post, today, counts[post.pk]) for post in posts if counts.get(post.pk))


def _counts(posts, today) -> dict[int, dict[str, int]]:
    """By post, only what is not zero: documents and tasks, late and of today. Two queries, however many posts."""
    held = Copy.objects.filter(holder__in=posts, state=CopyState.IN_PROCESS, out_on_task=False, deadline__lte=today)
    tasks = Task.objects.filter(assigned_to__in=posts, state=TaskState.PENDING, due__lte=today)
    found = {}
    for rows, field, day, what in ((held, "holder", "deadline", "documents"), (tasks, "assigned_to", "due", "tasks")):
        late, now = Count("pk", filter=Q(**{f"{day}__lt": today})), Count("pk", filter=Q(**{day: today}))
        for post, late_ones, todays in rows.order_by().values_list(field).annotate(late=late, now=now):
            found.setdefault(post, {}).update({f"{what}_late": late_ones, f"{what}_today": todays})
    return found


def _queue(post, today, counts) -> bool:
    lines = [f"{post.person.full_name}, {post.title}:", *_sentences(counts), "",
             "Puede quitar este resumen en Mi perfil, Preferencias."]  # fmt: skip
    return queue_mail(key=f"resumen-{today.isoformat()}-{post.pk}", to=post.notice_address,
                      subject=SUBJECT.format(today.isoformat()), text="\n".join(lines))  # fmt: skip


def _sentences(counts):
    documents, tasks = (reverse("documents:tray", args=[slug]) for slug in ("recibidos", "tareas-recibidas"))
    told = (
        ("documents_late", "documento vencido", "documentos vencidos", f"{documents}?plazo=vencidos"),
        ("documents_today", "documento que vence hoy", "documentos que vencen hoy", f"{documents}?plazo=hoy"),
        ("tasks_late", "tarea atrasada", "tareas atrasadas", tasks),
        ("tasks_today", "tarea que vence hoy", "tareas que vencen hoy", tasks),
    )
    for name, one, many, path in told:
        if number := counts.get(name):
            yield f"{number} {one if number == 1 else many}: {settings.QUIPUX_PUBLIC_URL}{path}"
