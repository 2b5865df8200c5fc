"""The blocks of which editors build a page: few, named in words, each with one way to look.

A block only ever gains fields. Each value keeps its identifier, so that a translation follows its source.
"""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

WORDS = ["bold", "italic", "link"]
LISTS = [*WORDS, "ol", "ul", "document-link"]


class CalloutKind(models.TextChoices):
    """What a callout is for; decides its colour and its word."""

    INFO = "info", _("Good to know")
    TIP = "tip", _("Tip")
    WARNING = "warning", _("Watch out")


CALLOUT_BANNERS = {
    CalloutKind.INFO: "info",
    CalloutKind.TIP: "success",
    CalloutKind.WARNING: "warning",
}


class StepBlock(blocks.StructBlock):
    """One step: what to do, in a few words, and how."""

    title = blocks.CharBlock(
        label=_("What to do"), max_length=120, help_text=_("Begin with a verb.")
    )
    text = blocks.RichTextBlock(label=_("How"), features=[*WORDS, "ul"], required=False)
    image = ImageBlock(label=_("Picture"), required=False)

    class Meta:
        label = _("Step")
        icon = "list-ol"


class StepsBlock(blocks.StructBlock):
    """A numbered list of steps."""

    items = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=2)

    class Meta:
        label = _("Steps")
        icon = "list-ol"
        template = "content/blocks/steps.html"
        description = _("Numbered, each step one act. Three to eight steps read best.")


class ChecklistBlock(blocks.StructBlock):
    """Things to have or to do, each with a box to tick."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    items = blocks.ListBlock(
        blocks.CharBlock(label=_("Item"), max_length=255), label=_("Items"), min_num=1
    )

    class Meta:
        label = _("Checklist")
        icon = "tick-inverse"
        template = "content/blocks/checklist.html"
        description = _("What to have ready, or to look at before going on.")


class CalloutBlock(blocks.StructBlock):
    """A remark that must not be overlooked."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"), choices=CalloutKind.choices, default=CalloutKind.INFO, search_index=False
    )
    text = blocks.RichTextBlock(label=_("Text"), features=LISTS)

    def get_context(self, value: blocks.StructValue, parent_context: dict | None = None) -> dict:
        kind = CalloutKind(value.get("kind") or CalloutKind.INFO)
        words: str | Promise = kind.label
        return {
            **super().get_context(value, parent_context),
            "banner": CALLOUT_BANNERS[kind],
            "words": words,
        }

    class Meta:
        label = _("Callout")
        icon = "info-circle"
        template = "content/blocks/callout.html"
        description = _("One remark that must not be overlooked. At most three on a page.")


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(
        label=_("Question"), max_length=200, help_text=_("As a reader would ask it.")
    )
    answer = blocks.RichTextBlock(label=_("Answer"), features=LISTS)

    class Meta:
        label = _("Question")
        icon = "help"


class FaqBlock(blocks.StructBlock):
    """Questions that people ask."""

    items = blocks.ListBlock(QuestionBlock(), label=_("Questions"), min_num=1)

    class Meta:
        label = _("Questions and answers")
        icon = "help"
        template = "content/blocks/faq.html"
        description = _("Opened one by one; all are read by the search.")


class RowBlock(blocks.StructBlock):
    """One row of a table."""

    cells = blocks.ListBlock(
        blocks.CharBlock(label=_("Cell"), required=False), label=_("Cells"), min_num=1
    )

    class Meta:
        label = _("Row")
        icon = "table"


class TableBlock(blocks.StructBlock):
    """A table with a caption; its first column names the rows."""

    caption = blocks.CharBlock(
        label=_("Caption"), max_length=150, help_text=_("What the table tells.")
    )
    columns = blocks.ListBlock(
        blocks.CharBlock(label=_("Column"), required=False),
        label=_("Columns"),
        min_num=2,
        max_num=6,
    )
    rows = blocks.ListBlock(RowBlock(), label=_("Rows"), min_num=1)

    class Meta:
        label = _("Table")
        icon = "table"
        template = "content/blocks/table.html"
        description = _("For comparing. On a phone each row becomes a card.")


class PictureBlock(blocks.StructBlock):
    """A picture with a caption."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=200, required=False)

    class Meta:
        label = _("Picture")
        icon = "image"
        template = "content/blocks/picture.html"
        description = _("Say in words what it shows, or mark it as decoration.")


class BodyBlock(blocks.StreamBlock):
    """What the body of every page may hold."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        icon="title",
        max_length=120,
        template="content/blocks/heading.html",
        description=_("Opens a new part of the page; readers can link to it."),
    )
    paragraph = blocks.RichTextBlock(
        label=_("Text"),
        icon="pilcrow",
        features=["h3", *LISTS],
        template="content/blocks/paragraph.html",
        description=_("Running text and simple lists. Short sentences."),
    )
    steps = StepsBlock()
    checklist = ChecklistBlock()
    callout = CalloutBlock()
    faq = FaqBlock()
    table = TableBlock()
    picture = PictureBlock()
