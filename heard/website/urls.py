from django.urls import path, re_path

from heard.pages.views.public import page
from heard.website.views import pages, stories

app_name = "website"
urlpatterns = [
    path("", pages.home, name="home"),
    path("stories/", stories.story_list, name="stories"),
    path("stories/tags/", stories.choose_tags, name="tags"),
    path("stories/feed/", stories.feed, name="feed"),
    path("stories/<int:number>/", stories.story, name="story"),
    path("stories/<int:number>/feed/", stories.story_feed, name="story_feed"),
    path("stories/<int:number>/me-too/", stories.me_too, name="me_too"),
    re_path(r"^services/(?P<key>[A-Za-z0-9_.:-]{1,120})/$", pages.service, name="service"),
    path("changes/", pages.changes, name="changes"),
    path("listening/", pages.listening, name="listening"),
    path("for-staff/", page, {"path": "for-staff"}, name="for_staff"),
    path("statistics/", pages.statistics, name="statistics"),
    path("statistics.csv", pages.statistics_csv, name="statistics_csv"),
    path("statistics-services.csv", pages.services_csv, name="services_csv"),
    path("how-moderation-works/", page, {"path": "how-moderation-works"}, name="how_moderation_works"),
    path("how-to-complain/", page, {"path": "how-to-complain"}, name="complain"),
    path("privacy/", page, {"path": "privacy"}, name="privacy"),
    path("accessibility/", page, {"path": "accessibility"}, name="accessibility"),
    path("about/", page, {"path": "about"}, name="about"),
    path("elsewhere/", pages.elsewhere, name="elsewhere"),
    path("robots.txt", pages.robots, name="robots"),
    path("sitemap.xml", pages.sitemap, name="sitemap"),
    path("sitemap-pages.xml", pages.sitemap_pages, name="sitemap_pages"),
    path("sitemap-stories-<int:chunk>.xml", pages.sitemap_stories, name="sitemap_stories"),
]
