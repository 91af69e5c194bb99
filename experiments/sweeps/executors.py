"""The two executors of a sweep, behind one interface: processes on this machine, or the workers of a Dask scheduler.

An executor takes chunks of jobs and returns futures. `broken` separates the death of a worker (killed, out of memory)
from an error in the run itself. The runner does not know which executor it has, so results cannot depend on it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import multiprocessing
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol

from agents.engine.cache import is_kept
from agents.errors import InputError, shortened
from experiments.defaults import MOST_JOBS
from experiments.design.study import Job, Study
from experiments.errors import StoppedError, installing
from experiments.machine.compiling import compile_once
from experiments.machine.processes import APART, begin_apart
from experiments.runs.run import integer
from experiments.sweeps.rows import ChunkResult
from experiments.sweeps.workers import program, run_jobs
from samskaping.language import Message

GONE = Message(
    "the Dask scheduler is gone, and with it the runs in progress. Completed runs are kept, and the same command "
    "resumes the sweep when there is a scheduler again"
)


MOST_ON_WINDOWS = 61  # processes; Windows lets Python wait for no more
CONNECT_SECONDS = 5.0  # for the scheduler to answer
WORKER_SECONDS = 4.0  # for the first worker to connect: with the above, under ten seconds in all


LOGGERS = ("distributed", "distributed.client", "distributed.comm", "tornado", "asyncio")
"""Loggers that are silent while a sweep uses Dask: tracebacks would hide the message that says what to do."""


def sources_changed(theirs: str) -> Message:
    """Return the message that a process was started with other sources than the sweep."""
    return Message(
        "the sources of samskaping changed while the sweep ran ({theirs}, at its start {ours}). Its results would "
        "mix two models. Undo the edit and give the same command, or give a new folder with --out",
        theirs=theirs,
        ours=program(),
    )


def another_program(who: str, theirs: str) -> Message:
    """Return the message that workers run another version of the program."""
    return Message(
        "workers of {who} have another version of samskaping ({theirs}, here {ours}): results would mix two models; "
        "install the same version everywhere",
        who=who,
        theirs=theirs,
        ours=program(),
    )


class Executor(Protocol):
    """The interface between the runner and its workers."""

    workers: int
    name: str

    def submit(self, study: Study, jobs: Sequence[Job]) -> Any:
        """Start a chunk; return its future."""

    def finished(self, futures: Iterable[Any], seconds: float) -> set[Any]:
        """Return the futures that are done, waiting at most `seconds` for the first."""

    def broken(self, error: BaseException) -> bool:
        """Return whether an error means that a worker died."""

    def restart(self) -> None:
        """Make the executor work again after a worker died."""


class Processes:
    """Processes on this machine. When one dies its whole pool is lost, so the pool is replaced."""

    def __init__(self, workers: int) -> None:
        if multiprocessing.current_process().daemon:
            raise InputError(
                "a sweep starts processes, which a process of a pool may not do: call it from the main process, or "
                "run single models here"
            )
        self.workers = integer("the number of jobs", workers, 1, MOST_JOBS)
        self.name = f"{workers} process{'es' if workers > 1 else ''} on this machine"
        self._pool = self._new()

    def _new(self) -> ProcessPoolExecutor:
        most = min(self.workers, MOST_ON_WINDOWS) if sys.platform == "win32" else self.workers
        return ProcessPoolExecutor(most, mp_context=APART, initializer=begin_apart)

    def submit(self, study: Study, jobs: Sequence[Job]) -> Future[ChunkResult]:
        """Start a chunk; return its future."""
        try:
            return self._pool.submit(run_jobs, study, jobs)
        except BrokenProcessPool as error:  # a worker died between two calls
            future: Future[ChunkResult] = Future()
            future.set_exception(error)
            return future

    def finished(self, futures: Iterable[Future[Any]], seconds: float) -> set[Future[Any]]:
        """Return the futures that are done, waiting at most `seconds` for the first."""
        return wait(futures, timeout=seconds, return_when=FIRST_COMPLETED).done

    def broken(self, error: BaseException) -> bool:
        """Return whether an error means that a worker died."""
        return isinstance(error, BrokenProcessPool)

    def restart(self) -> None:
        """Make a new pool."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._new()

    def stop(self, now: bool) -> None:
        """End the workers, `now` without waiting for what they do."""
        if now:
            for process in list((self._pool._processes or {}).values()):
                with contextlib.suppress(OSError):
                    process.kill()
        # Waiting is short when the workers have ended; without it Python's clean-up at exit may print an error.
        self._pool.shutdown(wait=True, cancel_futures=True)


