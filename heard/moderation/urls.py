from django.urls import path

from heard.moderation.views import cases, conversation, lists, places, published, refusing, story

app_name = "moderation"
urlpatterns = [
    path("moderation/", lists.queue, name="queue"),
    path("moderation/waiting/", lists.waiting, name="waiting"),
    path("moderation/mine/", lists.mine, name="mine"),
    path("moderation/next/", lists.take_next, name="next"),
    path("moderation/no-longer/", refusing.no_longer, name="no_longer"),
    path("moderation/stories/<int:number>/edit/", published.edit, name="edit_story"),
    path("moderation/<int:case_id>/", cases.case, name="case"),
    path("moderation/<int:case_id>/claim/", cases.claim, name="claim"),
    path("moderation/<int:case_id>/put-back/", cases.release, name="release"),
    path("moderation/<int:case_id>/pass-up/", cases.pass_up, name="pass_up"),
    path("moderation/<int:case_id>/note/", cases.note, name="note"),
    path("moderation/<int:case_id>/danger/", cases.danger, name="danger"),
    path("moderation/<int:case_id>/put-away/", cases.close, name="close"),
    path("moderation/<int:case_id>/preview/", story.preview, name="preview"),
    path("moderation/<int:case_id>/place/", places.propose, name="propose_place"),
    path("moderation/<int:case_id>/ask/", story.ask, name="ask"),
    path("moderation/<int:case_id>/hold/", story.hold, name="hold"),
    path("moderation/<int:case_id>/release-hold/", story.release_hold, name="release_hold"),
    path("moderation/<int:case_id>/decline/", story.decline, name="decline"),
    path("moderation/<int:case_id>/return/", conversation.give_back, name="give_back"),
]
