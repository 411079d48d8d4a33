from django.urls import path

from heard.organisations import views

app_name = "organisations"
urlpatterns = [
    path("work/", views.start, name="start"),
    path("organisation/choose/", views.choose, name="choose"),
    path("organisation/switch/", views.switch, name="switch"),
]
