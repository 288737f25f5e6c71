"""Small plots as SVG: bars beside the figures of a table, stacked bars, columns. All text is escaped."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

_HEIGHT = 14


def escape(value: object) -> str:
    """``value`` as text of HTML."""
    return html.escape(str(value))


def bar(share: float, css: str = "b0") -> str:
    """A bar of ``share`` (0 to 1) of the width that there is. Decoration: the figure stands beside it."""
    return stacked([(share, css)])


def stacked(shares: Sequence[tuple[float, str]]) -> str:
    """Bars one after the other, each a share of the width and a class that colours it."""
    parts, left = [], 0.0
    for share, css in shares:
        width = max(0.0, min(share, 1.0 - left)) * 100
        parts.append(f'<rect class="{css}" x="{left * 100:.3f}%" width="{width:.3f}%" height="{_HEIGHT}"/>')
        left += width / 100
    return (
        f'<svg class="bar" width="100%" height="{_HEIGHT}" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


def columns(counts: Mapping[str, int], label: str) -> str:
    """Upright columns, one for each key in order, with the first and last key and the largest count written out."""
    most, n = max(counts.values()), len(counts)
    step = 100 / n
    bars = []
    for place, (key, count) in enumerate(counts.items()):
        height = 120 * count / most
        bars.append(
            f'<rect class="b0" x="{place * step + step * 0.1:.3f}%" y="{130 - height:.2f}" width="{step * 0.8:.3f}%" '
            f'height="{height:.2f}"><title>{escape(key)}: {count:,}</title></rect>'
        )
    keys = list(counts)
    words = f"{label}: from {keys[0]} to {keys[-1]}, at most {most:,}"
    ends = f'<text x="0" y="146">{escape(keys[0])}</text>'
    ends += f'<text x="100%" y="146" text-anchor="end">{escape(keys[-1])}</text>' if n > 1 else ""
    return (
        f'<svg class="columns" role="img" aria-label="{escape(words)}" width="100%" height="150">{"".join(bars)}'
        f'<line x1="0" x2="100%" y1="130" y2="130"/>{ends}</svg>'
    )


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int] = ()) -> str:
    """A table; cells are HTML already. ``numeric`` columns stand to the right; the first column heads its row."""
    head = "".join(_head(name, _css(i, numeric)) for i, name in enumerate(heads))
    body = "".join(f"<tr>{_cells(row, numeric)}</tr>" for row in rows)
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _head(name: str, css: str) -> str:
    return f'<th scope="col"{css}>{escape(name)}</th>' if name else "<td></td>"


def _cells(row: Sequence[str], numeric: Sequence[int]) -> str:
    first = f'<th scope="row"{_css(0, numeric)}>{row[0]}</th>'
    return first + "".join(f"<td{_css(i, numeric)}>{cell}</td>" for i, cell in enumerate(row[1:], 1))


def _css(place: int, numeric: Sequence[int]) -> str:
    return ' class="n"' if place in numeric else ""
