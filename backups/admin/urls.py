"""Addresses below /admin/respaldos/."""

from django.urls import path

from backups.admin.views import (
    acts,
    board,
    calendar,
    confirming,
    integrity,
    lists,
    omitted,
    one,
    scheduling,
    storage,
    workers,
)

urlpatterns = [
    path("", board.board, name="board"),
    path("cola/", lists.queue, name="queue"),
    path("cola/calendarizar/", lists.to_schedule, name="to_schedule"),
    path("cola/estado/", lists.status, name="status"),
    path("calendarizar/", scheduling.schedule, name="schedule"),
    path("calendarizar/resultado/", scheduling.schedule_result, name="schedule_result"),
    path("solicitudes/<uuid:uuid>/", one.detail, name="request"),
    path("solicitudes/<uuid:uuid>/recorrido/", one.history, name="history"),
    path("solicitudes/<uuid:uuid>/observaciones/", one.omissions, name="omissions"),
    path("solicitudes/<uuid:uuid>/<slug:act>/", acts.act, name="act"),
    path("por-confirmar/", confirming.pending_acts, name="pending_acts"),
    path("calendario/", calendar.calendar, name="calendar"),
    path("calendario/dias/", calendar.days_off, name="days_off"),
    path("calendario/<slug:day>/", calendar.night, name="night"),
    path("trabajadores/", workers.workers, name="workers"),
    path("almacenamiento/", storage.storage, name="storage"),
    path("integridad/", integrity.integrity, name="integrity"),
    path("omisiones/", omitted.omitted, name="omitted"),
]
