"""Typesetting: a template and plain data become a PDF; what people wrote is text in it, never markup."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.shared.errors import RuleBroken

LARGEST_DATA = 2 * 1024 * 1024
"""Bytes of data that one document may hold."""
LONGEST = 20
"""Seconds after which typesetting is given up."""

# Typesetting runs in a process of its own: only a process can be stopped when it takes too long. Nothing but the
# fonts that come with the typesetter is used, so that a document looks the same on every machine.
_CHILD = """
import sys, typst
template, root = sys.argv[1:3]
data = sys.stdin.buffer.read().decode()
made = typst.compile(template, root=root, format="pdf", ignore_system_fonts=True, sys_inputs={"data": data})
sys.stdout.buffer.write(made)
"""


def typeset(template: Path, data: dict[str, Any]) -> bytes:
    """The PDF; the template reads the data with ``json(bytes(sys.inputs.data))``.

    Refuses (``RuleBroken``) more than ``LARGEST_DATA`` and what takes longer than ``LONGEST`` seconds. A template
    that is wrong raises ``RuntimeError`` with what the typesetter says.
    """
    text = json.dumps(data, ensure_ascii=False).encode()
    if len(text) > LARGEST_DATA:
        raise RuleBroken("document_too_large", _("This is too much for one document."))
    command = [sys.executable, "-I", "-c", _CHILD, str(template), str(template.parent)]
    try:
        done = subprocess.run(  # noqa: S603 our own interpreter, program and template
            command, input=text, capture_output=True, timeout=LONGEST, check=False
        )
    except subprocess.TimeoutExpired:
        raise RuleBroken(
            "document_too_slow", _("The document could not be made in time. Try again later.")
        ) from None
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout
