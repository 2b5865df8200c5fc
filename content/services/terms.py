"""The terms that come with the portal: read from ``content/data/terms.toml``."""

import tomllib
from pathlib import Path

from content.models import Term
from portal.shared import pagecache

DATA = Path(__file__).resolve().parent.parent / "data" / "terms.toml"


def load_terms() -> int:
    """Add the terms that are missing, in both languages; what exists belongs to the editors. Gives how many."""
    written = tomllib.loads(DATA.read_text("utf-8"))
    known = set(Term.objects.values_list("slug", flat=True))
    missing = [
        Term(
            slug=slug,
            title_vi=words["vi"][0],
            meaning_vi=words["vi"][1],
            title_en=words["en"][0],
            meaning_en=words["en"][1],
        )
        for slug, words in written.items()
        if slug not in known
    ]
    Term.objects.bulk_create(missing)
    if missing:
        pagecache.renew()
    return len(missing)
