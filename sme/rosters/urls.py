"""Addresses of this room."""

from django.urls import path

from sme.rosters import views

app_name = "rosters"
urlpatterns = [
    path("workspace/cohorts/<int:cohort_id>/roster/", views.roster, name="cohort"),
    path("workspace/cohorts/<int:cohort_id>/roster/export/", views.export, name="export"),
    path(
        "workspace/cohorts/<int:cohort_id>/roster/columns/<int:pk>/forget/",
        views.forget_columns,
        name="columns_forget",
    ),
]
