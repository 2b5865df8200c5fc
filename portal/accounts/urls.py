"""Addresses of a person's own pages, and of the administrators'."""

from django.urls import path

from portal.accounts import views

app_name = "accounts"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("workspace/staff/", views.staff, name="staff"),
    path("workspace/staff/<int:pk>/", views.person, name="person"),
    path("workspace/staff/<int:pk>/<slug:what>/", views.act, name="person_act"),
]
