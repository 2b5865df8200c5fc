"""One's own data: all that the rooms hold of a person, as a zip of JSON, tables and files."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.privacy import selectors
from portal.shared import audit, clock, jobs, privacy
from portal.shared.models import Job
from portal.shared.spreadsheets import Column, ReadFirst, write_workbook

_NAME = re.compile(r"[^a-z0-9]+")


def start_export(user: Any, *, actor: Any) -> Job:
    """Gather one's own data in the background; while that runs, the same is given. Nobody gathers another's."""
    if actor.pk != user.pk:
        raise ValueError("a person's data is gathered by that person alone")
    job = jobs.start(selectors.EXPORT_KIND, actor=actor, key="own", title=_("My data"))
    audit.record(user, "privacy.export", actor=actor)
    return job


def write_own_data(user: Any, stream: IO[bytes], *, progress: Any = None) -> int:
    """Write the zip into ``stream``; returns the number of rows.

    ``data.json`` holds everything by the rooms' own names, each table stands as a workbook beside it, uploaded
    papers in ``files/``, and ``README.txt`` says what is what, in the language of the person.
    """
    whole: dict[str, Any] = {}
    total = 0
    with override(user.language), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bundle:
        for holding in privacy.holdings():
            rows = [_plain_row(holding, row) for row in holding.read(user)]
            if rows:
                whole[holding.key] = {"label": str(holding.label), "rows": rows}
                bundle.writestr(_file_name(holding.key), _table(holding, rows))
                total += len(rows)
            for name, content in holding.files(user):
                with content:
                    bundle.writestr(f"files/{_file_stem(holding.key)}/{name}", content.read())
            if progress is not None:
                progress.advance()
        about = {"made_at": clock.now().isoformat(), "person": user.pk, "data": whole}
        bundle.writestr("data.json", json.dumps(about, ensure_ascii=False, indent=1))
        bundle.writestr("README.txt", "\n".join(_explained(whole)))
    return total


def _plain_row(holding: privacy.Holding, row: privacy.Row) -> dict[str, Any]:
    return {name: _plain(row.get(name)) for name in holding.columns}


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | float():
            return value
        case datetime():
            return value.astimezone(clock.VIETNAM).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case dict() | list():
            return json.loads(json.dumps(value, default=str))
    return str(value)


def _table(holding: privacy.Holding, rows: list[dict[str, Any]]) -> bytes:
    columns = [Column(name, *_headings(words)) for name, words in holding.columns.items()]
    cells = ([_cell(row[column.key]) for column in columns] for row in rows)
    scratch = io.BytesIO()
    about = ReadFirst(title=str(holding.label), as_of=clock.now())
    write_workbook(scratch, columns, cells, about=about, sheet_title=str(holding.label)[:28])
    return scratch.getvalue()


def _headings(words: Any) -> tuple[str, str]:
    found = []
    for language in ("vi", "en"):
        with override(language):
            found.append(str(words))
    return found[0], found[1]


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _file_stem(key: str) -> str:
    return _NAME.sub("-", key.lower()).strip("-")


def _file_name(key: str) -> str:
    return f"{_file_stem(key)}.xlsx"


def _explained(whole: dict[str, Any]) -> Iterator[str]:
    yield _("What the portal holds of you")
    yield ""
    yield _("data.json holds everything for programs; each table stands beside it as a workbook.")
    yield _("Papers that you uploaded are in the folder “files”.")
    yield ""
    for key, held in whole.items():
        yield f"{_file_name(key)}: {held['label']} ({len(held['rows'])})"
    yield ""
    yield _("What the office wrote about your enterprise stands on your pages in the portal.")
