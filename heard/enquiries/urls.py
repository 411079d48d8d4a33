from django.urls import path

from heard.enquiries import views

app_name = "enquiries"
urlpatterns = [
    path("write-to-heard/", views.write, name="write"),
    path("write-to-heard/help/", views.help_first, name="help"),
    path("write-to-heard/sent/", views.sent, name="sent"),
]
