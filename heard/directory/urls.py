from django.urls import path

from heard.directory import views

app_name = "directory"
urlpatterns = [
    path("services/", views.find, name="find"),
    path("registered-contact/<str:token>/", views.confirm_contact, name="confirm_contact"),
    path("registered-contact/<str:token>/stop/", views.stop_contact, name="stop_contact"),
]
