from django.urls import include, path

from institutions import views
from institutions.areas import views as areas
from institutions.delegations import views as delegations

app_name = "institutions"
delegation_paths = [
    path("", delegations.listing, name="delegations"),
    path("nueva/", delegations.create, name="delegation_new"),
    path("<uuid:uuid>/", delegations.detail, name="delegation"),
    path("<uuid:uuid>/terminar/", delegations.end, name="delegation_end"),
    path("<uuid:uuid>/confidenciales/", delegations.confidential, name="delegation_confidential"),
    path("<uuid:uuid>/acto/", delegations.act_file, name="delegation_act"),
]
urlpatterns = [
    path("contexto/", views.switch_context, name="switch_context"),
    path(
        "institucion/areas/",
        include(
            [
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
        ),
    ),
    path("institucion/subrogaciones/", include(delegation_paths)),
]
