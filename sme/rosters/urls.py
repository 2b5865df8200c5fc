"""Addresses of this room."""

from django.urls import path

from sme.rosters.views import reports
from sme.rosters.views import roster as views

app_name = "rosters"
urlpatterns = [
    path("workspace/cohorts/<int:cohort_id>/report/", reports.cohort, name="report"),
    path(
        "workspace/cohorts/<int:cohort_id>/report/export/",
        reports.cohort_export,
        name="report_export",
    ),
    path(
        "workspace/cohorts/<int:cohort_id>/report/<slug:figure>/",
        reports.cohort_rows,
        name="report_rows",
    ),
    path("workspace/programmes/<int:programme_id>/report/", reports.programme, name="programme"),
    path(
        "workspace/programmes/<int:programme_id>/report/export/",
        reports.programme_export,
        name="programme_export",
    ),
    path(
        "workspace/programmes/<int:programme_id>/report/<int:year>-<int:quarter>/<slug:event>/",
        reports.programme_rows,
        name="programme_rows",
    ),
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
