"""``manage.py frameworks``: the versions there are."""

from typing import Any

from django.core.management.base import BaseCommand

from assessments import selectors


class Command(BaseCommand):
    """One line for each version."""

    help = "List frameworks and their versions."

    def handle(self, **options: Any) -> None:
        """Print them."""
        for version in selectors.framework_versions():
            framework = version.framework
            mark = "*" if framework.current_id == version.pk else " "
            self.stdout.write(
                f"{mark} {framework.slug} {version.name}  {version.state}  "
                f"{version.criteria_count} criteria  {version.max_points.normalize():f} points  "
                f"{version.assessments_count} assessments  {version.checksum[:12]}"
            )
