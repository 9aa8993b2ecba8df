from django.urls import path

from documents.views import acts, files, links, pages, reports, search, tasks, trays

app_name = "documents"
urlpatterns = [
    path("documentos/acciones/<slug:slug>/", acts.act, name="act"),
    path("documentos/acciones/resultados/<uuid:key>/", acts.result, name="act_result"),
    path("documentos/acciones/resultados/<uuid:key>/deshacer/", acts.undo, name="act_undo"),
    path("bandejas/<slug:slug>/", trays.tray, name="tray"),
    path("bandejas/<slug:slug>/imprimir/", trays.printed, name="tray_print"),
    path("bandejas/<slug:slug>/exportar/", trays.export, name="tray_export"),
    path("documentos/<uuid:uuid>/", pages.document, name="document"),
    path("documentos/<uuid:uuid>/anexos/", pages.attachments, name="attachments"),
    path("documentos/<uuid:uuid>/recorrido/", pages.history, name="history"),
    path("documentos/<uuid:uuid>/tareas/", tasks.of_document, name="tasks"),
    path("tareas/<uuid:uuid>/", tasks.task, name="task"),
    path("tareas/<uuid:uuid>/<slug:slug>/", tasks.act, name="task_act"),
    path("documentos/<uuid:uuid>/asociados/", links.associated, name="links"),
    path("documentos/<uuid:uuid>/asociados/quitar/", links.unlink, name="unlink"),
    path("documentos/<uuid:uuid>/seguimiento/", links.followed, name="follow_up"),
    path("documentos/<uuid:uuid>/datos/", links.change_data, name="change_data"),
    path("documentos/<uuid:uuid>/copias/", pages.copies, name="copies"),
    path("documentos/<uuid:uuid>/modificaciones/<int:old>/<int:new>/", pages.differences, name="differences"),
    path("documentos/<uuid:uuid>/archivo/", files.official_pdf, name="official_pdf"),
    path("documentos/<uuid:uuid>/anexos/<uuid:attachment>/", files.attachment, name="attachment"),
    path("buscar/", search.quick, name="search"),
    path("buscar/avanzada/", search.advanced, name="search_advanced"),
    path("buscar/avanzada/exportar/", search.export, name="search_export"),
    path("buscar/adscritas/", search.attached, name="search_attached"),
    path("buscar/adscritas/exportar/", search.export_attached, name="search_attached_export"),
    path("reportes/", reports.index, name="reports"),
    path("reportes/archivos/", reports.made, name="report_files"),
    path("reportes/archivos/<uuid:uuid>/", reports.made_file, name="report_file"),
    path("reportes/<slug:slug>/", reports.report, name="report"),
    path("reportes/<slug:slug>/exportar/", reports.export, name="report_export"),
]
