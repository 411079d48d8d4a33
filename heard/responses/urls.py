from django.urls import path

from heard.responses import views

app_name = "responses"
urlpatterns = [
    path("inbox/stories/<int:number>/answer/", views.answer, name="answer"),
    path("inbox/stories/<int:number>/plan/", views.plan, name="plan"),
    path("inbox/stories/<int:number>/made/", views.made, name="made"),
    path("inbox/answers/<int:answer_id>/", views.sent, name="sent"),
    path("inbox/answers/<int:answer_id>/edit/", views.edit, name="edit"),
    path("inbox/answers/<int:answer_id>/take-back/", views.take_back, name="take_back"),
    path("inbox/changes/<int:change_id>/", views.change, name="change"),
    path("inbox/changes/<int:change_id>/new-date/", views.new_date, name="new_date"),
]
