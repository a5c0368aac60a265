"""A standalone Spark master and workers on loopback, each a process that a test can kill."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import dragoman

HOST = "127.0.0.1"
_PATIENCE = 90.0  # seconds until a process must have started


@dataclass
class Cluster:
    """A running cluster.

    Fields:
        url: for SparkSession.builder.master. workers: their processes, by number.
    """

    url: str
    page: str
    workers: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)

    def kill(self, number: int) -> None:
        """Kill a worker with all its executors and Python processes, as kill -9 does."""
        process = self.workers.pop(number)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)

    def alive(self) -> int:
        """How many workers the master counts."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(self.page, timeout=10) as answer:
            return len(re.findall(rb"<td>ALIVE</td>", answer.read()))


def settings(extra: Mapping[str, str] = {}) -> dict[str, str]:
    """What a session of the tests is set to: loopback, small, no page."""
    source = str(Path(dragoman.__file__).parents[1])
    return {
        "spark.driver.host": HOST,
        "spark.driver.bindAddress": HOST,
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.session.timeZone": "UTC",
        "spark.executorEnv.PYTHONPATH": source,
        "spark.executor.memory": "700m",
        "spark.driver.memory": "700m",
        **extra,
    }


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """A master and its workers; all are ended at the end."""
    port, page = _free(), _free()
    started: list[subprocess.Popen[bytes]] = []
    try:
        master = ["master.Master", "--host", HOST, "--port", str(port), "--webui-port", str(page)]
        started.append(_start(folder, "master", master))
        made = Cluster(f"spark://{HOST}:{port}", f"http://{HOST}:{page}/")
        _wait(made, 0)
        for number in range(workers):
            worker = [
                "worker.Worker", "--host", HOST, "--port", str(_free()), "--webui-port",
                str(_free()), "--cores", "1", "--memory", "1g", "--work-dir",
                str(folder / f"worker-{number}"), made.url,
            ]  # fmt: skip
            made.workers[number] = _start(folder, f"worker-{number}", worker)
            started.append(made.workers[number])
        _wait(made, workers)
        yield made
    finally:
        for process in started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(30)


def _start(folder: Path, name: str, arguments: list[str]) -> subprocess.Popen[bytes]:
    import pyspark

    home = Path(pyspark.__file__).parent
    program, *rest = arguments
    environment = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": HOST,
        "SPARK_NO_DAEMONIZE": "1",
        "SPARK_DAEMON_MEMORY": "256m",
        "PYSPARK_PYTHON": sys.executable,
    }
    with (folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{program}", *rest],
            stdout=log,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,  # so that all it starts can be killed with it
        )


def _wait(made: Cluster, workers: int) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            if made.alive() >= workers:
                return
        except OSError:
            pass
        time.sleep(0.3)
    raise TimeoutError(f"no cluster with {workers} workers after {_PATIENCE:.0f} s")


def _free() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        port: int = one.getsockname()[1]
        return port
