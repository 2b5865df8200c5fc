"""Addresses of the state of the portal, and of a person's background jobs."""

from django.urls import path

from portal.shared import views

app_name = "shared"
urlpatterns = [
    path("workspace/system/", views.system, name="system"),
    path("workspace/system/<str:kind>/<slug:what>/", views.schedule_act, name="schedule_act"),
    path("jobs/", views.job_list, name="jobs"),
    path("jobs/<int:job_id>/", views.job_detail, name="job"),
    path("jobs/<int:job_id>/download/", views.job_download, name="job_download"),
    path("jobs/<int:job_id>/cancel/", views.job_cancel, name="job_cancel"),
    path("jobs/<int:job_id>/again/", views.job_again, name="job_again"),
]
