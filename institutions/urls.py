from django.urls import include, path

from institutions import registrations, views
from institutions.areas import views as areas
from institutions.delegations import views as delegations
from institutions.departures import views as departures
from institutions.implantation.urls import my_paths, portal_paths, public_paths
from institutions.people import views as people
from institutions.permissions import views as permissions

app_name = "institutions"
area_paths = [
    path("", areas.areas, name="areas"),
    path("exportar/", areas.export, name="areas_export"),
    path("nueva/", areas.create, name="area_create"),
    path("<uuid:uuid>/", areas.area, name="area"),
    path("<uuid:uuid>/mover/", areas.move, name="area_move"),
    path("<uuid:uuid>/desactivar/", areas.deactivate, name="area_deactivate"),
    path("<uuid:uuid>/reactivar/", areas.reactivate, name="area_reactivate"),
    path("<uuid:uuid>/jefe/", areas.chief, name="area_chief"),
    path("<uuid:uuid>/compartir/", areas.share, name="area_share"),
]
people_paths = [
    path("", people.people, name="people"),
    path("exportar/", people.export, name="people_export"),
    path("nuevo/", people.create, name="person_create"),
    path("<uuid:uuid>/", people.person, name="person"),
    path("<uuid:uuid>/permisos/", permissions.of_person, name="person_permissions"),
    path("<uuid:uuid>/respaldos/", people.backups, name="person_backups"),
    path("<uuid:uuid>/recorrido/", people.trail, name="person_history"),
    path("<uuid:uuid>/enlace/", people.send_link, name="person_link"),
    path("<uuid:uuid>/desbloquear/", people.unlock, name="person_unlock"),
    path("<uuid:uuid>/cerrar-sesiones/", people.close_sessions, name="person_sessions"),
    path("<uuid:uuid>/reactivar/", people.reactivate, name="person_reactivate"),
]
permission_paths = [
    path("", permissions.many, name="permissions"),
    path("cambiar/", permissions.change_many, name="permissions_change"),
]
delegation_paths = [
    path("", delegations.listing, name="delegations"),
    path("nueva/", delegations.create, name="delegation_new"),
    path("<uuid:uuid>/", delegations.detail, name="delegation"),
    path("<uuid:uuid>/terminar/", delegations.end, name="delegation_end"),
    path("<uuid:uuid>/confidenciales/", delegations.confidential, name="delegation_confidential"),
    path("<uuid:uuid>/acto/", delegations.act_file, name="delegation_act"),
]
departure_paths = [
    path("", departures.listing, name="departures"),
    path("nueva/", departures.create, name="departure_new"),
    path("<uuid:uuid>/", departures.detail, name="departure"),
    path("<uuid:uuid>/acta/", departures.record, name="departure_record"),
    path("<uuid:uuid>/acto/<slug:slug>/", departures.act, name="departure_act"),
]
urlpatterns = [
    path("contexto/", views.switch_context, name="switch_context"),
    path("ciudadanos/registros/", registrations.registrations, name="registrations"),
    path("ciudadanos/registros/<uuid:uuid>/", registrations.registration, name="registration"),
    path("institucion/areas/", include(area_paths)),
    path("institucion/servidores/", include(people_paths)),
    path("institucion/permisos/", include(permission_paths)),
    path("", include(portal_paths)),
    path("implantacion/", include(public_paths)),
    path("institucion/implantacion/", include(my_paths)),
    path("institucion/subrogaciones/", include(delegation_paths)),
    path("institucion/desvinculaciones/", include(departure_paths)),
    path("institucion/quien-puede/", permissions.who_may, name="who_may"),
]
