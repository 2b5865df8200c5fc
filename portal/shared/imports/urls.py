"""Addresses of lists that come in."""

from django.urls import path

from portal.shared.imports import views

app_name = "imports"
urlpatterns = [
    path("workspace/imports/", views.index, name="list"),
    path("workspace/imports/<slug:kind>/", views.upload, name="kind"),
    path("workspace/imports/<slug:kind>/template/", views.template, name="template"),
    path("workspace/imports/<slug:kind>/<int:pk>/", views.batch, name="batch"),
    path("workspace/imports/<slug:kind>/<int:pk>/columns/", views.columns, name="columns"),
    path("workspace/imports/<slug:kind>/<int:pk>/rows/<int:number>/", views.decide, name="decide"),
    path("workspace/imports/<slug:kind>/<int:pk>/apply/", views.apply, name="apply"),
    path("workspace/imports/<slug:kind>/<int:pk>/check/", views.check, name="check"),
    path("workspace/imports/<slug:kind>/<int:pk>/undo/", views.undo, name="undo"),
    path("workspace/imports/<slug:kind>/<int:pk>/discard/", views.discard, name="discard"),
    path("workspace/imports/<slug:kind>/<int:pk>/result/", views.result, name="result"),
]
