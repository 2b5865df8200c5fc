"""Acts on rosters: handing one out as a file, and taking an edited one back."""

from sme.rosters.services.delivering import deliver, write_sheet

__all__ = ["deliver", "write_sheet"]
