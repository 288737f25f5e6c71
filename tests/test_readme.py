"""The README says what is so: its commands are the ones that run, its files exist."""

from __future__ import annotations

import re
from pathlib import Path

from newsdocket.cli.options import parser

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_continuous_integration_runs_the_second_command_of_the_readme() -> None:
    command = next(line for line in README.splitlines() if line.startswith("python3 -m venv .venv-test"))
    assert command in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


def test_every_file_that_the_readme_links_to_exists() -> None:
    links = re.findall(r"\]\(([\w./-]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def code_lines() -> list[str]:
    lines, inside = [], False
    for line in README.splitlines():
        if line.startswith("```"):
            inside = not inside
        elif inside:
            lines.append(line)
    return lines


def test_every_command_of_the_readme_exists() -> None:
    listed = set(re.findall(r"^    (\w+)  ", parser().format_help(), re.MULTILINE))
    named = {line.split()[1] for line in code_lines() if line.startswith("newsdocket ")}
    assert named
    assert named <= listed
