from django.urls import URLPattern, path

from heard.core import views

app_name = "core"
urlpatterns: list[URLPattern] = [path("healthz", views.healthz, name="healthz")]
