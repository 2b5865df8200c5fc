"""Addresses of this room; the pages themselves are Wagtail's."""

from django.urls import path, re_path
from wagtail import urls as wagtail_urls

from content import views

app_name = "content"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggestions/", views.suggest, name="suggest"),
    path("feedback/<int:pk>/", views.feedback, name="feedback"),
    re_path(wagtail_urls.serve_pattern, views.page, name="page"),
]
