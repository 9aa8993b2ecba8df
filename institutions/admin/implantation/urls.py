"""Addresses below /admin/implantacion/."""

from django.urls import path

from institutions.admin.implantation import cases, changes, courses, receiving

urlpatterns = [
    path("", cases.queue, name="queue"),
    path("registrar/", cases.register, name="register"),
    path("recibir/", receiving.receive, name="receive"),
    path("cambios-de-aiq/", changes.changes, name="changes"),
    path("cambios-de-aiq/<uuid:uuid>/", changes.change, name="change"),
    path("cambios-de-aiq/<uuid:uuid>/oficio/", changes.letter, name="change_letter"),
    path("cursos/", courses.editions, name="editions"),
    path("cursos/<uuid:uuid>/", courses.edition, name="edition"),
    path("casos/<uuid:uuid>/", cases.case, name="case"),
    path("casos/<uuid:uuid>/plantilla/", cases.tracking, name="tracking"),
    path("casos/<uuid:uuid>/archivos/<uuid:file>/", cases.file, name="file"),
    path("casos/<uuid:uuid>/paquete/", cases.package, name="package"),
    path("casos/<uuid:uuid>/<slug:act>/", cases.act, name="act"),
]
