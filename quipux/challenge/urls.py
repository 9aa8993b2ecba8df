from django.urls import path

from quipux.challenge import views

app_name = "challenge"
urlpatterns = [
    path("imagen/<str:token>/", views.image, name="image"),
    path("audio/<str:token>/", views.speech, name="speech"),
]
