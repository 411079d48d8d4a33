from django.urls import path

from heard.accounts import views

app_name = "accounts"
urlpatterns = [
    path("account/second-factor/", views.second_factor_needed, name="second_factor_needed"),
    path("account/language/", views.language, name="language"),
    path("account/photo/", views.photo, name="photo"),
    path("account/photo/remove/", views.remove_photo, name="remove_photo"),
]
