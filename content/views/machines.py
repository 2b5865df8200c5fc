"""For machines: the sitemap of pages in every language, feeds of guides, and what robots may read."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from content import selectors
from sme.programmes import selectors as programmes

PLACES = (
    "programmes:public",
    "programmes:public_sessions",
    "programmes:solutions",
    "assessments:public",
    "content:terms",
)
CLOSED = ("wagtailadmin_home", "dashboard:workspace", "dashboard:business", "content:search")


class PageSitemap(Sitemap):
    """The pages that editors publish, each with its translations."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        self.request = request

    def items(self) -> list[Any]:
        """Each page once for each language, beside the same page in all of them."""
        return [(page, same) for same in selectors.pages_by_translation() for page in same]

    def location(self, item: Any) -> str:
        """Its address on this host."""
        return item[0].get_url(self.request) or "/"

    def lastmod(self, item: Any) -> Any:
        """When it was last published."""
        return item[0].last_published_at

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> Any:
        """The entries, with the addresses of the translations."""
        urls = super().get_urls(page, site, protocol)
        for url in urls:
            start = url["location"].removesuffix(self.location(url["item"]))
            url["alternates"] = [
                {"lang_code": each.locale.language_code, "location": f"{start}{address}"}
                for each in url["item"][1]
                if (address := each.get_url(self.request))
            ]
        return urls


class ProgrammeSitemap(Sitemap):
    """Programmes that anybody may read about."""

    i18n = True
    alternates = True
    x_default = True

    def items(self) -> Any:
        """What the public sees."""
        return programmes.public_programmes()

    def location(self, item: Any) -> str:
        """Its public page."""
        return reverse("programmes:public_detail", args=[item.slug])

    def lastmod(self, item: Any) -> Any:
        """When it was last changed."""
        return item.updated_at


class PlaceSitemap(Sitemap):
    """Public places that are no pages of the editors'."""

    i18n = True
    alternates = True
    x_default = True

    def items(self) -> list[str]:
        """The names of their addresses."""
        return list(PLACES)

    def location(self, item: str) -> str:
        """The address of one."""
        return reverse(item)


class GuideFeed(Feed):
    """The newest guides, in the language of the address."""

    feed_type: type[SyndicationFeed] = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpRequest:
        """The request, by which addresses become whole."""
        return request

    def title(self, request: HttpRequest) -> str:
        """The site and what is in the feed."""
        return f"{selectors.site_settings_of(request).site_name} – {_('Guides')}"

    subtitle = description = gettext_lazy("New guides for small businesses that go digital.")

    def link(self, request: HttpRequest) -> str:
        """The list of guides."""
        return selectors.guides_address(request)

    def items(self, request: HttpRequest) -> Any:
        """The newest ones."""
        return selectors.newest_guides(get_language() or "vi")

    def item_title(self, item: Any) -> str:
        """Its title."""
        return str(item.title)

    def item_description(self, item: Any) -> str:
        """Its summary."""
        return str(item.summary)

    def item_link(self, item: Any) -> str:
        """Its address."""
        return item.get_url() or "/"

    def item_pubdate(self, item: Any) -> Any:
        """When it first came out."""
        return item.first_published_at

    def item_updateddate(self, item: Any) -> Any:
        """When it was last changed."""
        return item.last_published_at


class GuideFeedRss(GuideFeed):
    """The same for readers that know RSS only."""

    feed_type = Rss201rev2Feed


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """What machines may read, and where the sitemap is."""
    closed = ["/accounts/", "/feedback/"]
    for language in ("vi", "en"):
        with override(language):
            closed += [reverse(name) for name in CLOSED]
    closed += [f"/en{path}" for path in closed[:2]]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in dict.fromkeys(closed))]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
