"""What is claimed or charged, how it stands by the end of the text, and how it got there.

Linear models in a row: one types each candidate (or rejects it), one tells which candidates of a type mean one claim
(``relate/grouping.py``), one reads the outcome of each claim from the words around all its mentions, one the
disposition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import pairwise
from operator import methodcaller

from newsdocket.extract.claims import EVENT, phrase_patterns, rule_kind, statute_in
from newsdocket.extract.spans import ClaimSpan
from newsdocket.linear import Doubled, LinearModel, Prediction, load_linear
from newsdocket.packaged import packaged_rows
from newsdocket.relate.context import (
    Context,
    around,
    bag_features,
    by_length,
    head_token,
    is_content,
    path_features,
    window_features,
)
from newsdocket.relate.grouping import MODEL as PAIR_MODEL
from newsdocket.relate.grouping import Mention, charge_words, group_mentions
from newsdocket.relate.likeness import group_features, sentence_groups
from newsdocket.relate.readers import mixed, opinion
from newsdocket.relate.wording import criminal_weight, cue_features, lead_features
from newsdocket.syntax import effective_head, lemma
from newsdocket.vocabulary import ClaimType, Disposition, Outcome

TYPE_MODEL, OUTCOME_MODEL, DISPOSITION_MODEL = "claim_types", "outcomes", "dispositions"
NOT_A_CLAIM = "none"
CRIME_OUTCOMES = frozenset({"convicted", "pleaded_guilty", "acquitted"})
LEAD_SENTENCES = 3
REJECTION = 0.4
LAST_RESORT = 0.95
"""A candidate is no claim when the model is at least this sure of it; an article whose candidates all fall through
keeps the likeliest one below ``LAST_RESORT`` (set on articles not trained on; the F1 is flat around them)."""
PHRASE_WEIGHT = 2.0
BARE_RULES = ("case:", f"{EVENT}:")
STATE_WIDTH = 8
STATUTE_REACH = 80
STATUTE_LINKS = (" under ", " in violation of ", " claim under ", " claims under ", " claims brought under ")


@dataclass(frozen=True)
class TypedClaim:
    """A candidate with the type that the model gives it."""

    span: ClaimSpan
    type: ClaimType
    prediction: Prediction
    features: Doubled

    @property
    def doubt(self) -> float:
        """Probability that the candidate is no claim of the case."""
        return self.prediction.probability_of(NOT_A_CLAIM)


@dataclass(frozen=True)
class RelatedClaim:
    """A claim of the case: all its mentions, its outcome and its disposition, and what they were read from."""

    type: ClaimType
    name: str
    statute: str | None
    mentions: tuple[ClaimSpan, ...]
    outcome: Outcome
    disposition: Disposition
    outcome_prediction: Prediction
    disposition_prediction: Prediction
    features: Doubled


def relate_claims(context: Context) -> list[RelatedClaim]:
    """The claims of the article, in order of their first mention."""
    typed = type_claims(context, load_linear(TYPE_MODEL))
    outcomes, dispositions = load_linear(OUTCOME_MODEL), load_linear(DISPOSITION_MODEL)
    pairs = load_linear(PAIR_MODEL)
    states = (state for group in group_claims(typed) for state in states_of(group, context, outcomes, pairs))
    related = [_related(group, outcome, context, dispositions) for group, outcome in states]
    return sorted(related, key=_first_mention)


def _first_mention(claim: RelatedClaim) -> int:
    return claim.mentions[0].start


def type_claims(context: Context, model: LinearModel) -> list[TypedClaim]:
    """The candidates that the model takes for claims, with their types; the likeliest one where none is sure."""
    every = [typed_claim(span, context, model) for span in context.claims]
    sure = [claim for claim in every if claim.doubt < REJECTION]
    if sure or not every:
        return sure
    best = min(every, key=_doubt)
    return [best] if best.doubt < LAST_RESORT else []


def typed_claim(span: ClaimSpan, context: Context, model: LinearModel) -> TypedClaim:
    """A candidate with its type, by the linear ``model`` and a reader; a statute that it names has the last word."""
    features = type_features(span, context)
    prediction = mixed(TYPE_MODEL, model.predict(features), opinion(methodcaller("claim_type", span), context))
    return TypedClaim(span, statute_type(span, context) or likeliest_type(span, prediction), prediction, features)


def statute_type(span: ClaimSpan, context: Context) -> ClaimType | None:
    """The type of the one kind of statute that other words of a claim name ("dismissed the claims under the CFAA")."""
    if span.rule == "phrase":
        return None
    statutes = context.remembered("statutes", _statutes)
    kinds = {other.type for other in statutes if span.start <= other.start and other.end <= span.end}
    return kinds.pop() if len(kinds) == 1 else None


def _statutes(context: Context) -> list[ClaimSpan]:
    return [span for span in context.claims if names_statute(span)]


def likeliest_type(span: ClaimSpan, prediction: Prediction) -> ClaimType:
    """The type of a candidate if it is a claim: the model's, except that a phrase of the law keeps its own type unless
    the model is ``PHRASE_WEIGHT`` times surer of another one; a statute keeps it unless it is charged as a crime."""
    best = prediction.best_but(NOT_A_CLAIM)
    if names_statute(span) and best != "crime":
        return span.type
    if span.rule == "phrase" and span.type != best:
        own = prediction.probability_of(span.type) * PHRASE_WEIGHT
        best = span.type if own >= prediction.probability_of(best) else best
    return best  # type: ignore[return-value]


def names_statute(span: ClaimSpan) -> bool:
    """Whether a phrase of the law is a statute's name ("the Lanham Act") or its letters ("CFAA")."""
    return span.rule == "phrase" and (span.statute is not None or (span.text.isupper() and span.text.isalpha()))


