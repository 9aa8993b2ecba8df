"""What anybody may ask about backups, below `/verificar/`."""

from django.urls import path

from backups.views import public_check

app_name = "verification"
urlpatterns = [path("respaldo/", public_check.check_file, name="backup")]
