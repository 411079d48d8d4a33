from django.urls import path

from heard.inbox import views

app_name = "inbox"
urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/stories/<int:number>/", views.story, name="story"),
]