def _doubt(claim: TypedClaim) -> float:
    return round(claim.doubt, 6)


def type_features(span: ClaimSpan, context: Context) -> Doubled:
    """Features of a candidate: its words, the phrases of law in it, where it stands, and the words around it."""
    return by_length(_type_features(span, context), context)


def _type_features(span: ClaimSpan, context: Context) -> Iterator[str]:
    tokens = context.tokens(span.start, span.end)
    sentence = context.sentence_of(span.start)
    yield f"rule={span.rule}"
    yield f"rule_kind={rule_kind(span.rule)}"
    yield f"phrase={span.type if span.rule == 'phrase' else 'none'}"
    yield f"sentence={min(context.sentence_number(span.start), 3)}"
    criminal = criminal_weight(context)
    yield f"criminal={criminal}"
    yield f"criminal,phrase={criminal},{span.type if span.rule == 'phrase' else 'none'}"
    for kind in phrase_types(span.text):
        yield f"has={kind}"
    for kind in phrase_types(sentence.text):
        yield f"sentence_has={kind}"
    for kind in lead_types(context):
        yield f"lead_has={kind}"
    yield from (f"W={lemma(t)}" for t in tokens)
    yield from (f"W2={lemma(a)}_{lemma(b)}" for a, b in pairwise(tokens))
    yield from path_features(effective_head(head_token(context, span.start, span.end)))
    yield from window_features(tokens, sentence)
    yield from bag_features(sentence, "S", context)
    yield from group_features(tokens, "W")
    yield from sentence_groups(context.sentence_number(span.start), context)


@lru_cache(maxsize=256)
def phrase_types(text: str) -> tuple[ClaimType, ...]:
    """The claim types whose phrases occur in ``text``, in the order of the table."""
    return tuple(kind for kind, pattern in phrase_patterns() if pattern.search(text))


def lead_types(context: Context) -> tuple[ClaimType, ...]:
    """The claim types whose phrases occur in the first sentences."""
    return context.remembered("lead_types", _lead_types)


def _lead_types(context: Context) -> tuple[ClaimType, ...]:
    last = context.sentences[min(LEAD_SENTENCES, len(context.sentences)) - 1] if context.sentences else None
    return phrase_types(context.text[: last.end_char]) if last is not None else ()


