from django.urls import path

from heard.following.views import coming_back, my_story

app_name = "following"
urlpatterns = [
    path("my-story/", my_story.story, name="story"),
    path("my-story/key/", coming_back.enter, name="enter"),
    path("my-story/link/", coming_back.ask_for_link, name="ask_for_link"),
    path("my-story/link/<str:token>/", coming_back.link, name="link"),
    path("my-story/close/", coming_back.close, name="close"),
    path("my-story/pin/", my_story.prove, name="prove"),
    path("my-story/reply/", my_story.reply, name="reply"),
    path("my-story/reply/<int:answer_id>/", my_story.reply, name="reply_to"),
    path("my-story/replies/<int:reply_id>/take-back/", my_story.withdraw_reply, name="withdraw_reply"),
    path("my-story/help/", my_story.help_first, name="help"),
    path("my-story/help/hide/", my_story.hide_help, name="hide_help"),
    path("my-story/update/", my_story.update, name="update"),
    path("my-story/question/", my_story.question, name="question"),
    path("my-story/look-again/", my_story.look_again, name="look_again"),
    path("my-story/answers/<int:answer_id>/", my_story.rate_answer, name="rate_answer"),
    path("my-story/changes/<int:change_id>/", my_story.rate_change, name="rate_change"),
    path("my-story/changes/<int:change_id>/not-yet/", my_story.not_yet, name="not_yet"),
    path("my-story/treated-differently/", my_story.treated_differently, name="treated_differently"),
    path("my-story/correct/", my_story.correct, name="correct"),
    path("my-story/words/", my_story.words, name="words"),
    path("my-story/consents/", my_story.consents, name="consents"),
    path("my-story/about-me/", my_story.about_me, name="about_me"),
    path("my-story/withdraw/", my_story.withdraw, name="withdraw"),
    path("my-story/new-key/", my_story.new_key, name="new_key"),
    path("my-story/new-key/safe/", my_story.key_is_safe, name="key_is_safe"),
    path("my-story/contact/", my_story.contact, name="contact"),
    path("my-story/contact/language/", my_story.language, name="language"),
    path("my-story/contact/forget/", my_story.forget, name="forget"),
    path("my-story/choose-pin/", my_story.choose_pin, name="choose_pin"),
    path("my-story/download/", my_story.download, name="download"),
]
