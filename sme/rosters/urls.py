"""Addresses of this room."""

from django.urls import path

from sme.rosters import views

app_name = "rosters"
urlpatterns = [
    path("workspace/roster-templates/", views.templates, name="templates"),
    path("workspace/roster-templates/<int:pk>/file/", views.template_file, name="template_file"),
    path(
        "workspace/roster-templates/<int:pk>/remove/", views.template_remove, name="template_remove"
    ),
    path("workspace/cohorts/<int:cohort_id>/roster/", views.roster, name="cohort"),
    path("workspace/cohorts/<int:cohort_id>/roster/export/", views.export, name="export"),
    path(
        "workspace/cohorts/<int:cohort_id>/roster/columns/<int:pk>/forget/",
        views.forget_columns,
        name="columns_forget",
    ),
]
