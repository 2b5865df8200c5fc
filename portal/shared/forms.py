"""How forms are drawn: every field with our own template."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Django's renderer with the portal's field template."""
