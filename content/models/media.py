"""Pictures with their alternative text, and files to download."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class ContentImage(AbstractImage):
    """A picture: either described in words, or marked as decoration."""

    description = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        default="",
        help_text=_(
            "What a person who cannot see the picture needs to know; one sentence, without “picture of”."
        ),
    )
    is_decorative = models.BooleanField(
        _("decoration only"),
        default=False,
        help_text=_(
            "The picture tells nothing that the text does not say. Screen readers skip it."
        ),
    )
    credit = models.CharField(
        _("credit"), max_length=150, blank=True, help_text=_("Who made the picture.")
    )

    admin_form_fields = (*Image.admin_form_fields, "is_decorative", "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def clean(self) -> None:
        """Refuse a picture that is neither described nor decoration."""
        super().clean()
        if not self.is_decorative and not self.description.strip():
            raise ValidationError(
                {
                    "description": _(
                        "Describe the picture in one sentence, or mark it as decoration."
                    )
                }
            )

    @property
    def default_alt_text(self) -> str:
        """The words for those who cannot see it; none for decoration."""
        return "" if self.is_decorative else self.description


class ContentRendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(ContentImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="content_rendition_once"
            )
        ]


class ContentDocument(AbstractDocument):
    """A file to download."""

    summary = models.CharField(
        _("what it is"),
        max_length=200,
        blank=True,
        help_text=_("Shown beside the link, with kind and size."),
    )

    admin_form_fields = (*Document.admin_form_fields, "summary")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
