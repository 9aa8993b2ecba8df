from django.urls import include, path

from institutions import attending, registrations, views
from institutions.aiq_changes import views as aiq_changes
from institutions.areas import views as areas
from institutions.catalogues import global_views as global_catalogues
from institutions.catalogues import views as catalogues
from institutions.data import views as data
from institutions.delegations import views as delegations
from institutions.departures import line_views as departure_lines
from institutions.departures import views as departures
from institutions.implantation.urls import my_paths, portal_paths, public_paths
from institutions.importing import views as importing
from institutions.lists import views as lists
from institutions.people import lost_email_views as lost_email
from institutions.people import mail_domain_views as mail_domain
from institutions.people import moving_views as moving
from institutions.people import views as people
from institutions.permissions import views as permissions
from institutions.reorganisation import views as reorganisation
from institutions.reports import views as reports
from institutions.standing import views as standing
from institutions.support import views as support

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
    path("dominio/", mail_domain.change, name="mail_domain"),
    path("mover/", moving.choose, name="people_move"),
    path("mover/confirmar/", moving.move, name="people_move_act"),
    path("<uuid:uuid>/", people.person, name="person"),
    path("<uuid:uuid>/permisos/", permissions.of_person, name="person_permissions"),
    path("<uuid:uuid>/respaldos/", people.backups, name="person_backups"),
    path("<uuid:uuid>/accesos/", people.access_log, name="person_accesses"),
    path("<uuid:uuid>/recorrido/", people.trail, name="person_history"),
    path("<uuid:uuid>/enlace/", people.send_link, name="person_link"),
    path("<uuid:uuid>/desbloquear/", people.unlock, name="person_unlock"),
    path("<uuid:uuid>/segundo-factor/", people.reset_factor, name="person_factor"),
    path("<uuid:uuid>/correo-perdido/", lost_email.lost, name="person_lost_email"),
    path("<uuid:uuid>/cerrar-sesiones/", people.close_sessions, name="person_sessions"),
    path("<uuid:uuid>/reactivar/", people.reactivate, name="person_reactivate"),
]
permission_paths = [
    path("", permissions.many, name="permissions"),
    path("cambiar/", permissions.change_many, name="permissions_change"),
]
list_paths = [
    path("", lists.public, name="lists"),
    path("nueva/", lists.create_public, name="list_create"),
    path("<int:number>/", lists.one_list, name="list"),
    path("<int:number>/editar/", lists.edit, name="list_edit"),
    path("<int:number>/anadir/", lists.add, name="list_add"),
    path("<int:number>/quitar/<int:member>/", lists.remove, name="list_remove"),
    path("<int:number>/eliminar/", lists.delete, name="list_delete"),
]
import_paths = [
    path("", importing.imports, name="imports"),
    path("plantilla/<slug:slug>/", importing.example, name="import_example"),
    path("<uuid:uuid>/", importing.job, name="import"),
    path("<uuid:uuid>/informe/", importing.report, name="import_report"),
    path("<uuid:uuid>/<slug:slug>/", importing.act, name="import_act"),
]
delegation_paths = [
    path("", delegations.listing, name="delegations"),
    path("nueva/", delegations.create, name="delegation_new"),
    path("<uuid:uuid>/", delegations.detail, name="delegation"),
    path("<uuid:uuid>/terminar/", delegations.end, name="delegation_end"),
    path("<uuid:uuid>/confidenciales/", delegations.confidential, name="delegation_confidential"),
    path("<uuid:uuid>/acto/", delegations.act_file, name="delegation_act"),
]
support_paths = [
    path("", support.cases, name="support_cases"),
    path("nuevo/", support.create, name="support_new"),
    path("<uuid:uuid>/", support.case, name="support_case"),
    path("<uuid:uuid>/captura/<uuid:file>/", support.capture, name="support_capture"),
    path("<uuid:uuid>/<slug:slug>/", support.act, name="support_act"),
]
reorganisation_paths = [
    path("", reorganisation.plans, name="reorganisations"),
    path("nueva/", reorganisation.create, name="reorganisation_new"),
    path("<uuid:uuid>/", reorganisation.plan, name="reorganisation"),
    path("<uuid:uuid>/<slug:slug>/", reorganisation.act, name="reorganisation_act"),
]
catalogue_paths = [
    path("<slug:slug>/", catalogues.catalogue, name="catalogue"),
    path("<slug:slug>/nueva/", catalogues.new, name="catalogue_new"),
    path("<slug:slug>/exportar/", catalogues.export, name="catalogue_export"),
    path("<slug:slug>/<int:number>/", catalogues.row, name="catalogue_row"),
]
report_paths = [
    path("", reports.index, name="reports"),
    path("<slug:slug>/", reports.report, name="report"),
    path("<slug:slug>/exportar/", reports.export, name="report_export"),
]
departure_paths = [
    path("", departures.listing, name="departures"),
    path("nueva/", departures.create, name="departure_new"),
    path("importar/", departures.bring, name="departure_import"),
    path("<uuid:uuid>/", departures.detail, name="departure"),
    path("<uuid:uuid>/acta/", departures.record, name="departure_record"),
    path("<uuid:uuid>/acto/<slug:slug>/", departures.act, name="departure_act"),
    path("<uuid:uuid>/linea/<slug:code>/", departure_lines.line, name="departure_line"),
]
urlpatterns = [
    path("contexto/", views.switch_context, name="switch_context"),
    path("ciudadanos/atencion/", attending.search, name="attending"),
    path("ciudadanos/atencion/<uuid:uuid>/", attending.person, name="attended"),
    path("ciudadanos/atencion/<uuid:uuid>/correo/", attending.lost_email, name="attended_lost_email"),
    path("ciudadanos/registros/", registrations.registrations, name="registrations"),
    path("ciudadanos/registros/<uuid:uuid>/", registrations.registration, name="registration"),
    path("institucion/datos/", data.data, name="data"),
    path("institucion/datos/solicitar/", data.ask_change, name="data_change"),
    path("institucion/correo-soporte/<str:token>/", data.support_email, name="support_email"),
    path("institucion/areas/", include(area_paths)),
    path("institucion/correo-trabajo/<str:token>/", people.confirm_work_email, name="work_email"),
    path("institucion/servidores/", include(people_paths)),
    path("institucion/permisos/", include(permission_paths)),
    path("", include(portal_paths)),
    path("implantacion/", include(public_paths)),
    path("institucion/implantacion/", include(my_paths)),
    path("institucion/cambio-de-aiq/", aiq_changes.aiq_change, name="aiq_change"),
    path("institucion/subrogaciones/", include(delegation_paths)),
    path("institucion/reorganizacion/", include(reorganisation_paths)),
    path("institucion/custodia/", standing.custodies, name="custodies"),
    path("institucion/custodia/<uuid:uuid>/", standing.accept, name="custody_accept"),
    path("ayuda/casos/", include(support_paths)),
    path("institucion/desvinculaciones/", include(departure_paths)),
    path("institucion/catalogos/", include(catalogue_paths)),
    path("institucion/catalogos-generales/", global_catalogues.global_catalogue, name="global_catalogue"),
    path("institucion/reportes/", include(report_paths)),
    path("institucion/listas/", include(list_paths)),
    path("mis-listas/", lists.own, name="own_lists"),
    path("mis-listas/nueva/", lists.create_own, name="own_list_create"),
    path("institucion/importar/", include(import_paths)),
    path("institucion/quien-puede/", permissions.who_may, name="who_may"),
]