def group_claims(typed: Sequence[TypedClaim]) -> list[list[TypedClaim]]:
    """Candidates that may mean one claim: all of one type, except that charges stay apart by what they name."""
    groups: list[list[TypedClaim]] = []
    for claim in typed:
        group = next((g for g in groups if _same_claim(claim, g)), None)
        if group is None:
            groups.append([claim])
        else:
            group.append(claim)
    return groups


def _same_claim(claim: TypedClaim, group: Sequence[TypedClaim]) -> bool:
    if claim.type != group[0].type:
        return False
    return claim.type != "crime" or any(_same_charge(claim.span, other.span) for other in group)


def is_bare(span: ClaimSpan) -> bool:
    """Whether a candidate tells that there is a claim, or what became of it, rather than what it is."""
    return span.rule.startswith(BARE_RULES)


def _same_charge(a: ClaimSpan, b: ClaimSpan) -> bool:
    if a.start < b.end and b.start < a.end:
        return True
    if is_bare(a) or is_bare(b):
        return True
    one, two = charge_words(a.text), charge_words(b.text)
    return one <= two or two <= one or len(one & two) / max(1, len(one | two)) >= 0.5


def states_of(
    group: Sequence[TypedClaim], context: Context, outcomes: LinearModel, pairs: LinearModel
) -> list[tuple[list[TypedClaim], Prediction]]:
    """The claims that mentions of one type stand for, each with its outcome.

    Each mention is read alone first; mentions then part where the model of pairs takes them for different claims (two
    patents, another defendant, an earlier case), and what all mentions of a claim tell together is its outcome.
    """
    kind = group[0].type
    alone = [read_outcome(kind, [c.span], context, outcomes) for c in group]
    mentions = [Mention(c.span, read.label) for c, read in zip(group, alone, strict=True)]
    states = []
    for numbers in group_mentions(mentions, context, pairs):
        claim = [group[i] for i in numbers]
        single = len(claim) == 1
        read = alone[numbers[0]] if single else read_outcome(kind, [c.span for c in claim], context, outcomes)
        states.append((claim, read))
    return states


def read_outcome(kind: ClaimType, spans: Sequence[ClaimSpan], context: Context, model: LinearModel) -> Prediction:
    """The outcome of a claim by the linear model and, where the pipeline has one, by a neural reader."""
    linear = model.predict(outcome_features(kind, spans, context), allowed_outcomes(kind, model.labels))
    return mixed(OUTCOME_MODEL, linear, opinion(methodcaller("state", OUTCOME_MODEL, kind, spans), context))


def _related(
    group: Sequence[TypedClaim], outcome: Prediction, context: Context, dispositions: LinearModel
) -> RelatedClaim:
    spans = tuple(claim.span for claim in group)
    features = outcome_features(group[0].type, spans, context)
    said = opinion(methodcaller("state", DISPOSITION_MODEL, group[0].type, spans), context)
    linear = dispositions.predict(replace(features, more=disposition_features(outcome.label)))
    disposition = mixed(DISPOSITION_MODEL, linear, said)
    return RelatedClaim(
        type=group[0].type,
        name=best_span(group).name,
        statute=statute_of(spans, context),
        mentions=spans,
        outcome=outcome.label,  # type: ignore[arg-type]
        disposition=settled_by_words(outcome.label, features.plain) or disposition.label,  # type: ignore[arg-type]
        outcome_prediction=outcome,
        disposition_prediction=disposition,
        features=features,
    )


@lru_cache(maxsize=1)
def disposition_rules() -> dict[tuple[str, str], Disposition]:
    """The rows of ``data/disposition_rules.jsonl``: disposition by outcome and group of words beside the claim."""
    return {(r["outcome"], r["cue"]): r["disposition"] for r in packaged_rows("relate/data/disposition_rules.jsonl")}


