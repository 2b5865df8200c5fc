"""Addresses of what a signed-in person sees first."""

from django.urls import path

from portal.dashboard import views

app_name = "dashboard"
urlpatterns = [
    path("start/", views.start, name="start"),
    path("business/", views.business, name="business"),
    path("workspace/", views.workspace, name="workspace"),
    path("workspace/keys/", views.keys, name="keys"),
    path("workspace/patterns/", views.patterns, name="patterns"),
    path("demo/mail/", views.mail, name="mail"),
]
