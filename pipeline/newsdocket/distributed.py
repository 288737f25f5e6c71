"""The same records from many machines: JSON Lines or Parquet in, Parquet out, with Ray Data (extra ``ray``).

Input files are done in groups. Each group becomes a folder of Parquet files and, once that is complete and counted, a
marker beside it, so that an interrupted run goes on with the groups that have none. In a group Ray hands small batches
to workers; each worker keeps one loaded pipeline in a process of its own (:mod:`newsdocket.pool`), so that an article
that dies or hangs costs itself alone, as in a local run. A worker that is lost is replaced by Ray, which gives its
batch to another.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from newsdocket.cloud import InputFile, articles_of, find_files, open_folder
from newsdocket.defaults import TIME_LIMIT
from newsdocket.errors import NewsdocketError, UsageError
from newsdocket.pool import Pool
from newsdocket.read.article import Failure
from newsdocket.run import Outcome, RunSettings
from newsdocket.write import record_json

if TYPE_CHECKING:
    import pyarrow as pa

GROUP_BYTES = 1_000_000_000
"""Input of a group, at least one file: what an interruption can cost at most."""
BATCH = 16
"""Articles of a batch: what is done again when a worker is lost."""
ROWS_PER_FILE = 5_000
MARKER = ".done.json"
COLUMNS = ("id", "source", "content_hash", "status", "record", "stage", "error")
"""Columns of the output, all text. ``record`` holds the record's JSON as a line of a local run's JSON Lines has it;
``status`` is ``record`` or ``error``, and ``stage`` and ``error`` are there for errors only."""


@dataclass(frozen=True)
class Cluster:
    """How to use Ray: the cluster's address (``None``: the one that this process is connected to, else this machine),
    workers, and bytes of input that one group holds."""

    address: str | None = None
    workers: int = 1
    group_bytes: int = GROUP_BYTES


@dataclass(frozen=True)
class Group:
    """Input files that are done together, by name, and what decides their records."""

    files: tuple[InputFile, ...]
    made_by: str

    @property
    def name(self) -> str:
        """Its folder's name."""
        return f"group-{_digest([self.made_by, *(asdict(file) for file in self.files)])}"


@dataclass
class Totals:
    """Articles in, records and errors out, all groups together; ``unchanged`` of the articles were done before."""

    articles: int = 0
    records: int = 0
    errors: int = 0
    unchanged: int = 0
    groups: list[str] = field(default_factory=list)

    def add(self, group: str, counts: dict[str, int], *, unchanged: bool) -> None:
        """Counts a group."""
        self.groups.append(group)
        self.articles += counts["articles"]
        self.records += counts["records"]
        self.errors += counts["errors"]
        self.unchanged += counts["articles"] if unchanged else 0


class Annotator:
    """What a Ray worker holds: one process with a loaded pipeline. Takes and gives Arrow tables."""

    def __init__(self, settings: RunSettings, keep_text: bool) -> None:
        self._pool = Pool(settings, 1)
        self._keep_text = keep_text

    def __call__(self, batch: pa.Table) -> pa.Table:
        """The output rows of a batch of pickled sources."""
        sources = [pickle.loads(value) for value in batch.column("source").to_pylist()]
        return table_of(self._pool.outcomes(sources), keep_text=self._keep_text)


def table_of(outcomes: Iterable[Outcome], *, keep_text: bool = True) -> pa.Table:
    """Outcomes as an Arrow table of :data:`COLUMNS`."""
    import pyarrow as pa

    rows = [row_of(outcome, keep_text=keep_text) for outcome in outcomes]
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, pa.string()) for name in COLUMNS]))


def row_of(outcome: Outcome, *, keep_text: bool = True) -> dict[str, str]:
    """One outcome as a row; columns that it has nothing for are left out."""
    if isinstance(outcome, Failure):
        row = {"status": "error", **asdict(outcome)}
    else:
        article = outcome.article
        row = {"id": article.id, "source": article.source, "content_hash": article.content_hash, "status": "record"}
        row["record"] = record_json(outcome, keep_text=keep_text, indent=None)
    return {name: value.encode("utf-8", "replace").decode("utf-8") for name, value in row.items()}


def distribute(
    paths: str | Sequence[str],
    output: str,
    settings: RunSettings | None = None,
    cluster: Cluster | None = None,
    *,
    keep_text: bool = True,
    force: bool = False,
) -> Totals:
    """The record or error of every article in the JSON Lines and Parquet files under ``paths``, as Parquet.

    ``paths`` and ``output`` are paths or addresses that fsspec knows (``s3://``, ``gs://``, ...); every machine must
    reach them. Groups that a run with the same input, version, model and settings completed are kept unless ``force``.
    Raises :class:`UsageError` when Ray is not installed, there is no input, or ``output`` holds other records, and
    :class:`NewsdocketError` when a group's rows are not as many as its articles.
    """
    settings, cluster = settings or RunSettings(time_limit=TIME_LIMIT), cluster or Cluster()
    files = find_files([paths] if isinstance(paths, str) else paths)
    connect(cluster)
    made_by = _digest([_provenance(settings), asdict(settings.read), keep_text])
    groups = [Group(tuple(part), made_by) for part in grouped(files, cluster.group_bytes)]
    folder, place = open_folder(output)
    done = {} if force else _done(folder, place)
    _remove_others(folder, place, {group.name for group in groups}, {file.name for file in files})
    totals = Totals()
    for group in groups:
        counts = done.get(group.name)
        unchanged = counts is not None
        if counts is None:
            counts = _carry_out(group, folder, place, settings, cluster, keep_text)
        totals.add(group.name, counts, unchanged=unchanged)
    return totals


