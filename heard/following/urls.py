from django.urls import path

from heard.following import views

app_name = "following"
urlpatterns = [
    path("my-story/", views.story, name="story"),
    path("my-story/key/", views.enter, name="enter"),
    path("my-story/link/", views.ask_for_link, name="ask_for_link"),
    path("my-story/link/<str:token>/", views.link, name="link"),
    path("my-story/close/", views.close, name="close"),
]
