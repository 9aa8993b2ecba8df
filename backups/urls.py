from django.urls import path

app_name = "backups"
urlpatterns = []
