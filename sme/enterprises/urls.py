"""Addresses of this room."""

from django.urls import path

from sme.enterprises.views import business, duplicates, registration, workspace

app_name = "enterprises"
urlpatterns = [
    path("workspace/enterprises/", workspace.index, name="list"),
    path("workspace/enterprises/export/", workspace.export, name="export"),
    path("workspace/enterprises/register/", workspace.add, name="add"),
    path("workspace/enterprises/<int:pk>/", workspace.detail, name="detail"),
    path("workspace/enterprises/<int:pk>/edit/", workspace.edit, name="edit"),
    path("workspace/enterprises/<int:pk>/verify/", workspace.verify, name="verify"),
    path("workspace/duplicates/", duplicates.index, name="duplicates"),
    path("workspace/duplicates/search/", duplicates.search, name="duplicates_search"),
    path("workspace/duplicates/<int:pk>/", duplicates.pair, name="duplicate_pair"),
    path("workspace/duplicates/<int:pk>/apart/", duplicates.tell_apart, name="duplicate_distinct"),
    path("workspace/duplicates/<int:pk>/again/", duplicates.ask_again, name="duplicate_ask"),
    path("workspace/duplicates/<int:pk>/merge/", duplicates.merge, name="duplicate_merge"),
    path("workspace/merges/<int:pk>/undo/", duplicates.undo, name="merge_undo"),
    path("business/register/", registration.start, name="register"),
    path("business/register/discard/", registration.discard, name="register_discard"),
    path("business/register/<slug:slug>/", registration.step, name="register_step"),
    path("business/enterprise/", business.mine, name="mine"),
    path("business/enterprise/<int:pk>/edit/", business.edit, name="mine_edit"),
    path("business/switch/", business.switch, name="switch"),
]
