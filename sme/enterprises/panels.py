"""What upper rooms show on an enterprise's page for officers, registered by them so that nothing here knows them.

In an upper room's ``AppConfig.ready()``::

    from sme.enterprises import panels
    panels.register(order=20, template="marketplaces/_enterprise_panel.html", load=selectors.enterprise_panel)

``load(enterprise, user)`` returns the template's context, or ``None`` to show nothing. The template also
gets ``enterprise``, ``user`` and ``request``. A panel asks at most two queries, whatever the rows.
``title`` and ``anchor`` (the id of its section) put it into the page's own list of parts.

What is due goes to the top of the page::

    panels.register_due("programmes", selectors.due_for)

``due_for(enterprise, user)`` yields ``Due(words, url, on)``; one query.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sme.enterprises.models import Enterprise

Loader = Callable[[Enterprise, Any], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Due:
    """Something that waits for somebody: what, where it is done, until when (``None``: no day)."""

    words: Any
    url: str
    on: date | None = None


DueLoader = Callable[[Enterprise, Any], Iterable[Due]]


@dataclass(frozen=True)
class Panel:
    """One section: where it stands, what draws it, what it shows."""

    order: int
    template: str
    load: Loader
    title: Any = ""
    anchor: str = ""


@dataclass(frozen=True)
class LoadedPanel:
    """A panel with its context for one enterprise."""

    template: str
    context: Mapping[str, Any]
    title: Any = ""
    anchor: str = ""


_panels: dict[str, Panel] = {}
_due: dict[str, DueLoader] = {}


def register(*, order: int, template: str, load: Loader, title: Any = "", anchor: str = "") -> None:
    """Show a section on every enterprise's page; registering a template again replaces it."""
    _panels[template] = Panel(order, template, load, title, anchor)


def register_due(key: str, load: DueLoader) -> None:
    """Add to what is due at the top of every enterprise's page; registering a key again replaces it."""
    _due[key] = load


def due_for(enterprise: Enterprise, user: Any) -> list[Due]:
    """All that waits, what has a day first, the earliest first."""
    found = [each for key in sorted(_due) for each in _due[key](enterprise, user)]
    return sorted(found, key=lambda each: each.on or date.max)


def load_for(enterprise: Enterprise, user: Any) -> list[LoadedPanel]:
    """The sections that have something to show, in their order."""
    loaded = []
    for panel in sorted(_panels.values(), key=lambda each: (each.order, each.template)):
        context = panel.load(enterprise, user)
        if context is not None:
            loaded.append(LoadedPanel(panel.template, context, panel.title, panel.anchor))
    return loaded
