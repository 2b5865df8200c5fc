"""Acts on rosters: handing one out as a file, and taking an edited one back."""

from sme.rosters.services.delivering import deliver, write_sheet
from sme.rosters.services.templates import add_template, deliver_filled, remove_template

__all__ = ["add_template", "deliver", "deliver_filled", "remove_template", "write_sheet"]
