"""Evaluation: records against gold, runs against each other, and the floors that no change may fall through.

>>> from newsdocket.evaluate import evaluate, read_gold, read_pipeline      # doctest: +SKIP
>>> gold = read_gold("corpus/gold")                                         # doctest: +SKIP
>>> print(evaluate(gold, read_pipeline(gold)).headline)                     # doctest: +SKIP
"""

from newsdocket.evaluate.changes import RunChanges, compare_runs
from newsdocket.evaluate.evaluation import Evaluation, evaluate
from newsdocket.evaluate.floors import Floors, Verdict, check_floors, read_floors, updated_floors, write_floors
from newsdocket.evaluate.gold import Gold, GoldArticle, read_gold
from newsdocket.evaluate.scoring import FIELDS, HEADLINE_FIELDS, ArticleScore, Difference, score_article
from newsdocket.evaluate.sources import Found, read_pipeline, read_records

__all__ = [
    "FIELDS",
    "HEADLINE_FIELDS",
    "ArticleScore",
    "Difference",
    "Evaluation",
    "Floors",
    "Found",
    "Gold",
    "GoldArticle",
    "RunChanges",
    "Verdict",
    "check_floors",
    "compare_runs",
    "evaluate",
    "read_floors",
    "read_gold",
    "read_pipeline",
    "read_records",
    "score_article",
    "updated_floors",
    "write_floors",
]
