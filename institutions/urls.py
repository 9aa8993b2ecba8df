from django.urls import include, path

from institutions import views
from institutions.areas import views as areas

app_name = "institutions"
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
]
