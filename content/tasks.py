"""Guidance's background jobs: what editors timed."""

from django.utils.translation import gettext_lazy as _

from content import services
from portal.shared import jobs


@jobs.kind("content.publish", label=_("Publishing pages at their time"), attempts=2, minutes=10)
def publish(progress: jobs.Progress) -> dict[str, int]:
    """Out, and off, at the moment that editors set."""
    return services.publish_what_is_due()


jobs.schedule.every("content.publish", minutes=5, label=_("Publishing pages at their time"))
