from django.urls import path

from heard.alerts import views

app_name = "alerts"
urlpatterns = [
    path("alerts/", views.settings, name="settings"),
    path("stop/<str:token>/", views.stop, name="stop"),
]
