"""Where in the text the words of a feature stand: the ones nearest to the mentions that it was read around."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from newsdocket.explain.features import Plain, split_cue
from newsdocket.explain.models import Words
from newsdocket.relate.context import Context
from newsdocket.relate.wording import LEAD, Cue, cues_in
from newsdocket.syntax import lemma

Place = tuple[int, int]
PAIR_REACH = 4
OPENING = 2


@dataclass
class Ground:
    """The text of one article with its cues and its words by their forms, each looked for once."""

    context: Context
    _cues: dict[str, list[Cue]] = field(default_factory=dict)
    _forms: dict[str, list[Token]] = field(default_factory=dict)

    def words(self, start: int, end: int) -> Words:
        """What stands between two code points."""
        return Words(start, end, self.context.text[start:end])

    def find(self, plain: Plain, places: Sequence[Place], table: str) -> Words | None:
        """The words that a feature names, nearest to one of ``places``; ``table`` holds the cues that were read."""
        if not plain.where or not places:
            return None
        group = split_cue(plain.parts.get("cue", ""))[1]
        found = list(self._of_cue(group, table) if group else self._of_words(plain.parts))
        side = plain.parts.get("side", "")
        near = [
            (_distance(place, words), words[0], words)
            for place in places
            for words in found
            if self._in_scope(words, place, plain.where, bool(group)) and _on_side(words, place, side)
        ]
        return self.words(*min(near)[2]) if near else None

    def _of_cue(self, group: str, table: str) -> Iterator[Place]:
        if table not in self._cues:
            self._cues[table] = cues_in(self.context.text, table)
        return ((cue.start, cue.end) for cue in self._cues[table] if cue.group == group)

    def _of_words(self, parts: Mapping[str, str]) -> Iterator[Place]:
        if parts.get("pair"):
            yield from self._pairs(parts["pair"])
            return
        wanted = parts.get("word") or _first_word(parts.get("path", ""))
        if " " in wanted:
            yield from self._phrase(wanted)
        yield from ((t.idx, t.idx + len(t)) for t in self._tokens(wanted))

    def _tokens(self, form: str) -> list[Token]:
        """The tokens of a lemma or lower-case form."""
        if not self._forms:
            for token in self.context.doc:
                for known in {lemma(token), token.lower_}:
                    self._forms.setdefault(known, []).append(token)
        return self._forms.get(form, [])

    def _pairs(self, pair: str) -> Iterator[Place]:
        first, _, second = pair.partition("_")
        doc = self.context.doc
        for token in self._tokens(first):
            for other in doc[token.i + 1 : token.i + PAIR_REACH]:
                if second in (lemma(other), other.lower_):
                    yield token.idx, other.idx + len(other)
                    break

    def _phrase(self, phrase: str) -> Iterator[Place]:
        text = self.context.text.lower()
        start = text.find(phrase)
        while start >= 0:
            yield start, start + len(phrase)
            start = text.find(phrase, start + 1)

    def _in_scope(self, words: Place, place: Place, where: str, cue: bool) -> bool:
        if where == "inside":
            return place[0] <= words[0] and words[1] <= place[1]
        number, own = self.context.sentence_number(words[0]), self.context.sentence_number(place[0])
        if where == "opening":
            return number < (LEAD if cue else OPENING)
        if where == "closing":
            return number >= len(self.context.sentences) - OPENING
        steps = {"previous": (-1,), "next": (1,), "beside": (-1, 1)}.get(where, (0,))
        return number - own in steps


def _first_word(path: str) -> str:
    return path.split("/")[1].partition(">")[2] if path.startswith("/") else ""


def _distance(place: Place, words: Place) -> int:
    return max(place[0] - words[1], words[0] - place[1], 0)


def _on_side(words: Place, place: Place, side: str) -> bool:
    if side == "L":
        return words[1] <= place[0]
    if side == "R":
        return words[0] >= place[1]
    return True
