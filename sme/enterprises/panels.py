"""What upper rooms show on an enterprise's page for officers, registered by them so that nothing here knows them.

In an upper room's ``AppConfig.ready()``::

    from sme.enterprises import panels
    panels.register(order=20, template="marketplaces/_enterprise_panel.html", load=selectors.enterprise_panel)

``load(enterprise, user)`` returns the template's context, or ``None`` to show nothing. The template also
gets ``enterprise``, ``user`` and ``request``. A panel asks at most two queries, whatever the rows.
``title`` and ``anchor`` (the id of its section) put it into the page's own list of parts. ``is_late=True`` (it needs
both) is fetched when the reader comes to it, so that the page stays quick however many rooms tell something.

What is due goes to the top of the page::

    panels.register_due("programmes", selectors.due_for)

``due_for(enterprise, user)`` yields ``Due(words, url, on)``; one query.

What the business itself has to do stands first on its own page::

    panels.register_todo("payments", selectors.todo_for)

``todo_for(enterprise)`` yields ``Due(words, url, on)`` too, with the business's addresses; one query.
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
TodoLoader = Callable[[Enterprise], Iterable[Due]]


@dataclass(frozen=True)
class Panel:
    """One section: where it stands, what draws it, what it shows."""

    order: int
    template: str
    load: Loader
    title: Any = ""
    anchor: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class LoadedPanel:
    """A panel with its context for one enterprise; without one (``None``) it is still to be fetched."""

    template: str
    context: Mapping[str, Any] | None
    title: Any = ""
    anchor: str = ""


_panels: dict[str, Panel] = {}
_due: dict[str, DueLoader] = {}
_todo: dict[str, TodoLoader] = {}


def register(
    *,
    order: int,
    template: str,
    load: Loader,
    title: Any = "",
    anchor: str = "",
    is_late: bool = False,
) -> None:
    """Show a section on every enterprise's page; registering a template again replaces it."""
    if is_late and not (title and anchor):
        raise ValueError("a panel that is fetched later needs a title and an anchor")
    _panels[template] = Panel(order, template, load, title, anchor, is_late)


def register_due(key: str, load: DueLoader) -> None:
    """Add to what is due at the top of every enterprise's page; registering a key again replaces it."""
    _due[key] = load


def due_for(enterprise: Enterprise, user: Any) -> list[Due]:
    """All that waits, what has a day first, the earliest first."""
    found = [each for key in sorted(_due) for each in _due[key](enterprise, user)]
    return sorted(found, key=lambda each: each.on or date.max)


def register_todo(key: str, load: TodoLoader) -> None:
    """Add to what a business has to do, on its own first page; registering a key again replaces it."""
    _todo[key] = load


def todo_for(enterprise: Enterprise) -> list[Due]:
    """All that the business has to do, what has a day first, the earliest first."""
    found = [each for key in sorted(_todo) for each in _todo[key](enterprise)]
    return sorted(found, key=lambda each: each.on or date.max)


def one_for(enterprise: Enterprise, user: Any, anchor: str) -> LoadedPanel | None:
    """The section with this anchor, or ``None`` where it is unknown or has nothing to show."""
    for panel in _panels.values():
        if panel.anchor == anchor:
            context = panel.load(enterprise, user)
            if context is not None:
                return LoadedPanel(panel.template, context, panel.title, panel.anchor)
    return None


def load_for(enterprise: Enterprise, user: Any, *, whole: bool = False) -> list[LoadedPanel]:
    """The sections that have something to show, in their order; ``whole`` loads those too that may come later."""
    loaded = []
    for panel in sorted(_panels.values(), key=lambda each: (each.order, each.template)):
        if panel.is_late and not whole:
            loaded.append(LoadedPanel(panel.template, None, panel.title, panel.anchor))
            continue
        context = panel.load(enterprise, user)
        if context is not None:
            loaded.append(LoadedPanel(panel.template, context, panel.title, panel.anchor))
    return loaded
