"""Acts have the agreed shape: the actor is keyword-only and no request comes near."""

import ast
from pathlib import Path

import pytest

from tests.architecture.test_house import named, sources


def services() -> list[Path]:
    """Every file of a room's services."""
    return [f for f in sources() if f.name == "services.py" or f.parent.name == "services"]


def functions(file: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.parse(file.read_text()).body if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("file", services(), ids=named)
def test_the_actor_is_keyword_only(file):
    for function in functions(file):
        if function.name.startswith("_"):
            continue
        positional = {argument.arg for argument in function.args.args}
        assert "actor" not in positional, f"{function.name}: say `*, actor`"


@pytest.mark.parametrize("file", services(), ids=named)
def test_no_act_takes_a_request(file):
    for function in functions(file):
        given = {a.arg for a in [*function.args.args, *function.args.kwonlyargs]}
        assert "request" not in given, f"{function.name} takes a request"


@pytest.mark.parametrize("file", services(), ids=named)
def test_every_public_act_says_what_it_does(file):
    silent = [
        function.name
        for function in functions(file)
        if not function.name.startswith("_") and not ast.get_docstring(function)
    ]
    assert not silent
