"""What editors timed: pages and other drafts go out, and off, at the moment that was set for them."""

from django.core.management import call_command
from django.db.models import Q
from wagtail.models import Page, Revision

from portal.shared import clock, pagecache


def publish_what_is_due() -> dict[str, int]:
    """Publish what should be out by now and take off what has expired; gives how many of each.

    The kept pages are made anew once more at the end: lists, parents, menus and both languages show the same
    moment, also where a thing that is no page (and sends no signal of one) went out.
    """
    now = clock.now()
    due = {
        "published": Revision.objects.filter(approved_go_live_at__lt=now).count(),
        "expired": Page.objects.filter(Q(live=True), expire_at__lt=now).count(),
    }
    call_command("publish_scheduled", verbosity=0)
    if any(due.values()):
        pagecache.renew()
    return due
