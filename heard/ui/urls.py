from django.urls import path

from heard.ui import views

app_name = "ui"
urlpatterns = [
    path("look/", views.choose_look, name="look"),
    path("gallery/", views.gallery, name="gallery"),
    path("gallery/<slug:sheet>/", views.gallery, name="gallery_sheet"),
]
