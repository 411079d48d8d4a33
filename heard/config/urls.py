from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("heard.core.urls")),
    path("", include("heard.ui.urls")),
    path("", include("heard.website.urls")),
    path("", include("heard.media.urls")),
    path("", include("heard.showcase.urls")),
    path("", include("heard.telling.urls")),
    path("", include("heard.directory.urls")),
    path("", include("heard.following.urls")),
    path("", include("heard.moderation.urls")),
    path("", include("heard.inbox.urls")),
    path("", include("heard.operating.urls")),
    path("", include("heard.enquiries.urls")),
    path("", include("heard.responses.urls")),
    path("", include("heard.alerts.urls")),
    path("", include("heard.accounts.urls")),
    path("", include("heard.organisations.urls")),
    path("", include("heard.demo.urls")),
    path("account/", include("heard.accounts.urls.sign_in")),
    path("", include("heard.pages.urls")),  # last: a page of editors can have any address that nothing else has
]

handler400 = "heard.ui.errors.bad_request"
handler403 = "heard.ui.errors.forbidden"
handler404 = "heard.ui.errors.not_found"
handler500 = "heard.ui.errors.server_error"
