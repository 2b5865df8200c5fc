"""Addresses of this room."""

from django.urls import path

from sme.places import views

app_name = "places"
urlpatterns = [
    path("places/suggest/", views.suggest, name="suggest"),
]
