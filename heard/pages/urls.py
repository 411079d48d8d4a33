from django.urls import path, re_path

from heard.pages.rules.paths import PART
from heard.pages.views import editing, films, pictures, preview, public, terms, texts, writing

PATH = rf"(?P<path>{PART}(?:/{PART})*)"

app_name = "pages"
urlpatterns = [
    path("glossary/", public.glossary, name="glossary"),
    path("editing/", editing.editing, name="editing"),
    path("editing/pages/", editing.page_list, name="page_list"),
    path("editing/pages/new/", writing.new, name="new_page"),
    path("editing/pages/<int:page_id>/", writing.page, name="edit_page"),
    path("editing/pages/<int:page_id>/address/", writing.rename, name="rename"),
    path("editing/pages/<int:page_id>/another/", writing.begin, name="begin"),
    path("editing/pages/<int:page_id>/write/", writing.write, name="write"),
    path("editing/texts/<int:text_id>/", texts.text, name="text"),
    path("editing/texts/<int:text_id>/preview/", preview.preview, name="preview"),
    path("editing/texts/<int:text_id>/publish/", texts.publish, name="publish"),
    path("editing/texts/<int:text_id>/schedule/", texts.schedule, name="schedule"),
    path("editing/texts/<int:text_id>/unschedule/", texts.unschedule, name="unschedule"),
    path("editing/texts/<int:text_id>/take-down/", texts.retire, name="retire"),
    path("editing/pictures/", pictures.picture_list, name="pictures"),
    path("editing/pictures/new/", pictures.new, name="new_picture"),
    path("editing/pictures/<int:picture_id>/", pictures.picture, name="picture"),
    path("editing/pictures/<int:picture_id>/delete/", pictures.remove, name="remove_picture"),
    path("editing/terms/", terms.term_list, name="terms"),
    path("editing/terms/new/", terms.new, name="new_term"),
    path("editing/terms/<int:term_id>/", terms.term, name="term"),
    path("editing/terms/<int:term_id>/another/", terms.begin, name="begin_term"),
    path("editing/terms/<int:term_id>/remove/", terms.remove, name="remove_term"),
    path("editing/texts/<int:text_id>/house-text/", texts.take_house_text, name="take_house_text"),
    path("editing/texts/<int:text_id>/own-text/", texts.keep_own_text, name="keep_own_text"),
    path("editing/films/", films.film_list, name="films"),
    path("editing/films/add/", films.add, name="add_film"),
    path("editing/films/add/<str:permit>/", films.add, name="send_film"),
    path("editing/films/<slug:key>/", films.film, name="film"),
    path("editing/films/<slug:key>/publish/", films.publish, name="publish_film"),
    path("editing/films/<slug:key>/take-down/", films.withdraw, name="withdraw_film"),
    path("editing/films/<slug:key>/delete/", films.delete, name="delete_film"),
]

# Any address that is no other view's: `config.urls` has these last.
urlpatterns += [
    re_path(rf"^{PATH}/versions/$", public.versions, name="versions"),
    re_path(rf"^{PATH}/versions/(?P<number>[0-9]{{1,6}})/$", public.version, name="version"),
    re_path(rf"^{PATH}/$", public.page, name="page"),
]
