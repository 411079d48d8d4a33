from django.urls import path

from heard.stories import views

app_name = "stories"
urlpatterns = [
    path("tell/leave/", views.leave, name="leave"),
]
