from django.urls import path

from documents import views

app_name = "documents"
urlpatterns = [path("bandejas/<slug:slug>/", views.tray, name="tray")]
