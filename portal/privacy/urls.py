"""Addresses: the notice for everybody, a person's own page, and the administrators' pages."""

from django.urls import path

from portal.privacy import views

app_name = "privacy"
urlpatterns = [
    path("privacy/", views.notice, name="notice"),
    path("profile/privacy/", views.mine, name="mine"),
    path("profile/privacy/looks/", views.looks, name="looks"),
    path("profile/privacy/download/", views.download, name="download"),
    path("profile/privacy/erase/", views.erase, name="erase"),
    path("profile/privacy/keep/", views.keep, name="keep"),
    path("profile/privacy/<slug:purpose>/<slug:what>/", views.choose, name="choose"),
    path("workspace/privacy/", views.register, name="register"),
    path("workspace/privacy/looks/", views.log, name="log"),
    path("workspace/privacy/keeping/<slug:what>/", views.run, name="run"),
]
