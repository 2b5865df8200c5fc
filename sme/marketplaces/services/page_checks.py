"""Looking at the page of a listing by machine, politely; what is found is a hint and changes no state."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from django.conf import settings
from django.core.cache import cache
from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.shared import audit, clock, outgoing
from portal.shared.errors import RuleBroken
from portal.shared.outgoing import Answer, Policy
from sme.marketplaces import rules
from sme.marketplaces.models import Listing, Marketplace, PageCheck
from sme.marketplaces.rules.checking import PageDetail, judge_page

Fetch = Callable[..., Answer]
Found = tuple[rules.PageOutcome, str, int | None, str]  # outcome, detail, status, address

ONE_STEP = Policy(
    seconds=10, cuts=True, follows=False
)  # each step of the way is asked of robots.txt
ALL_THE_WAY = Policy(seconds=10, cuts=True)
MOST_STEPS = 6
AGAIN_AFTER = timedelta(hours=20)  # a page is not asked twice in a night
NIGHT = timedelta(hours=12)
KEPT = timedelta(days=365)
LONGEST_TURN = 60  # seconds for which one process may hold a host


def is_on() -> bool:
    """Whether this place allows the portal to ask other sites."""
    return bool(settings.PAGE_CHECKS)


def refuse_when_off() -> None:
    """Refuse where asking other sites is switched off."""
    if not is_on():
        raise RuleBroken(
            "page_checks_off",
            _("Asking the pages of marketplaces is switched off here (setting PAGE_CHECKS)."),
        )


def hosts_of(marketplace: Marketplace) -> tuple[str, ...]:
    """The hosts of a marketplace, with all below them, as the guard takes them."""
    hints = marketplace.hints
    return tuple(f".{host}" for host in (*hints.hosts, *hints.short_hosts))


class Manners:
    """What one run knows of the hosts that it asks: their robots.txt; one request at a time, with a pause."""

    def __init__(self, fetch: Fetch = outgoing.fetch) -> None:
        self.fetch = fetch
        self.robots: dict[str, RobotFileParser] = {}

    def ask(self, url: str, hosts: tuple[str, ...]) -> Answer:
        """One step, when it is this host's turn."""
        host = urlsplit(url).hostname or ""
        key = f"outgoing-turn:{host}"
        _wait_for(key, url)
        try:
            return self.fetch(url, allowed_hosts=hosts, policy=ONE_STEP)
        finally:
            if (pause := self.pause(host)) > 0:
                cache.set(key, 1, timeout=pause)
            else:
                cache.delete(key)

    def pause(self, host: str) -> float:
        """Seconds before the next request: ours, or what robots.txt wishes if that is more (up to half a minute)."""
        rules_of_host = self.robots.get(host)
        wished = rules_of_host.crawl_delay(outgoing.AGENT) if rules_of_host else None
        return max(float(settings.PAGE_CHECK_PAUSE), min(float(wished or 0), LONGEST_TURN / 2))

    def may_ask(self, url: str, hosts: tuple[str, ...]) -> bool:
        """What the host's robots.txt says (RFC 9309); asked once in a run."""
        host = urlsplit(url).hostname or ""
        if not outgoing.is_allowed_host(host, hosts):
            return True  # the guard refuses it
        if host not in self.robots:
            self.robots[host] = self._read_robots(host, hosts)
        return self.robots[host].can_fetch(outgoing.AGENT, url)

    def _read_robots(self, host: str, hosts: tuple[str, ...]) -> RobotFileParser:
        url, reader = f"https://{host}/robots.txt", RobotFileParser()
        for _step in range(MOST_STEPS):
            try:
                answer = self.ask(url, hosts)
            except outgoing.Refused:
                reader.parse([])  # it leads away from the marketplace: no rules of this host
                return reader
            if not answer.location:
                break
            url = answer.location
        if answer.status in (401, 403) or answer.status >= 500:
            reader.parse(["User-agent: *", "Disallow: /"])
        else:
            reader.parse(answer.text.splitlines() if answer.status == 200 else [])
        return reader


def _wait_for(key: str, url: str) -> None:
    """The cache is shared, so one process at a time asks a host."""
    until = time.monotonic() + LONGEST_TURN
    while not cache.add(key, 1, timeout=LONGEST_TURN):
        if time.monotonic() > until:
            raise outgoing.TooSlow(address=url)
        time.sleep(0.2)


def check(
    listing: Listing, *, fetch: Fetch = outgoing.fetch, manners: Manners | None = None
) -> PageCheck:
    """Ask for the page of a listing and keep what was found; no state follows from it.

    Refuses when asking is switched off, and a listing without an address or invented for the demonstration.
    """
    refuse_when_off()
    if not listing.address or listing.is_demo:
        raise RuleBroken(
            "nothing_to_ask", _("This listing has no real address that could be asked.")
        )
    outcome, detail, status, address = _look(listing, manners or Manners(fetch))
    listing.page_checks.filter(checked_at__lt=clock.now() - KEPT).delete()
    return PageCheck.objects.create(
        listing=listing, outcome=outcome, detail=detail, status=status, address=address[:2000]
    )


