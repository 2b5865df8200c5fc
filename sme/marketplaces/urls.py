"""Addresses of this room."""

from django.urls import URLPattern

app_name = "marketplaces"
urlpatterns: list[URLPattern] = []
