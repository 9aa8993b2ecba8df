"""Requests of backups that a reorganisation finds: they belong to the post and go on as they are (institutions §10.3)."""

from backups.models import BackupRequest
from backups.states import RequestState
from institutions.reorganisation.cuts import Part, register

register(Part("backups", "Solicitudes de respaldo abiertas, que siguen su curso", 0, lambda cut: BackupRequest.objects.filter(
    appointment__in=cut.people.values("pk"), state__in=RequestState.open()).count()))  # fmt: skip