def _look(listing: Listing, manners: Manners) -> Found:
    """Step by step to where the address leads."""
    hosts = hosts_of(listing.marketplace)
    url, seen = listing.address, set[str]()
    O, D = rules.PageOutcome, PageDetail  # noqa: E741, N806
    while len(seen) < MOST_STEPS and url not in seen:
        try:
            if not manners.may_ask(url, hosts):
                return O.BLOCKED, D.ROBOTS, None, url if seen else ""
            answer = manners.ask(url, hosts)
        except outgoing.Refused:
            return (
                (O.MOVED, D.OTHER_SITE, None, url)
                if seen
                else (O.UNREACHABLE, D.NO_ANSWER, None, "")
            )
        except outgoing.TooSlow:
            return O.UNREACHABLE, D.SLOW, None, ""
        except outgoing.OutgoingFailed:
            return O.UNREACHABLE, D.NO_ANSWER, None, ""
        seen.add(url)
        if not answer.location:
            return _judged(listing, answer, is_elsewhere=len(seen) > 1)
        url = answer.location
    return O.UNREACHABLE, D.CIRCLE, None, url


def _judged(listing: Listing, answer: Answer, *, is_elsewhere: bool) -> Found:
    leads = _leads(listing, answer.address) if is_elsewhere else "same"
    path = urlsplit(answer.address).path
    outcome, detail = judge_page(answer.status, leads=leads, path=path, text=answer.text)
    return outcome, detail, answer.status, answer.address if is_elsewhere else ""


def _leads(listing: Listing, address: str) -> str:
    """Where a way ended: the same page, another page, the front page or a shop."""
    hints = listing.marketplace.hints
    try:
        found = rules.recognise(address, [hints])
    except RuleBroken as broken:
        return "front" if broken.code == "address_front_page" else "other"
    if found.key == listing.address_key:
        return "same"
    began = rules.recognise(listing.address, [hints])
    if began.kind == rules.PatternKind.SHORT and found.kind == rules.PatternKind.PRODUCT:
        return "same"
    return "front" if found.kind == rules.PatternKind.SHOP else "other"


# --- every night ------------------------------------------------------------------------------------


def due(most: int) -> QuerySet[Listing]:
    """What to look at next: on sale, with a real address, longest unchecked first."""
    waiting = (
        Listing.objects.live()
        .filter(is_demo=False, marketplace__in=Marketplace.objects.open_on(clock.today()))
        .exclude(address="")
        .annotate(checked_at=Max("page_checks__checked_at"))
        .filter(Q(checked_at=None) | Q(checked_at__lt=clock.now() - AGAIN_AFTER))
        .order_by(F("checked_at").asc(nulls_first=True), "pk")
    )
    return waiting.select_related("marketplace")[: max(0, most)]


def check_many(progress: Any = None, *, fetch: Fetch = outgoing.fetch) -> Counter[str]:
    """Look at the pages of a night; returns how many of each outcome.

    Each result is kept at once, and a page is not due again for hours: killed or started twice, it goes on
    where it was and never passes the number of a night.
    """
    refuse_when_off()
    asked = PageCheck.objects.filter(checked_at__gte=clock.now() - NIGHT).count()
    rows = list(due(settings.PAGE_CHECKS_A_NIGHT - asked))
    if progress is not None:
        progress.total = len(rows)
    manners, found = Manners(fetch), Counter[str]()
    for listing in rows:
        found[check(listing, manners=manners).outcome] += 1
        if progress is not None:
            progress.advance()
    return found


# --- short links ------------------------------------------------------------------------------------


def expand(
    listing: Listing, *, address: str = "", actor: User, fetch: Fetch = outgoing.fetch
) -> rules.Recognised:
    """Where a short link of a listing's marketplace leads, at an officer's request; nothing is saved.

    ``address``: another link than the listing's own. Refuses when asking is switched off, what is no short
    link of this marketplace, and a link that leads out of it.
    """
    refuse_when_off()
    hints = listing.marketplace.hints
    link = rules.recognise(address or listing.address, [hints])
    if link.kind != rules.PatternKind.SHORT:
        raise RuleBroken(
            "not_short", _("This is a whole address already, no short link."), field="address"
        )
    answer = fetch(link.address, allowed_hosts=hosts_of(listing.marketplace), policy=ALL_THE_WAY)
    found = rules.recognise(answer.address, [hints])
    if found.kind == rules.PatternKind.SHORT:
        raise RuleBroken(
            "short_leads_nowhere",
            _(
                "The short link leads to no page. Open it in the browser and copy the address from there."
            ),
            field="address",
        )
    audit.record(listing, "marketplaces.expand_link", actor=actor)
    return found
