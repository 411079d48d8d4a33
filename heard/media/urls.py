from django.urls import path

from heard.media.views import pictures

app_name = "media"
urlpatterns = [path("pictures/<slug:key>/<int:width>.<slug:ending>", pictures.picture, name="picture")]