class Dask:
    """The workers of a Dask scheduler, which itself replaces workers that die."""

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise InputError("--dask needs the package distributed: {command}", command=installing("cluster")) from None
        self._levels = {name: logging.getLogger(name).level for name in LOGGERS}
        self._log_at(dict.fromkeys(LOGGERS, logging.CRITICAL + 1))
        try:
            _reach(address)
            self._client = Client(address, timeout=f"{CONNECT_SECONDS:g}s")
        except Exception as error:  # with a peer that is no scheduler, it may raise any exception
            self._log_at(self._levels)
            why = shortened(f"{address} ({type(error).__name__}: {error})", 300)
            raise InputError(
                "no Dask scheduler answers at {why}; start one with `dask scheduler`, and give the address it prints",
                why=why,
            ) from None
        try:
            self._check_workers(address)
        except BaseException:
            self.stop(now=True)
            raise
        self.workers = max(1, sum(self._client.nthreads().values()))
        self.name = f"{self.workers} threads of the Dask scheduler at {address}"

    def _check_workers(self, address: str) -> None:
        """Refuse a scheduler without workers, and workers that would run another version of the program."""
        try:
            self._client.wait_for_workers(1, timeout=WORKER_SECONDS)
        except TimeoutError:
            raise InputError(
                "the Dask scheduler at {address} has no workers: start some with `dask worker {address}`",
                address=address,
            ) from None
        try:
            hashes = self._client.run(program)
        except Exception as error:
            why = shortened(f"{type(error).__name__}: {error}", 300)
            raise InputError(
                "the workers of {address} cannot load samskaping ({why})", address=address, why=why
            ) from None
        others = sorted({str(hashed) for hashed in hashes.values()} - {program()})
        if others:
            raise InputError(another_program(f"{address}", ", ".join(others)))

    def submit(self, study: Study, jobs: Sequence[Job]) -> Any:
        """Start a chunk; return its future."""
        return self._client.submit(run_jobs, study, jobs, pure=False)

    def finished(self, futures: Iterable[Any], seconds: float) -> set[Any]:
        """Return the futures that are done, waiting at most `seconds` for the first."""
        from distributed import wait as wait_for

        try:
            return set(wait_for(list(futures), timeout=seconds, return_when="FIRST_COMPLETED").done)
        except TimeoutError:
            return set()
        except (CancelledError, OSError) as error:
            raise StoppedError(GONE) from error

    def broken(self, error: BaseException) -> bool:
        """Return whether an error means that workers died repeatedly while they ran this chunk.

        Raises:
            StoppedError: the scheduler is gone, and with it the chunks that it had. No run caused that.
        """
        if isinstance(error, (CancelledError, OSError)):
            raise StoppedError(GONE) from error
        return type(error).__name__ == "KilledWorker"

    def restart(self) -> None:
        """Do nothing: the scheduler replaces its workers."""

    def stop(self, now: bool) -> None:
        """Disconnect from the scheduler; its workers stay."""
        self._client.close(timeout=2 if now else 10)
        self._log_at(self._levels)

    @staticmethod
    def _log_at(levels: Mapping[str, int]) -> None:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def _reach(address: str) -> None:
    """Request the identity of the peer at an address; raise within `CONNECT_SECONDS` if it is no Dask scheduler.

    `distributed.Client` waits without end for a peer that accepts a connection and stays silent.
    """
    from distributed.comm import connect
    from distributed.core import send_recv
    from distributed.security import Security

    async def identity() -> Any:
        link = await connect(address, CONNECT_SECONDS, **Security().get_connection_args("client"))
        try:
            return await send_recv(link, op="identity")
        finally:
            link.abort()

    async def in_time() -> Any:
        return await asyncio.wait_for(identity(), CONNECT_SECONDS)

    with ThreadPoolExecutor(1) as thread:  # the thread of a notebook has an event loop already
        peer = thread.submit(asyncio.run, in_time()).result()
    if peer.get("type") != "Scheduler":
        raise ValueError(f"it is a {peer.get('type')}")


def check_scheduler(address: str) -> None:
    """Refuse, within ten seconds, a Dask address without a scheduler, without workers or with other sources."""
    Dask(address).stop(now=True)


@contextlib.contextmanager
def executor(workers: int, dask: str | None) -> Iterator[Executor]:
    """Yield an executor, and end it afterwards: in good order, or at once after an error."""
    if dask is None and is_kept():  # workers would not find a temporary cache
        compile_once()
    made: Processes | Dask = Processes(workers) if dask is None else Dask(dask)
    try:
        yield made
    except BaseException:
        made.stop(now=True)
        raise
    made.stop(now=False)
