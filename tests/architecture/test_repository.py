"""What is committed: settings and their examples agree, locks agree, nobody's addresses are inside."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

REGISTRY_HOSTS = re.compile(
    r"files\.pythonhosted|pypi\.org/simple|test\.pypi|registry\.npmjs|index-url|extra-index"
    r"|artifactory|nexus\.|devpi",
    re.IGNORECASE,
)
READ_BY_SETTINGS = re.compile(r"""env(?:\.[a-z_]+)?\(\s*"([A-Z_]+)"|database\(\s*"([A-Z_]+)\"""")
NAMED_IN_EXAMPLE = re.compile(r"^#?\s?([A-Z][A-Z_]+)=", re.MULTILINE)
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", re.MULTILINE)


def committed() -> list[Path]:
    """Files that git knows (all text files of the tree, outside a repository)."""
    told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in told.stdout.decode().split("\0") if name]


def texts() -> dict[str, str]:
    found = {}
    for file in committed():
        if file.is_file() and file.stat().st_size < 2_000_000:
            try:
                found[file.relative_to(ROOT).as_posix()] = file.read_text()
            except UnicodeDecodeError:
                continue
    return found


def variables_read() -> set[str]:
    """Every variable that a settings file reads."""
    found = set()
    for file in (ROOT / "portal" / "settings").glob("*.py"):
        text = file.read_text()
        found |= {first or second for first, second in READ_BY_SETTINGS.findall(text)}
    return found | {"DJANGO_SETTINGS_MODULE"}  # read by manage.py


def variables_named(file: str) -> set[str]:
    return set(NAMED_IN_EXAMPLE.findall((ROOT / file).read_text()))


def test_the_example_of_the_environment_is_complete():
    assert variables_named(".env.example") == variables_read()


def test_each_setting_is_explained():
    page = (ROOT / "docs" / "operations.md").read_text()
    missing = {name for name in variables_read() if f"`{name}`" not in page}
    assert not missing, f"docs/operations.md does not explain {missing}"


@pytest.mark.parametrize("lock", ["runtime", "postgres", "dev"])
def test_a_lock_has_hashes_and_no_address(lock):
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    assert "--hash=sha256:" in text
    assert "://" not in text
    assert "--index" not in text


def test_the_locks_contain_each_other():
    pins = {
        lock: dict(PIN.findall((ROOT / "requirements" / f"{lock}.txt").read_text()))
        for lock in ("runtime", "postgres", "dev")
    }
    assert pins["runtime"].items() <= pins["postgres"].items()
    assert pins["postgres"].items() <= pins["dev"].items()


def test_nothing_committed_names_a_package_registry():
    named = [
        name
        for name, text in texts().items()
        if REGISTRY_HOSTS.search(text) and name != "tests/architecture/test_repository.py"
    ]
    assert not named


def test_shell_scripts_may_be_run():
    for file in [*(ROOT / "scripts").glob("*.sh"), ROOT / ".ci" / "run"]:
        assert file.stat().st_mode & 0o111, f"{file.name} is not executable"


def test_templates_have_no_inline_script_style_or_handler():
    inline = re.compile(
        r"<style|\sstyle=\"|<script(?![^>]*\ssrc=)(?![^>]*type=\"(?:application/(?:ld\+)?json|speculationrules)\")[^>]*>"
        r"|\son(?:click|change|submit|load|input|keyup|focus)=",
        re.IGNORECASE,
    )
    found = [
        f"{name}: {match.group(0)}"
        for name, text in texts().items()
        if name.startswith("templates/") and name.endswith(".html") and "/email/" not in name
        for match in [inline.search(re.sub(r"\{#.*?#\}", "", text))]
        if match
    ]
    assert not found
