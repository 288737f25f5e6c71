"""The API reference, ``docs/api.md``, from the docstrings of what is public.

``python docs/build_api.py`` writes it, ``--check`` says whether it is current and whether every public name has a
docstring. Needs griffe: ``pip install 'newsdocket[docs]'``. The package is read, not imported.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import griffe

ROOT = Path(__file__).resolve().parents[1]
OUTPUT = ROOT / "docs" / "api.md"
KINDS = ("money", "counts", "dates", "courts", "people", "labels", "names", "claims", "relief")

SPANS = tuple(f"{kind}Span" for kind in "Money Count Date Court Person Label Name Claim Relief".split())

PUBLIC: dict[str, tuple[str, ...]] = {
    "newsdocket": (),
    "newsdocket.read": (),
    "newsdocket.annotate": (),
    "newsdocket.annotate.lines": ("make_lines", "make_markers"),
    "newsdocket.extract": ("COMPONENTS", "add_extractors"),
    **{f"newsdocket.extract.{kind}": (f"find_{kind}", f"make_{kind}") for kind in KINDS},
    "newsdocket.extract.spans": ("FoundSpan", "QuantitySpan", *SPANS, "SpanFinder", "read_group", "write_group"),
    "newsdocket.relate.context": ("Context", "build_context"),
    "newsdocket.relate.facts": ("Facts", "relate"),
    "newsdocket.relate.checks": ("role_of_whole",),
    "newsdocket.record": (),
    "newsdocket.record.build": ("build_record",),
    "newsdocket.write": (),
    "newsdocket.run": ("RunSettings", "run", "run_docket"),
    "newsdocket.tables.writer": ("TablesWriter", "write_tables"),
    "newsdocket.tables.reading": ("read_outcomes",),
    "newsdocket.tables.sinks": ("from_cell", "to_cell"),
    "newsdocket.view": (),
    "newsdocket.report": (),
    "newsdocket.explain": (),
    "newsdocket.exchange": (),
    "newsdocket.evaluate": (),
}
"""Public modules and their public names; none named: those of ``__all__``."""

_EXAMPLE = re.compile(r"(?:^>>> .*\n?)+", re.MULTILINE)
_ROLE = re.compile(r":(?:class|func|meth|data|mod):`~?([^`]+)`")


def load() -> Any:
    """The package as griffe reads it."""
    return griffe.load("newsdocket", search_paths=[str(ROOT / "pipeline")], resolve_aliases=True)


def public_objects(package: Any) -> Iterator[tuple[str, str, Any]]:
    """Module, name and object of everything public, in the order of the reference; what stands in two modules comes
    once, in the first."""
    seen: set[str] = set()
    for path, names in PUBLIC.items():
        module = package if path == "newsdocket" else package[path.removeprefix("newsdocket.")]
        for name in names or [str(export) for export in module.exports]:
            found = module.members[name]
            found = found.final_target if found.is_alias else found
            if found.path not in seen:
                seen.add(found.path)
                yield path, name, found


def reference(package: Any) -> str:
    """The whole page."""
    lines = [
        "# API",
        "",
        "Made from the docstrings by `python docs/build_api.py`; do not edit. Offsets are code points into the cleaned",
        "text.",
    ]
    module = ""
    for path, name, found in public_objects(package):
        if path != module:
            module = path
            home = package if path == "newsdocket" else package[path.removeprefix("newsdocket.")]
            lines += ["", f"## `{path}`", "", _words(home.docstring)]
        lines += ["", *_entry(name, found)]
    return "\n".join(lines).rstrip() + "\n"


def _entry(name: str, found: Any) -> Iterator[str]:
    if found.is_function:
        yield from (f"### `{_signature(name, found)}`", "", _words(found.docstring))
    elif found.is_class:
        bases = ", ".join(str(base) for base in found.bases)
        yield from (f"### class `{name}{f'({bases})' if bases else ''}`", "", _words(found.docstring))
        members = list(_members(found))
        if members:
            yield from ("", *members)
    else:
        yield from (f"### `{name}`", "", _words(found.docstring))


def _members(found: Any) -> Iterator[str]:
    """Fields and public methods of a class, one a line."""
    for name, member in found.members.items():
        if name.startswith("_") or member.is_alias:
            continue
        if member.is_function and member.docstring:
            yield f"- `{_signature(name, member)}`: {' '.join(_words(member.docstring).split())}"
        elif member.is_attribute and member.annotation is not None:
            value = f" = {member.value}" if member.value is not None and len(str(member.value)) < 60 else ""
            yield f"- `{name}: {member.annotation}{value}`"


def _signature(name: str, function: Any) -> str:
    shown, starred = [], False
    for parameter in function.parameters:
        if parameter.name in ("self", "cls"):
            continue
        kind = parameter.kind.value
        if kind == "keyword-only" and not starred:
            shown.append("*")
        starred = starred or kind in ("keyword-only", "variadic positional")
        stars = {"variadic positional": "*", "variadic keyword": "**"}.get(kind, "")
        annotation = f": {parameter.annotation}" if parameter.annotation is not None else ""
        plain = parameter.default is None or stars
        shown.append(f"{stars}{parameter.name}{annotation}" + ("" if plain else f" = {parameter.default}"))
    returns = f" -> {function.returns}" if function.returns is not None else ""
    return f"{name}({', '.join(shown)}){returns}"


def _words(docstring: Any) -> str:
    """A docstring as Markdown."""
    text = docstring.value if docstring is not None else ""
    text = _EXAMPLE.sub(_fenced, text)
    return _ROLE.sub(r"`\1`", text).replace("``", "`").replace("~~~", "```")


def _fenced(example: re.Match[str]) -> str:
    lines = [line.removeprefix(">>> ").partition("  # doctest")[0].rstrip() for line in example[0].splitlines()]
    return "\n".join(["~~~", *lines, "~~~", ""])


def undocumented(package: Any) -> list[str]:
    """Public functions, classes and methods without a docstring."""
    missing = []
    for path, name, found in public_objects(package):
        if (found.is_function or found.is_class) and not found.docstring:
            missing.append(f"{path}.{name}")
        if found.is_class:
            methods = [
                m for n, m in found.members.items() if not n.startswith("_") and not m.is_alias and m.is_function
            ]
            missing += [m.path for m in methods if not m.docstring]
    return missing


def main() -> int:
    """The command: exit code 1 when ``--check`` finds the page out of date or a name without a docstring."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the page is not current")
    options = parser.parse_args()
    package = load()
    missing, page = undocumented(package), reference(package)
    for name in missing:
        print(f"no docstring: {name}", file=sys.stderr)
    if options.check:
        current = OUTPUT.is_file() and OUTPUT.read_text("utf-8") == page
        print(f"{OUTPUT.relative_to(ROOT)} is {'current' if current else 'out of date: python docs/build_api.py'}")
        return 0 if current and not missing else 1
    OUTPUT.write_text(page, "utf-8")
    print(f"{OUTPUT.relative_to(ROOT)}: {len(list(public_objects(package)))} public names")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
