"""The ordered columns of what this room hands out as files."""

from sme.programmes.exports.frozen import FROZEN_COLUMNS, frozen_rows

__all__ = ["FROZEN_COLUMNS", "frozen_rows"]
