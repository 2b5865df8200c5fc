"""Check or renew the Vietnamese catalogue against the words in the code and the templates.

``check``: every message that the code uses is translated, keeps its placeholders, and is compiled.
``update``: new messages are added (untranslated), unused ones removed, and all is compiled.
Extraction is Django's own ``makemessages`` (with gettext) in a copy, so that nothing is touched.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "portal" / "locale" / "vi" / "LC_MESSAGES" / "django.po"
SOURCES = ("portal", "sme", "assessments", "content", "templates")
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[a-z]|(?<!%)%[sd]|\{[a-z_0-9]*\}", re.IGNORECASE)
HEADER = {
    "Project-Id-Version": "sen-so",
    "Language": "vi",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


def used() -> polib.POFile:
    """Every message that the code and the templates use now."""
    with tempfile.TemporaryDirectory(prefix="portal-messages-") as folder:
        copy = Path(folder)
        for source in SOURCES:
            shutil.copytree(
                ROOT / source,
                copy / source,
                ignore=shutil.ignore_patterns("static", "locale*", "data", "__pycache__"),
            )
        (copy / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "--locale", "vi"]
        quiet = {key: value for key, value in os.environ.items() if "DJANGO" not in key}
        subprocess.run(
            [*command, "--keep-pot", "--no-wrap", "--extension", "html,txt,py"],
            cwd=copy,
            env=quiet,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return polib.pofile(str(copy / "locale" / "django.pot"), wrapwidth=0)


def key(entry: polib.POEntry) -> tuple[str, str]:
    """What makes a message itself: its words and their context."""
    return entry.msgid, entry.msgctxt or ""


def translations(entry: polib.POEntry) -> list[str]:
    """The Vietnamese of one entry (one form: Vietnamese has no plural)."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def kept(entry: polib.POEntry) -> bool:
    """Tell whether a translation uses only placeholders that the message offers."""
    offered = set(PLACEHOLDER.findall(entry.msgid + (entry.msgid_plural or "")))
    return all(set(PLACEHOLDER.findall(text)) <= offered for text in translations(entry))


def compiled(po: polib.POFile, file: Path) -> bool:
    """Tell whether the committed compiled catalogue says the same as its source."""
    if not file.exists():
        return False
    told = {key(e): translations(e) for e in polib.mofile(str(file))}
    return told == {key(e): translations(e) for e in po.translated_entries()}


def problems() -> list[str]:
    """Everything that is wrong with the catalogues, one sentence each."""
    po = polib.pofile(str(CATALOGUE), wrapwidth=0)
    known = {key(entry): entry for entry in po if not entry.obsolete}
    found = []
    for entry in used():
        have = known.get(key(entry))
        where = f" ({entry.occurrences[0][0]})" if entry.occurrences else ""
        if have is None or not all(translations(have)) or have.fuzzy:
            found.append(f"not translated: {entry.msgid!r}{where}")
        elif bool(have.msgid_plural) != bool(entry.msgid_plural):
            found.append(f"plural here, singular there: {entry.msgid!r}{where}")
    found += [f"placeholders differ: {e.msgid!r}" for e in known.values() if not kept(e)]
    for catalogue in sorted(ROOT.glob("portal/locale*/vi/LC_MESSAGES/django.po")):
        if not compiled(polib.pofile(str(catalogue)), catalogue.with_suffix(".mo")):
            found.append(f"not compiled: {catalogue.relative_to(ROOT)}")
    return found


def update() -> None:
    """Add what is new, remove what is unused, compile."""
    old = {key(e): e for e in polib.pofile(str(CATALOGUE), wrapwidth=0)}
    po = polib.POFile(wrapwidth=0)
    po.metadata = HEADER
    for entry in used():
        have = old.get(key(entry))
        fresh = polib.POEntry(
            msgid=entry.msgid,
            msgctxt=entry.msgctxt,
            msgid_plural=entry.msgid_plural,
            flags=[flag for flag in entry.flags if flag == "python-format"],
        )
        words = translations(have)[0] if have else ""
        if entry.msgid_plural:
            fresh.msgstr_plural = {0: words}
        else:
            fresh.msgstr = words
        po.append(fresh)
    po.sort(key=key)
    po.save(str(CATALOGUE))
    po.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    print(f"{len(po)} messages, {len(po.untranslated_entries())} to translate")


def main(arguments: list[str]) -> int:
    """Run one of the two."""
    if arguments == ["update"]:
        update()
        return 0
    if arguments == ["check"]:
        found = problems()
        print("\n".join(found) or "All messages are translated and compiled.")
        return 1 if found else 0
    print("scripts/messages.py check|update", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
