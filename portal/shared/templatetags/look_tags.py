"""What the components need to work out in templates: kinds of controls, addresses of lists, chips of filters."""

from collections.abc import Iterator
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def has_words(markup: Any) -> bool:
    """True when a slot holds more than white space and empty tags (a picture or control counts)."""
    text = str(markup)
    return bool(strip_tags(text).strip()) or any(
        tag in text for tag in ("<svg", "<img", "<input", "<button")
    )


@register.filter
def steps(top: Any) -> range:
    """1 … top, for drawing that many steps."""
    return range(1, whole(top) + 1)


@register.filter
def whole(value: Any) -> int:
    """A whole number, 0 for what is none."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0


@register.filter
def is_below(path: str, url: str) -> bool:
    """True when the page at ``path`` is the one at ``url`` or lies below it."""
    return bool(url) and (path == url or (url.count("/") > 2 and path.startswith(url)))


@register.simple_tag
def home_address() -> str:
    """The front page in the active language."""
    try:
        return reverse("wagtail_serve", args=[""])
    except NoReverseMatch:
        return "/"


# --- fields -------------------------------------------------------------------------------------


@register.filter
def control_kind(field: BoundField) -> str:
    """Which drawing a field gets: hidden, radio, checks, check, file, group, select, area or text."""
    widget = field.field.widget
    kinds: tuple[tuple[type, str], ...] = (
        (forms.CheckboxSelectMultiple, "checks"),
        (forms.RadioSelect, "radio"),
        (forms.CheckboxInput, "check"),
        (forms.FileInput, "file"),
        (forms.MultiWidget, "group"),
        (forms.Select, "select"),
        (forms.Textarea, "area"),
    )
    if field.is_hidden:
        return "hidden"
    return next((kind for cls, kind in kinds if isinstance(widget, cls)), "text")


@register.filter
def widget_attr(field: BoundField, name: str) -> Any:
    """An attribute of the field's widget, or nothing; ``data-counter`` without a value counts as given."""
    value = field.field.widget.attrs.get(name)
    return True if value == "" else value


@register.filter
def affix(field: BoundField) -> str:
    """What stands behind the control: ₫ for money, or what the widget's ``data-suffix`` says."""
    attrs = field.field.widget.attrs
    return attrs.get("data-suffix") or ("₫" if "data-money" in attrs else "")


@register.filter
def first_id(field: BoundField) -> str:
    """The id that a link to this field points at (the first choice of a group)."""
    return (
        f"{field.auto_id}_0"
        if control_kind(field) in {"radio", "checks", "group"}
        else field.auto_id
    )


@register.simple_tag
def control(field: BoundField, *described_by: str) -> SafeString:
    """The bare control, wired to its hint, counter and error by their ids."""
    ids = [*(field.aria_describedby or "").split(), *(each for each in described_by if each)]
    attrs: dict[str, str | bool] = {}
    if ids and not field.use_fieldset:
        attrs["aria-describedby"] = " ".join(dict.fromkeys(ids))
    return field.as_widget(attrs=attrs)


def _asked_as(field: BoundField) -> str:
    """The field's label as it stands before a colon; a box to tick carries a sentence, not a label."""
    return "" if control_kind(field) == "check" else str(field.label).rstrip(".:?")


@register.simple_tag
def visible_errors(*forms_: Any) -> list[dict[str, Any]]:
    """Every error of the forms as ``{url, label, text}``, those of the whole form first."""
    found: list[dict[str, Any]] = []
    for form in forms_:
        if not form or not getattr(form, "errors", None):
            continue
        found += [{"url": "", "label": "", "text": text} for text in form.non_field_errors()]
        for name in form.errors:
            if name in form.fields:
                found += [
                    {
                        "url": f"#{first_id(form[name])}",
                        "label": _asked_as(form[name]),
                        "text": text,
                    }
                    for text in form[name].errors
                ]
    return found


# --- lists --------------------------------------------------------------------------------------


