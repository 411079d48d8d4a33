from django.urls import path, re_path

from heard.telling import views
from heard.telling.rules.journey import PAGES

app_name = "telling"
urlpatterns = [
    path("tell/", views.begin, name="begin"),
    path("tell/anew/", views.anew, name="anew"),
    path("tell/leave/", views.leave, name="leave"),
    path("tell/go-on/", views.resume, name="resume"),
    path("tell/later/", views.later, name="later"),
    path("tell/help/", views.help_first, name="help"),
    path("tell/sent/", views.sent, name="sent"),
    path("tell/proof/", views.proof, name="proof"),
    re_path(rf"^tell/(?P<page>{'|'.join(PAGES)})/$", views.page, name="page"),
]
