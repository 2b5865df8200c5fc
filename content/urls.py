"""Addresses of this room; the pages themselves are Wagtail's."""

from django.urls import path

from content import views

app_name = "content"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggestions/", views.suggest, name="suggest"),
    path("feedback/<int:pk>/", views.feedback, name="feedback"),
]
