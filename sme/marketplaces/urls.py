"""Addresses of this room."""

from django.urls import path

from sme.marketplaces.views import business, figures, files, workspace

app_name = "marketplaces"
urlpatterns = [
    path("workspace/listings/", workspace.listing_list, name="list"),
    path("workspace/listings/<int:pk>/", workspace.listing_detail, name="detail"),
    path("workspace/figures/headline/", figures.headline, name="headline"),
    path("workspace/figures/headline/rows.xlsx", figures.headline_export, name="headline_export"),
    path("workspace/figures/headline/report/", figures.report, name="headline_report"),
    path("workspace/figures/reported/", figures.reported_list, name="reported_list"),
    path("workspace/figures/reported/<int:pk>/", figures.reported, name="reported"),
    path(
        "workspace/figures/reported/<int:pk>/rows.xlsx",
        figures.reported_export,
        name="reported_export",
    ),
    path("products/photos/<int:pk>/<str:name>.webp", files.photo, name="photo"),
    path("business/papers/<int:pk>/file/", files.paper, name="paper_file"),
    path("business/products/", business.mine, name="mine"),
    path("business/products/add/", business.product_add, name="product_add"),
    path("business/products/<int:pk>/", business.product, name="product"),
    path("business/products/<int:pk>/listings/add/", business.listing_add, name="listing_add"),
    path("business/listings/<int:pk>/", business.listing_change, name="listing_change"),
]