def connect(cluster: Cluster) -> None:
    """Connects this process to Ray if it is not. Raises :class:`UsageError` when Ray is not installed, or has no
    processor to spare beside the workers (the run would wait for ever)."""
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise UsageError("Ray is not installed: pip install 'newsdocket[ray]'") from error
    if not ray.is_initialized():
        here = max(os.cpu_count() or 1, cluster.workers + 1) if cluster.address is None else None
        ray.init(address=cluster.address, num_cpus=here, log_to_driver=False, logging_level=logging.WARNING)
    processors = int(ray.cluster_resources().get("CPU", 0))
    if processors <= cluster.workers:
        raise UsageError(
            f"{cluster.workers} workers need {cluster.workers + 1} processors, one of them to read and write;"
            f" the cluster has {processors}"
        )
    ray.data.DataContext.get_current().enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.WARNING)


def grouped(files: Sequence[InputFile], size: int) -> Iterator[list[InputFile]]:
    """Consecutive files of about ``size`` bytes together, at least one."""
    part: list[InputFile] = []
    held = 0
    for file in files:
        if part and held + file.size > size:
            yield part
            part, held = [], 0
        part.append(file)
        held += file.size
    if part:
        yield part


def _provenance(settings: RunSettings) -> str:
    """What a worker's pipeline says of itself. Raises its :class:`ModelError`."""
    import ray

    try:
        found: str = ray.get(ray.remote(_provenance_here).remote(settings))
    except ray.exceptions.RayTaskError as error:
        raise error.cause if isinstance(error.cause, NewsdocketError) else error from error
    return found


def _provenance_here(settings: RunSettings) -> str:
    return str(getattr(settings.load(settings.model), "provenance", settings.model))


def _carry_out(
    group: Group, folder: Any, place: str, settings: RunSettings, cluster: Cluster, keep_text: bool
) -> dict[str, int]:
    """Does one group: rows, then the count, then the marker."""
    target = f"{place}/{group.name}"
    if folder.exists(target):
        folder.rm(target, recursive=True)
    rows = _rows(group, settings, cluster, keep_text)
    rows.write_parquet(target, filesystem=folder, min_rows_per_file=ROWS_PER_FILE)
    counts = {"articles": _articles(group, settings), **_counted(folder, target)}
    if counts["articles"] != counts["records"] + counts["errors"]:
        raise NewsdocketError(f"{group.name}: {counts['articles']} articles gave {counts['records']} records and "
                              f"{counts['errors']} errors")  # fmt: skip
    marker = {**counts, "files": [file.name for file in group.files]}
    folder.pipe_file(f"{target}{MARKER}.part", json.dumps(marker).encode())
    folder.mv(f"{target}{MARKER}.part", f"{target}{MARKER}")
    return counts


def _rows(group: Group, settings: RunSettings, cluster: Cluster, keep_text: bool) -> Any:
    """The output rows of a group, as a Ray dataset that is not computed yet."""
    import ray

    places = [{"file": pickle.dumps(file)} for file in group.files]
    articles = ray.data.from_items(places, override_num_blocks=len(places)).flat_map(partial(_sources, settings))
    return articles.repartition(target_num_rows_per_block=BATCH).map_batches(
        Annotator,
        fn_constructor_args=(settings, keep_text),
        batch_size=BATCH,
        batch_format="pyarrow",
        compute=ray.data.ActorPoolStrategy(size=cluster.workers),
    )


def _sources(settings: RunSettings, row: dict[str, Any]) -> Iterator[dict[str, bytes]]:
    for source in articles_of(pickle.loads(row["file"]), settings.read):
        yield {"source": pickle.dumps(source)}


def _articles(group: Group, settings: RunSettings) -> int:
    """How many articles the files of a group hold, by another pass through them."""
    import ray

    count = ray.remote(_count)
    return sum(ray.get([count.remote(file, settings) for file in group.files]))


def _count(file: InputFile, settings: RunSettings) -> int:
    return sum(1 for _ in articles_of(file, settings.read))


def _counted(folder: Any, target: str) -> dict[str, int]:
    """How many records and errors the Parquet files under ``target`` hold."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    counts = {"record": 0, "error": 0}
    for path in folder.find(target):
        with folder.open(path, "rb") as stream:
            for row in pc.value_counts(pq.read_table(stream, columns=["status"]).column("status")).to_pylist():
                counts[row["values"]] += row["counts"]
    return {"records": counts["record"], "errors": counts["error"]}


def _done(folder: Any, place: str) -> dict[str, dict[str, Any]]:
    """The marker of every complete group in ``place``, by the group's name."""
    markers = [path for path in folder.find(place) if path.endswith(MARKER)]
    return {_stem(path): json.loads(folder.cat_file(path)) for path in markers}


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(MARKER)


def _remove_others(folder: Any, place: str, wanted: set[str], files: set[str]) -> None:
    """Removes groups that this run replaces: of other settings, of files that have changed, and any that are
    incomplete. Raises :class:`UsageError` when one holds files that this run does not do again."""
    done = _done(folder, place)
    for name, marker in done.items():
        kept = set(marker["files"]) - files
        if kept and name not in wanted:
            raise UsageError(f"{place}/{name} holds records of other files ({min(kept)}); name another output")
    for name in done.keys() - wanted:
        folder.rm(f"{place}/{name}{MARKER}")
    for path in folder.ls(place, detail=False):
        if _stem(path).startswith("group-") and _stem(path) not in done.keys() & wanted:
            folder.rm(path, recursive=True)


def _digest(parts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()[:16]
