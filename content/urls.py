"""Addresses of this room; the pages themselves are Wagtail's."""

from django.urls import path, re_path
from wagtail import urls as wagtail_urls

from content import views

app_name = "content"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggestions/", views.suggest, name="suggest"),
    path("feedback/<int:pk>/", views.feedback, name="feedback"),
    path("words/", views.terms, name="terms"),
    path("offline/", views.offline, name="offline"),
    path("feed/", views.GuideFeed(), name="feed"),
    path("feed/rss/", views.GuideFeedRss(), name="feed_rss"),
    re_path(wagtail_urls.serve_pattern.replace("(", "(?P<path>", 1), views.page, name="page"),
]
