"""Worker processes that may die or hang without taking the run with them.

Each worker has a pipe of its own and gets a few sources at a time; it answers them one by one. What a dead or hanging
worker had not answered goes to a new one. The article that it was at is tried once more (the worker may have been
killed for reasons of its own); if that ends a worker again, or passed the time limit, it becomes a failure. Outcomes
leave in the order of the sources.
"""

from __future__ import annotations

import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType

from newsdocket.errors import ModelError, NewsdocketError
from newsdocket.read.article import Failure, Source
from newsdocket.run import Outcome, RunSettings, outcome_of

BATCH = 4
"""Sources that a worker holds at a time: enough that it never waits, few enough that the end of a run is shared
evenly."""
AHEAD = 16
"""Sources per worker that may be under way or waiting for an earlier one, the bound on memory."""
STARTS = 3
"""Workers in a row that may die while loading before the run gives up."""

Job = tuple[int, Source]


def work(connection: Connection, settings: RunSettings) -> None:
    """The life of a worker: load, then answer each source of each batch until the parent closes the pipe or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        try:
            pipeline = settings.load(settings.model)
            connection.send(None)
            while True:
                for number, source in connection.recv():
                    connection.send((number, outcome_of(source, pipeline, settings)))
        except NewsdocketError as error:
            connection.send(ModelError(str(error)))


@dataclass
class Worker:
    """A process, the pipe to it, what it still owes, and since when it is at the first of that."""

    process: BaseProcess
    connection: Connection
    jobs: deque[Job] = field(default_factory=deque)
    ready: bool = False
    since: float = 0.0

    def give(self, batch: list[Job]) -> None:
        """Sends a batch; a worker that is gone is found out when its answer is read."""
        self.jobs.extend(batch)
        self.since = time.monotonic()
        try:
            self.connection.send(batch)
        except OSError:
            self.process.kill()

    def end(self) -> None:
        """Ends the process, whatever it is doing."""
        self.process.kill()
        self.process.join()
        self.connection.close()


def run_workers(sources: Iterable[Source], settings: RunSettings, workers: int) -> Iterator[Outcome]:
    """The outcomes of ``sources`` in their order, by ``workers`` processes."""
    with Pool(settings, workers) as pool:
        yield from pool.outcomes(sources)


class Pool:
    """The parent's side: hands out sources, takes answers, replaces workers, puts outcomes in order.

    The workers start with the first source and stay for any number of calls of :meth:`outcomes`, until the ``with``
    block ends.
    """

    def __init__(self, settings: RunSettings, workers: int) -> None:
        self.settings = settings
        self.size = workers
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[Worker] = []
        self._failed_starts = 0
        self._begin(())

    def _begin(self, sources: Iterable[Source]) -> None:
        self._waiting = enumerate(sources)
        self._again: deque[Job] = deque()
        self._done: dict[int, Outcome] = {}
        self._next = 0
        self._given = 0
        self._exhausted = False
        self._tried: set[int] = set()

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Ends the workers."""
        for worker in self._workers:
            worker.end()
        self._workers = []

    def outcomes(self, sources: Iterable[Source]) -> Iterator[Outcome]:
        """The outcome of every source, in order. One call at a time; a call that was left early costs the workers."""
        if any(worker.jobs for worker in self._workers):
            self.stop()
        self._begin(sources)
        first = self._new_job()
        if first is None:
            return
        self._again.append(first)
        while len(self._workers) < self.size:
            self._workers.append(self._new_worker())
        yield from self._outcomes()

    def _outcomes(self) -> Iterator[Outcome]:
        while True:
            for worker in self._workers:
                self._feed(worker)
            if self._is_done():
                return
            self._listen()
            while self._next in self._done:
                yield self._done.pop(self._next)
                self._next += 1

    def _is_done(self) -> bool:
        under_way = self._again or self._done or any(worker.jobs for worker in self._workers)
        return self._exhausted and not under_way

    def _new_worker(self) -> Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=work, args=(theirs, self.settings), daemon=True)
        process.start()
        theirs.close()
        return Worker(process, ours)

    def _feed(self, worker: Worker) -> None:
        if worker.ready and not worker.jobs:
            batch = self._batch()
            if batch:
                worker.give(batch)

    def _batch(self) -> list[Job]:
        batch: list[Job] = []
        while len(batch) < BATCH:
            job = self._again.popleft() if self._again else self._new_job()
            if job is None:
                break
            batch.append(job)
        return batch

    def _new_job(self) -> Job | None:
        if self._given - self._next >= AHEAD * self.size:
            return None
        job = next(self._waiting, None)
        if job is None:
            self._exhausted = True
        else:
            self._given += 1
        return job

    def _listen(self) -> None:
        """Waits for an answer, a death or the time limit, and deals with all that there are."""
        answered = wait([worker.connection for worker in self._workers], self._patience())
        for worker in [worker for worker in self._workers if worker.connection in answered]:
            self._take(worker)
        limit = self.settings.time_limit
        if limit is not None:
            for worker in [w for w in self._workers if w.jobs and time.monotonic() - w.since > limit]:
                self._replace(worker, f"stopped after the time limit of {limit:g} seconds")

    def _patience(self) -> float | None:
        limit = self.settings.time_limit
        running = [worker.since for worker in self._workers if worker.jobs]
        if limit is None or not running:
            return None
        return max(0.0, min(running) + limit - time.monotonic()) + 0.01

    def _take(self, worker: Worker) -> None:
        try:
            answer = worker.connection.recv()
        except (EOFError, OSError):
            self._died(worker)
            return
        if isinstance(answer, ModelError):
            raise answer
        if answer is None:
            worker.ready, self._failed_starts = True, 0
            return
        number, outcome = answer
        worker.jobs.popleft()
        worker.since = time.monotonic()
        self._done[number] = outcome

    def _died(self, worker: Worker) -> None:
        worker.process.join()
        code = worker.process.exitcode
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= STARTS:
                raise ModelError(
                    f"a worker ended with code {code} while it loaded the model {self.settings.model!r}"
                    " (scripts that start workers need the guard: if __name__ == '__main__')"
                )
        how = f"signal {-code}" if code is not None and code < 0 else f"code {code}"
        if worker.jobs and worker.jobs[0][0] not in self._tried:
            self._tried.add(worker.jobs[0][0])
            self._replace(worker, None)
        else:
            self._replace(worker, f"the worker process ended with {how}")

    def _replace(self, worker: Worker, reason: str | None) -> None:
        """A new worker for one that is lost. With a ``reason`` its current article fails; the rest of its batch is
        done again."""
        worker.end()
        if worker.jobs and reason is not None:
            number, source = worker.jobs.popleft()
            self._done[number] = Failure(source.id, source.name, "run", reason)
        self._again.extendleft(reversed(worker.jobs))
        self._workers[self._workers.index(worker)] = self._new_worker()
