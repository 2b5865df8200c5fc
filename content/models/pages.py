"""The kinds of page that editors write."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from content import rules
from content.models.blocks import BodyBlock
from content.models.portal import PortalPage
from content.models.ties import TiesField
from portal.shared import clock


class HomePage(PortalPage):
    """The public front page."""

    lead = models.TextField(_("opening words"), max_length=300, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("more"), blank=True)

    template = "content/home.html"
    max_count_per_parent = 2
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["content.GuideIndexPage", "content.ContentPage"]
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find the page of a whole address at once; Wagtail would ask twice for each part of it."""
        if path_components:
            address = f"{self.url_path}{'/'.join(path_components)}/"
            below = Page.objects.filter(url_path=address, path__startswith=self.path)
            page = below.select_related("locale").first()
            if page is not None:
                found = page.specific
                found.locale = page.locale  # asked once
                return found.route(request, [])
        return super().route(request, path_components)


class GuideIndexPage(PortalPage):
    """The list of guides, by pillar, level and reader."""

    lead = models.TextField(_("opening words"), max_length=300, blank=True)

    template = "content/guide_index.html"
    max_count_per_parent = 1
    parent_page_types: ClassVar[list[str]] = ["content.HomePage"]
    subpage_types: ClassVar[list[str]] = ["content.GuidePage"]
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("list of guides")
        verbose_name_plural = _("lists of guides")


class GuidePage(PortalPage):
    """One guide: what to do, step by step."""

    summary = models.TextField(
        _("summary"),
        max_length=300,
        help_text=_("What the reader will have done at the end. Two sentences."),
    )
    pillar = models.CharField(_("pillar"), max_length=20, choices=rules.Pillar.choices)
    level = models.CharField(
        _("level"), max_length=10, choices=rules.Level.choices, default=rules.Level.START
    )
    for_household = models.BooleanField(_("household businesses"), default=True)
    for_cooperative = models.BooleanField(_("co-operatives"), default=True)
    for_facility = models.BooleanField(_("production facilities"), default=True)
    for_enterprise = models.BooleanField(_("companies"), default=True)
    minutes = models.PositiveSmallIntegerField(_("minutes to read"), default=1, editable=False)
    cost = models.CharField(_("what it costs"), max_length=200, blank=True)
    time_needed = models.CharField(_("how long it takes"), max_length=200, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"))
    helps_with = TiesField(
        _("what it helps with"),
        default=list,
        blank=True,
        help_text=_(
            "Whoever lacks one of these is led here: from the result of the readiness check, from the list of what a"
            " marketplace asks, from a rejection, from a programme. Guides that help with the same are shown together."
        ),
    )
    review_on = models.DateField(
        _("look at it again on"),
        null=True,
        blank=True,
        help_text=_("Laws, fees and screens change; who looks, when?"),
    )

    template = "content/guide.html"
    parent_page_types: ClassVar[list[str]] = ["content.GuideIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields: ClassVar[list[Any]] = [
        *PortalPage.search_fields,
        index.FilterField("pillar"),
        index.FilterField("level"),
    ]
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("pillar"), FieldPanel("level")]),
                FieldRowPanel([FieldPanel("for_household"), FieldPanel("for_cooperative")]),
                FieldRowPanel([FieldPanel("for_facility"), FieldPanel("for_enterprise")]),
            ],
            heading=_("Who it is for"),
        ),
        FieldRowPanel(
            [FieldPanel("cost"), FieldPanel("time_needed")], heading=_("Before the reader starts")
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("helps_with")], heading=_("What it helps with"), classname="collapsed"
        ),
        MultiFieldPanel(
            [
                HelpPanel(
                    content=_("A guide without a date to look again is shown to moderators as due.")
                ),
                FieldPanel("review_on"),
            ],
            heading=_("Keeping it right"),
        ),
    ]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pillar__in=rules.Pillar.values),
                name="content_guide_pillar_known",
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=rules.Level.values), name="content_guide_level_known"
            ),
        ]

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Keep the reading time beside the text it follows from."""
        self.helps_with = rules.clean_ties(self.helps_with)
        super().full_clean(*args, **kwargs)
        self.minutes = rules.reading_minutes(self.plain_text)

    @cached_property
    def audiences(self) -> list[rules.Audience]:
        """Whom the guide is for."""
        return [each for each in rules.Audience if getattr(self, f"for_{each.value}")]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The guide; as a visitor sees it, a browser may keep it for when there is no network."""
        answer = super().serve(request, *args, **kwargs)
        if answer.status_code != 200:
            return answer
        user = getattr(request, "user", None)
        is_own = "result" in request.GET or (user and user.is_authenticated)
        if settings.OFFLINE_COPIES and not is_own:
            answer.headers["Offline-Copy"] = "guide"
        return answer

    def is_due(self) -> bool:
        """Somebody should look at the guide again."""
        return self.review_on is None or self.review_on <= clock.today()


class ContentPage(PortalPage):
    """Any other page: help, contact, legal words."""

    lead = models.TextField(_("opening words"), max_length=300, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"))

    template = "content/page.html"
    parent_page_types: ClassVar[list[str]] = ["content.HomePage", "content.ContentPage"]
    subpage_types: ClassVar[list[str]] = ["content.ContentPage"]
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