def settled_by_words(outcome: str, features: Iterable[str]) -> Disposition | None:
    """The disposition that words like "default judgment" or "consent decree" leave no doubt about."""
    present = set(features)
    return next((d for (o, cue), d in disposition_rules().items() if o == outcome and f"cue={cue}" in present), None)


def statute_of(spans: Sequence[ClaimSpan], context: Context) -> str | None:
    """The statute that a claim rests on: named in its own words, or right behind them ("under the Lanham Act")."""
    for span in spans:
        if span.statute:
            return span.statute
    for span in spans:
        behind = context.text[span.end : min(span.end + STATUTE_REACH, context.sentence_of(span.start).end_char)]
        if behind.startswith(STATUTE_LINKS) and (statute := statute_in(behind)):
            return statute
    return None


def best_span(group: Sequence[TypedClaim]) -> ClaimSpan:
    """The mention that names the claim best: a phrase of the law before other words, the surest first."""
    return max(group, key=_naming_value).span


def _naming_value(claim: TypedClaim) -> tuple[bool, float, int]:
    return not is_bare(claim.span), round(claim.prediction.probability, 3), -claim.span.start


def allowed_outcomes(kind: ClaimType, labels: Iterable[str]) -> list[str]:
    """The outcomes that a claim of this type can have: only charges end in conviction, plea or acquittal."""
    return [label for label in labels if kind == "crime" or label not in CRIME_OUTCOMES]


def outcome_features(kind: ClaimType, spans: Sequence[ClaimSpan], context: Context) -> Doubled:
    """Features of a claim's state: the words around each mention, in the sentences beside it, and in the lead."""
    key = f"state {kind} {[(span.start, span.end) for span in spans]}"
    return context.remembered(key, partial(_doubled_outcome_features, kind, spans))


def _doubled_outcome_features(kind: ClaimType, spans: Sequence[ClaimSpan], context: Context) -> Doubled:
    return by_length(_outcome_features(kind, spans, context), context)


def _outcome_features(kind: ClaimType, spans: Sequence[ClaimSpan], context: Context) -> Iterator[str]:
    yield f"type={kind}"
    yield f"crime={kind == 'crime'}"
    numbers = sorted({context.sentence_number(span.start) for span in spans})
    for span in spans:
        tokens = context.tokens(span.start, span.end)
        sentence = context.sentence_of(span.start)
        yield from path_features(effective_head(head_token(context, span.start, span.end)))
        yield from window_features(tokens, sentence, STATE_WIDTH)
        yield from cue_features(span.start, span.end, context, "outcome_cues")
        yield from lead_features(span.start, context, "outcome_cues")
        yield from group_features(around(tokens, sentence, STATE_WIDTH), "L", skip=1)
    for number in numbers:
        yield from sentence_groups(number, context, skip=1)
        yield from bag_features(context.sentences[number], "S", context)
        yield from bag_features(context.sentences[number], f"S{kind == 'crime'}", context)
        yield from _phrase_features(context, number)
    near = {n + step for n in numbers for step in (-1, 1)} - set(numbers)
    for number in sorted(n for n in near if 0 <= n < len(context.sentences)):
        yield from bag_features(context.sentences[number], "N", context)
    if context.is_short:
        for sentence in context.sentences[:2]:
            yield from bag_features(sentence, "D", context)
        for sentence in context.sentences[-2:]:
            yield from bag_features(sentence, "E", context)


def _phrase_features(context: Context, number: int) -> Iterator[str]:
    """Neighbouring content words of a sentence as pairs: ``agree_pay``, ``plead_guilty``, ``throw_out``."""
    words = [t for t in context.sentences[number] if is_content(t) or t.tag_ in {"RP", "IN", "MD", "TO"}]
    for first, second in pairwise(words):
        yield f"P={lemma(first)}_{lemma(second)}"
    for token in words:
        if token.tag_.startswith("V"):
            yield f"V={token.lower_}/{token.tag_}"


def disposition_features(outcome: str) -> tuple[str, ...]:
    """What the outcome says about the disposition."""
    return (f"outcome={outcome}",)
