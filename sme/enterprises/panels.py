"""What upper rooms show on an enterprise's page for officers, registered by them so that nothing here knows them.

In an upper room's ``AppConfig.ready()``::

    from sme.enterprises import panels
    panels.register(order=20, template="marketplaces/_enterprise_panel.html", load=selectors.enterprise_panel)

``load(enterprise, user)`` returns the template's context, or ``None`` to show nothing. The template also
gets ``enterprise``, ``user`` and ``request``. A panel asks at most two queries, whatever the rows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sme.enterprises.models import Enterprise

Loader = Callable[[Enterprise, Any], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Panel:
    """One section: where it stands, what draws it, what it shows."""

    order: int
    template: str
    load: Loader


@dataclass(frozen=True)
class LoadedPanel:
    """A panel with its context for one enterprise."""

    template: str
    context: Mapping[str, Any]


_panels: dict[str, Panel] = {}


def register(*, order: int, template: str, load: Loader) -> None:
    """Show a section on every enterprise's page; registering a template again replaces it."""
    _panels[template] = Panel(order, template, load)


def load_for(enterprise: Enterprise, user: Any) -> list[LoadedPanel]:
    """The sections that have something to show, in their order."""
    loaded = []
    for panel in sorted(_panels.values(), key=lambda each: (each.order, each.template)):
        context = panel.load(enterprise, user)
        if context is not None:
            loaded.append(LoadedPanel(panel.template, context))
    return loaded