def _address(query: QueryDict) -> str:
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def address_with(context: template.Context, param: str, value: Any) -> str:
    """This page's address with one parameter set (or taken away when the value is empty)."""
    query = context["request"].GET.copy()
    query.pop(param, None)
    if value not in (None, ""):
        query[param] = str(value)
    return _address(query)


@register.simple_tag(takes_context=True)
def sort_column(context: template.Context, key: str, param: str = "sort") -> dict[str, str]:
    """How the list is sorted by this column now (``up``, ``down`` or nothing) and the address that changes it."""
    query = context["request"].GET.copy()
    now = query.get(param, "")
    state = "up" if now == key else "down" if now == f"-{key}" else ""
    query.pop("page", None)
    query[param] = f"-{key}" if state == "up" else key
    return {"state": state, "url": _address(query)}


@register.filter
def page_numbers(page: Any) -> list[int | None]:
    """Numbers worth a link: the ends, this one and its neighbours; ``None`` where some are left out."""
    here = page.number
    last = page.pages if hasattr(page, "pages") else page.paginator.num_pages
    wanted = {1, here - 1, here, here + 1} | ({last} if last else set())
    top = last or (here + 1 if _has_next(page) else here)
    numbers: list[int | None] = []
    for number in sorted(n for n in wanted if 1 <= n <= top):
        if numbers and numbers[-1] is not None and number - numbers[-1] > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers


def _has_next(page: Any) -> bool:
    return bool(page.has_next() if callable(page.has_next) else page.has_next)


@register.filter
def page_count(page: Any) -> int:
    """How many rows the whole list has."""
    return page.paginator.count if hasattr(page, "paginator") else page.count


@register.filter
def page_span(page: Any) -> dict[str, int]:
    """The positions of the first and the last row shown."""
    if hasattr(page, "paginator"):
        return {"first": page.start_index(), "last": page.end_index()}
    return {"first": page.first, "last": page.last}


@register.simple_tag(takes_context=True)
def filter_chips(context: template.Context, filterset: Any) -> list[dict[str, str]]:
    """What is filtered for now: label, value, and the address without it."""
    form = getattr(filterset, "form", filterset)
    query: QueryDict = context["request"].GET
    if not getattr(form, "is_bound", False):
        return []
    return [chip for name in form.fields for chip in _chips_of(form[name], query)]


def _chips_of(field: BoundField, query: QueryDict) -> Iterator[dict[str, str]]:
    names = [
        key for key in query if key == field.html_name or key.startswith(f"{field.html_name}_")
    ]
    if field.is_hidden:
        return
    words = _choice_words(field)
    for name in names:
        if name != field.html_name and name in field.form.fields:
            continue
        for value in query.getlist(name):
            if not value.strip():
                continue
            rest = query.copy()
            rest.pop("page", None)
            rest.setlist(name, [each for each in query.getlist(name) if each != value])
            yield {
                "label": str(field.label),
                "value": str(words.get(value, value)),
                "url": _address(rest),
            }


def _choice_words(field: BoundField) -> dict[str, Any]:
    """The words of the chosen values; of a choice from the database only those that are chosen are asked for."""
    choices = getattr(field.field, "queryset", None)
    if choices is None:
        flat: dict[str, Any] = {}
        for value, label in getattr(field.field, "choices", None) or []:
            flat.update(
                {str(v): w for v, w in label}
                if isinstance(label, (list, tuple))
                else {str(value): label}
            )
        return flat
    chosen = field.form.cleaned_data.get(field.name) if field.form.is_valid() else None
    if chosen is None or chosen == "":
        return {}
    several = chosen if hasattr(chosen, "__iter__") and not isinstance(chosen, str) else [chosen]
    key = getattr(field.field, "to_field_name", None) or "pk"
    label_of = field.field.label_from_instance  # type: ignore[attr-defined]
    return {str(getattr(each, key)): label_of(each) for each in several}
