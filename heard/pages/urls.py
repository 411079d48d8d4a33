from django.urls import path, re_path

from heard.pages.rules.paths import PART
from heard.pages.views import public

PATH = rf"(?P<path>{PART}(?:/{PART})*)"

app_name = "pages"
urlpatterns = [
    path("glossary/", public.glossary, name="glossary"),
]

# Any address that is no other view's: `config.urls` has these last.
urlpatterns += [
    re_path(rf"^{PATH}/versions/$", public.versions, name="versions"),
    re_path(rf"^{PATH}/versions/(?P<number>[0-9]{{1,6}})/$", public.version, name="version"),
    re_path(rf"^{PATH}/$", public.page, name="page"),
]
