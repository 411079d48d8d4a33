from django.urls import path

from heard.showcase.views import public

app_name = "showcase"
urlpatterns = [
    path("case-studies/", public.case_studies, name="case_studies"),
    path("case-studies/<slug:slug>/", public.case_study, name="case_study"),
    path("case-studies/<slug:slug>.pdf", public.case_study_pdf, name="case_study_pdf"),
    path("exemplars/", public.exemplars, name="exemplars"),
    path("who-we-are/", public.who_we_are, name="who_we_are"),
]
