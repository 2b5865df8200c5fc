"""The one place where all addresses meet."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from content.views import PageSitemap, PlaceSitemap, ProgrammeSitemap, robots, worker
from portal.shared import views as floor
from sme.marketplaces.views.directory import ProductSitemap

urlpatterns = [
    path("healthz", floor.healthz, name="healthz"),
    path("readyz", floor.readyz, name="readyz"),
    path("metrics", floor.metrics_text, name="metrics"),
    path(
        "sitemap.xml",
        sitemap,
        {
            "sitemaps": {
                "pages": PageSitemap,
                "places": PlaceSitemap,
                "programmes": ProgrammeSitemap,
                "products": ProductSitemap,
            }
        },
        name="sitemap",
    ),
    path("sw.js", worker, name="worker"),
    path("robots.txt", robots, name="robots"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
if settings.DATA_DIR in settings.MEDIA_ROOT.parents and settings.DEMO_WORLD:
    # In production the web server in front serves published pictures.
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

urlpatterns += i18n_patterns(
    path("accounts/", include("allauth.urls")),
    path("", include("portal.accounts.urls")),
    path("", include("portal.privacy.urls")),
    path("", include("portal.dashboard.urls")),
    path("", include("portal.shared.urls")),
    path("", include("portal.shared.imports.urls")),
    path("", include("sme.places.urls")),
    path("", include("sme.enterprises.urls")),
    path("", include("sme.marketplaces.urls")),
    path("", include("sme.programmes.urls")),
    path("", include("sme.payments.urls")),
    path("", include("sme.rosters.urls")),
    path("", include("assessments.urls")),
    path("", include("content.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
