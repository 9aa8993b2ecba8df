"""Who asks in the measurements at scale."""

from institutions.models import Appointment


def a_colleague_of(post: Appointment) -> Appointment:
    """Somebody of the same área with papers of every kind, tasks too where anybody has them."""
    posts = Appointment.objects.with_names().filter(area=post.area).exclude(pk=post.pk).order_by("pk")
    return posts.filter(tasks_received__isnull=False).first() or posts.first()
