"""Page checks: what each answer means, manners towards hosts, nights that are cut short, short links."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from portal.shared import clock, jobs, outgoing
from portal.shared.errors import RuleBroken
from portal.shared.models import Job
from portal.shared.outgoing import Answer
from sme.marketplaces.models import Listing, PageCheck
from sme.marketplaces.services import page_checks
from tests.factories import marketplaces as make
from tests.factories.accounts import OfficerFactory

pytestmark = pytest.mark.django_db
ROBOTS = "https://shopee.vn/robots.txt"


class Web:
    """A small web: addresses and what they answer; the guard itself is proved elsewhere."""

    def __init__(self, **_: object) -> None:
        self.pages: dict[str, object] = {}
        self.asked: list[str] = []

    def __call__(
        self, url: str, *, allowed_hosts: tuple[str, ...], policy: outgoing.Policy
    ) -> Answer:
        self.asked.append(url)
        host = url.split("/")[2]
        if not outgoing.is_allowed_host(host, allowed_hosts):
            raise outgoing.Refused(address=url)
        page = self.pages.get(url, (404, b""))
        if isinstance(page, Exception):
            raise page
        if isinstance(page, str):
            if policy.follows:
                return self(page, allowed_hosts=allowed_hosts, policy=policy)
            return Answer(302, url, (), b"", page)
        status, body = page
        return Answer(status, url, (), body)


@pytest.fixture
def web(settings) -> Web:
    settings.PAGE_CHECKS = True
    return Web()


@pytest.fixture
def listing(enterprise) -> Listing:
    return make.listing(make.product(enterprise), live=clock.today() - timedelta(days=9))


@pytest.fixture
def officer(ward):
    return OfficerFactory(units=[ward])


def looked(web: Web, listing: Listing, page: object) -> tuple[str, str]:
    web.pages[listing.address] = page
    found = page_checks.check(listing, fetch=web)
    return found.outcome, found.detail


# --- what an answer means ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "outcome", "detail"),
    [
        ((200, b"<h1>Banh</h1>"), "alive", ""),
        ((404, b""), "gone", ""),
        ((410, b""), "gone", ""),
        ((403, b""), "blocked", "shut"),
        ((429, b""), "blocked", "shut"),
        ((200, b"<title>Captcha</title>"), "blocked", "gate"),
        ((500, b""), "failed", "status"),
        (outgoing.TooSlow(), "failed", "slow"),
        (outgoing.Unreachable(), "failed", "no_answer"),
        ("https://shopee.vn/", "moved", "front"),
        ("https://shopee.vn/banhtrang", "moved", "front"),
        ("https://shopee.vn/khac-i.88.99", "moved", "other_page"),
        ("https://shopee.vn/buyer/login", "blocked", "gate"),
        ("https://elsewhere.example/", "moved", "other_site"),
        ("http://127.0.0.1/", "moved", "other_site"),
    ],
)
def test_an_answer_is_read_as_a_hint(web, listing, page, outcome, detail):
    for leads in ("", "banhtrang", "khac-i.88.99", "buyer/login"):
        web.pages[f"https://shopee.vn/{leads}"] = (200, b"ok")
    assert looked(web, listing, page) == (outcome, detail)
    before = (listing.state, listing.state_on, listing.verified_on)
    listing.refresh_from_db()
    assert (listing.state, listing.state_on, listing.verified_on) == before
    assert listing.facts.count() == 1


def test_the_same_page_under_another_name_is_alive(web, listing):
    other_name = listing.address.replace("/banh-i.", "/banh-trang-sua-i.")
    web.pages[other_name] = (200, b"ok")
    assert looked(web, listing, other_name) == ("alive", "")


def test_a_circle_ends(web, listing):
    there = "https://shopee.vn/a-b"
    web.pages[there] = listing.address
    assert looked(web, listing, there) == ("failed", "circle")
    assert len(web.asked) < 12


def test_a_whole_product_page_with_a_captcha_script_is_alive(web, listing):
    assert looked(web, listing, (200, b"captcha" + b"x" * 40_000)) == ("alive", "")


def test_what_was_found_more_than_a_year_ago_is_let_go(web, listing):
    for days in (300, 400):
        PageCheck.objects.create(
            listing=listing, outcome="alive", checked_at=clock.now() - timedelta(days=days)
        )
    looked(web, listing, (200, b"ok"))
    assert listing.page_checks.count() == 2


# --- manners ----------------------------------------------------------------------------------------


def test_robots_txt_is_obeyed_and_asked_once_in_a_run(web, enterprise, listing):
    web.pages[ROBOTS] = (200, b"User-agent: *\nDisallow: /")
    second = make.listing(make.product(enterprise), live=clock.today())
    manners = page_checks.Manners(web)
    for each in (listing, second):
        found = page_checks.check(each, manners=manners)
        assert (found.outcome, found.detail) == ("blocked", "robots")
    assert web.asked == [ROBOTS]


@pytest.mark.parametrize(
    ("robots", "may"),
    [
        ((200, b"User-agent: SenSo\nDisallow: /"), False),
        ((200, b"User-agent: Other\nDisallow: /"), True),
        ((200, b"User-agent: *\nDisallow: /cart"), True),
        ((404, b""), True),
        ((403, b""), False),
        ((503, b""), False),
        ("https://elsewhere.example/robots.txt", True),
    ],
)
def test_what_robots_txt_says(web, listing, robots, may):
    web.pages[ROBOTS] = robots
    outcome, _detail = looked(web, listing, (200, b"ok"))
    assert (outcome == "alive") is may
    assert (listing.address in web.asked) is may


def test_a_host_that_wishes_longer_pauses_gets_them(web, listing, settings):
    web.pages[ROBOTS] = (200, b"User-agent: *\nCrawl-delay: 20\nDisallow: /x")
    manners = page_checks.Manners(web)
    assert manners.may_ask(listing.address, page_checks.hosts_of(listing.marketplace))
    assert manners.pause("shopee.vn") == 20
    assert manners.pause("tiki.vn") == 0


def test_one_host_is_asked_by_one_at_a_time(web, listing, monkeypatch):
    from django.core.cache import cache

    cache.set("outgoing-turn:shopee.vn", 1, timeout=60)  # somebody else's turn
    monkeypatch.setattr(page_checks, "LONGEST_TURN", 0)
    assert looked(web, listing, (200, b"ok")) == ("failed", "slow")
    assert web.asked == []


# --- nights -----------------------------------------------------------------------------------------


def test_the_longest_unchecked_comes_first_and_a_night_has_its_number(web, enterprise, settings):
    settings.PAGE_CHECKS_A_NIGHT = 2
    never, long_ago, lately = (
        make.listing(make.product(enterprise), live=clock.today()) for _ in range(3)
    )
    for each, hours in ((long_ago, 90), (lately, 60)):
        PageCheck.objects.create(
            listing=each, outcome="alive", checked_at=clock.now() - timedelta(hours=hours)
        )
    assert list(page_checks.due(9)) == [never, long_ago, lately]
    assert page_checks.check_many(fetch=web).total() == 2
    assert page_checks.check_many(fetch=web).total() == 0  # twice in a night asks nobody again
    assert lately.page_checks.count() == 1


def test_a_night_that_was_killed_goes_on_where_it_was(web, enterprise):
    rows = [make.listing(make.product(enterprise), live=clock.today()) for _ in range(3)]

    class Killed(BaseException):
        pass

    web.pages[rows[1].address] = Killed()
    web_of_the_first = web.__call__

    def dying(url: str, **how: object) -> Answer:
        if url == rows[1].address:
            raise Killed
        return web_of_the_first(url, **how)

    with pytest.raises(Killed):
        page_checks.check_many(fetch=dying)
    assert [each.page_checks.count() for each in rows] == [1, 0, 0]
    web.pages.clear()
    assert page_checks.check_many(fetch=web).total() == 2
    assert [each.page_checks.count() for each in rows] == [1, 1, 1]


def test_only_what_is_really_on_sale_is_asked(web, enterprise, listing):
    make.listing(make.product(enterprise))  # not on sale
    invented = make.listing(make.product(enterprise), live=clock.today())
    Listing.objects.filter(pk=invented.pk).update(is_demo=True)
    assert list(page_checks.due(9)) == [listing]
    invented.refresh_from_db()
    with pytest.raises(RuleBroken):
        page_checks.check(invented, fetch=web)


# --- switched off -----------------------------------------------------------------------------------


def test_nothing_is_asked_where_it_is_switched_off(listing, officer, client, settings, capsys):
    settings.PAGE_CHECKS = False
    never = Web()
    with pytest.raises(RuleBroken) as broken:
        page_checks.check(listing, fetch=never)
    assert broken.value.code == "page_checks_off"
    job = jobs.start("marketplaces.check_pages", actor=officer)
    jobs.run(job.pk)
    job = Job.objects.get(pk=job.pk)
    assert (job.state, "PAGE_CHECKS" in job.message) == ("done", True)
    call_command("check_pages")
    assert "switched off" in capsys.readouterr().out
    client.force_login(officer)
    client.post(reverse("marketplaces:check_page", args=[listing.pk]))
    assert Job.objects.count() == 1
    assert never.asked == []
    assert reverse("marketplaces:check_page", args=[listing.pk]) not in (
        client.get(listing.get_absolute_url()).content.decode()
    )


def test_an_officer_has_one_page_looked_at_in_the_background(web, listing, officer, client):
    client.force_login(officer)
    answer = client.post(reverse("marketplaces:check_page", args=[listing.pk]))
    job = Job.objects.get()
    assert (answer["Location"], job.params) == (job.get_absolute_url(), {"listing_id": listing.pk})


# --- short links ------------------------------------------------------------------------------------


def test_a_short_link_is_opened_at_request_and_saved_only_when_confirmed(
    web, listing, officer, client, monkeypatch
):
    whole = make.address()
    web.pages["https://vn.shp.ee/abc"] = f"{whole}?utm_source=x"
    web.pages[f"{whole}?utm_source=x"] = (200, b"ok")
    found = page_checks.expand(listing, address="vn.shp.ee/abc", actor=officer, fetch=web)
    assert found.address == whole
    assert Listing.objects.get(pk=listing.pk).address == listing.address
    client.force_login(officer)
    url = reverse("marketplaces:listing_address", args=[listing.pk])
    assert client.post(url, {"address": listing.address, "expand": "1"}).status_code == 422
    assert client.post(url, {"address": found.address}).status_code == 302
    assert Listing.objects.get(pk=listing.pk).address == whole


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ("https://vn.shp.ee/abc", "https://elsewhere.example/"),
        ("https://vn.shp.ee/abc", "https://shopee.vn/"),
        ("https://vn.shp.ee/abc", (200, b"open the app")),
        ("https://s.lazada.vn/abc", (200, b"")),
        ("https://shopee.vn/banh-i.1.2", (200, b"")),
        ("https://bit.ly/abc", (200, b"")),
    ],
)
def test_a_short_link_that_leads_elsewhere_is_refused(web, listing, officer, link, leads):
    web.pages[link] = leads
    web.pages["https://shopee.vn/"] = (200, b"")
    with pytest.raises(RuleBroken):
        page_checks.expand(listing, address=link, actor=officer, fetch=web)
