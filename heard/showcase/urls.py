from django.urls import path

from heard.showcase.views import case_studies, others, public

app_name = "showcase"
urlpatterns = [
    path("case-studies/", public.case_studies, name="case_studies"),
    path("case-studies/<slug:slug>/", public.case_study, name="case_study"),
    path("case-studies/<slug:slug>.pdf", public.case_study_pdf, name="case_study_pdf"),
    path("exemplars/", public.exemplars, name="exemplars"),
    path("who-we-are/", public.who_we_are, name="who_we_are"),
    path("editing/case-studies/", case_studies.study_list, name="study_list"),
    path("editing/case-studies/new/", case_studies.new, name="new_study"),
    path("editing/case-studies/<int:case_study_id>/", case_studies.look, name="look"),
    path("editing/case-studies/<int:case_study_id>/write/", case_studies.write, name="write"),
    path("editing/case-studies/<int:case_study_id>/withdraw/", case_studies.withdraw, name="withdraw"),
    path("editing/case-studies/<int:case_study_id>/people/<int:interviewee_id>/", case_studies.interviewee, name="interviewee"),
    path(
        "editing/case-studies/<int:case_study_id>/people/<int:interviewee_id>/withdraw/",
        case_studies.withdraw_consent,
        name="withdraw_consent",
    ),
    path("editing/portraits/<int:case_study_id>/<int:interviewee_id>/", case_studies.portrait, name="portrait"),
    path("editing/portraits/<int:case_study_id>/<int:interviewee_id>/remove/", case_studies.remove_portrait, name="remove_portrait"),
    path("editing/exemplars/", others.exemplar_list, name="exemplar_list"),
    path("editing/exemplars/new/", others.new_exemplar, name="new_exemplar"),
    path("editing/exemplars/<int:exemplar_id>/", others.exemplar, name="exemplar"),
    path("editing/exemplars/<int:exemplar_id>/end/", others.end_exemplar, name="end_exemplar"),
    path("editing/exemplars/<int:exemplar_id>/again/", others.choose_again, name="choose_again"),
    path("editing/people/", others.team_list, name="team"),
    path("editing/people/new/", others.new_card, name="new_card"),
    path("editing/people/<int:member_id>/", others.card, name="card"),
    path("editing/people/<int:member_id>/leave/", others.leave_team, name="leave_team"),
    path("editing/portraits/<int:member_id>/", others.card_photo, name="card_photo"),
    path("editing/portraits/<int:member_id>/remove/", others.remove_card_photo, name="remove_card_photo"),
]
