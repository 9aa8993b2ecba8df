from django.urls import path

from backups.views import asking, downloads, immediate, institutional, lists, menu, one, picking, support, tickets

app_name = "backups"
urlpatterns = [
    path("", menu.menu, name="menu"),
    path("solicitar/", asking.request_form, name="request_form"),
    path("solicitar/recorrido/", asking.new_history, name="new_history"),
    path("descargar-ahora/", immediate.download_now, name="download_now"),
    path("mis-solicitudes/", lists.own_list, name="own_list"),
    path("institucion/solicitar/", institutional.institution_form, name="institution_form"),
    path("institucion/solicitar/recorrido/", institutional.institution_new_history, name="institution_new_history"),
    path("institucion/solicitar/servidor/", picking.person_picker, name="person_picker"),
    path("institucion/solicitar/documento/", picking.petition_picker, name="petition_picker"),
    path("institucion/por-enviar/", lists.institution_drafts, name="institution_drafts"),
    path("institucion/listado/", lists.institution_list, name="institution_list"),
    path("<uuid:uuid>/", one.detail, name="detail"),
    path("<uuid:uuid>/recorrido/", one.history, name="history"),
    path("<uuid:uuid>/progreso/", one.progress, name="progress"),
    path("<uuid:uuid>/enviada/", one.sent, name="sent"),
    path("<uuid:uuid>/eliminar/", one.eliminate, name="eliminate"),
    path("<uuid:uuid>/observaciones/", one.omissions, name="omissions"),
    path("<uuid:uuid>/descargar/", downloads.download, name="download"),
    path("<uuid:uuid>/SHA256SUMS", downloads.sums, name="sums"),
    path("<uuid:uuid>/partes/<int:number>/", downloads.part, name="part"),
    path("<uuid:uuid>/partes/<int:number>/independiente/", downloads.independent_part, name="independent_part"),
    path("<uuid:uuid>/comprobar/", downloads.check_part, name="check_part"),
    path("<uuid:uuid>/descarga.meta4", tickets.metalink_file, name="metalink"),
    path("<uuid:uuid>/enlaces/anular/", tickets.revoke, name="revoke_tickets"),
    path("<uuid:uuid>/soporte/", support.ask, name="support"),
    path("enlace/<str:token>/<str:name>", tickets.part, name="ticket_part"),
]
