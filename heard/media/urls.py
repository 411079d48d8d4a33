from django.urls import path

from heard.media.views import films, pictures

app_name = "media"
urlpatterns = [
    path("pictures/<slug:key>/<int:width>.<slug:ending>", pictures.picture, name="picture"),
    path("films/<slug:key>/", films.film, name="film"),
    path("films/<slug:key>.<slug:ending>", films.part, name="film_part"),
]
