"""What machines read: well-formed, in both languages, of published pages only."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from content.models import GuidePage

GUIDE = "/huong-dan/mo-gian-hang-tren-san/"
ENGLISH = "/en/guides/open-your-first-marketplace-shop/"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
ATOM = "{http://www.w3.org/2005/Atom}"

pytestmark = pytest.mark.django_db


def parsed(answer):
    """Our own answer, well-formed or an error."""
    return ElementTree.fromstring(answer)  # noqa: S314


def told(page):
    """The linked data of a page, by kind."""
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return {each["@type"]: each for each in json.loads(found)["@graph"]}


def test_the_sitemap_names_every_page_with_its_translations(library, client):
    root = parsed(client.get("/sitemap.xml").content)
    urls = {url.findtext(f"{MAP}loc"): url for url in root}
    guide = urls[f"http://testserver{GUIDE}"]
    others = {link.get("hreflang"): link.get("href") for link in guide.findall(LINK)}
    assert others["en"] == f"http://testserver{ENGLISH}"
    assert others["vi"] == f"http://testserver{GUIDE}"
    assert f"http://testserver{ENGLISH}" in urls
    assert guide.findtext(f"{MAP}lastmod")
    assert sum("/huong-dan/" in url for url in urls) == 1 + len(GuidePage.objects.live()) // 2


def test_what_is_not_published_is_in_no_sitemap_and_no_feed(library, client):
    GuidePage.objects.get(slug="chu-ky-so").unpublish()
    for address in ("/sitemap.xml", "/feed/", "/feed/rss/"):
        assert b"chu-ky-so" not in client.get(address).content


def test_a_guide_tells_its_steps_its_questions_and_the_way_to_it(library, client):
    page = client.get(GUIDE).content.decode()
    graph = told(page)
    assert len(graph["HowTo"]["step"]) > 3
    assert all(step["name"] and step["text"] for step in graph["HowTo"]["step"])
    assert graph["FAQPage"]["mainEntity"][0]["acceptedAnswer"]["text"]
    assert "<" not in graph["FAQPage"]["mainEntity"][0]["acceptedAnswer"]["text"]
    assert [each["position"] for each in graph["BreadcrumbList"]["itemListElement"]] == [1, 2, 3]
    assert f'<link rel="canonical" href="http://testserver{GUIDE}">' in page
    assert 'property="og:locale" content="vi_VN"' in page
    assert told(client.get(ENGLISH).content.decode())["HowTo"]["inLanguage"] == "en"


def test_a_question_in_the_address_does_not_make_another_page(library, client):
    page = client.get(f"{GUIDE}?utm_source=zalo").content.decode()
    assert f'<link rel="canonical" href="http://testserver{GUIDE}">' in page


def test_the_front_page_tells_who_stands_behind_it(library, client):
    graph = told(client.get("/").content.decode())
    assert graph["GovernmentOrganization"]["name"]
    assert "{words}" in graph["WebSite"]["potentialAction"]["target"]


def test_nothing_in_the_linked_data_can_end_it_early(library, client):
    guide = GuidePage.objects.get(slug="chu-ky-so")
    guide.title = "Ký </script><script>alert(1)</script>"
    guide.save_revision().publish()
    page = client.get("/huong-dan/chu-ky-so/").content.decode()
    assert told(page)["HowTo"]["name"] == guide.title
    assert "<script>alert" not in page


@pytest.mark.parametrize(("address", "language"), [("/feed/", "vi"), ("/en/feed/", "en")])
def test_a_feed_names_the_newest_guides_of_its_language(library, client, address, language):
    feed = parsed(client.get(address).content)
    links = [entry.find(f"{ATOM}link").get("href") for entry in feed.findall(f"{ATOM}entry")]
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    assert links
    assert all(("/en/" in link) == (language == "en") for link in links)
    rss = parsed(client.get(f"{address}rss/").content)
    assert len(rss.findall("./channel/item")) == len(links)


def test_robots_are_kept_out_of_what_is_not_for_them(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert {"Disallow: /admin/", "Disallow: /workspace/", "Disallow: /en/business/"} <= set(lines)
    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert Client().get("/robots.txt").headers["Content-Type"].startswith("text/plain")
