from django.urls import path, re_path

from heard.telling.views import around
from heard.telling.views.journey import JOURNEY
from heard.telling.views.pages import pages_of

app_name = "telling"
urlpatterns = [
    path("tell/", around.begin, name="begin"),
    path("tell/anew/", around.anew, name="anew"),
    path("tell/leave/", around.leave, name="leave"),
    path("tell/go-on/", around.resume, name="resume"),
    path("tell/later/", around.later, name="later"),
    path("tell/help/", around.help_first, name="help"),
    path("tell/sent/", around.sent, name="sent"),
    path("tell/proof/", around.proof, name="proof"),
    re_path(rf"^tell/(?P<page>{'|'.join(JOURNEY.names)})/$", pages_of(JOURNEY), name="page"),
]
