"""What makes the portal this province's own: its name, its contacts, its logo."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from portal.shared.text import Bilingual

phone_like = RegexValidator(
    r"^[0-9+ .()-]{3,20}$", _("Digits, spaces, dots and + only, such as 1022.")
)


@register_setting(icon="site", order=10)
class SiteSettings(BaseSiteSetting):
    """Names and contacts that every page shows."""

    site_name = models.CharField(_("name of the portal"), max_length=60, default="Sen Số")
    province_vi = models.CharField(_("province, in Vietnamese"), max_length=60, blank=True)
    province_en = models.CharField(_("province, in English"), max_length=60, blank=True)
    province = Bilingual("province")
    office_vi = models.CharField(
        _("office in charge, in Vietnamese"),
        max_length=150,
        blank=True,
        help_text=_("Stands in the footer."),
    )
    office_en = models.CharField(_("office in charge, in English"), max_length=150, blank=True)
    office = Bilingual("office")
    hotline = models.CharField(_("hotline"), max_length=20, blank=True, validators=[phone_like])
    email = models.EmailField(_("e-mail"), blank=True)
    address_vi = models.CharField(_("address, in Vietnamese"), max_length=200, blank=True)
    address_en = models.CharField(_("address, in English"), max_length=200, blank=True)
    address = Bilingual("address")
    logo = models.ForeignKey(
        "content.ContentImage",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Instead of the lotus; it must be readable at 32 pixels and on a dark ground."),
    )

    select_related: ClassVar[list[str]] = ["logo"]
    panels: ClassVar[list[object]] = [
        MultiFieldPanel(
            [
                FieldPanel("site_name"),
                FieldRowPanel([FieldPanel("province_vi"), FieldPanel("province_en")]),
                FieldRowPanel([FieldPanel("office_vi"), FieldPanel("office_en")]),
                FieldPanel("logo"),
            ],
            heading=_("Whose portal this is"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("hotline"), FieldPanel("email")]),
                FieldPanel("address_vi"),
                FieldPanel("address_en"),
            ],
            heading=_("How to reach you"),
        ),
    ]

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
