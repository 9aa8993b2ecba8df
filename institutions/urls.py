from django.urls import path

from institutions import views

app_name = "institutions"
urlpatterns = [path("contexto/", views.switch_context, name="switch_context")]
