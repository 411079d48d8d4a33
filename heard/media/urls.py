from django.urls import path

from heard.media import views

app_name = "media"
urlpatterns = [path("pictures/<slug:key>/<int:width>.<slug:ending>", views.picture, name="picture")]
