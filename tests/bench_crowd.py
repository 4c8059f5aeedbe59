"""Thirty people who open pages of one server at once, as their browsers do: by its web socket."""

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).parents[1]
PEOPLE, ROUNDS = 30, 5
LONGEST, MOST_MEMORY = 3.0, 30.0  # seconds for one page, MB for one session
PATHS = ("", "theme", "unit", "compare", "metric", "groups", "cases", "actions", "provenance",
         "definitions")  # fmt: skip
UNITS = ("Central East", "Central West", "Hackney", "Bromley", "Lambeth", "Camden", "Croydon")


def crowd(store: Path) -> list[str]:
    """What is to be said of thirty people at a server with this store."""
    with _serving(store) as (port, process):
        return asyncio.run(_crowd(port, process))


@contextmanager
def _serving(store: Path) -> Iterator[tuple[int, int]]:
    """The port and the process of a server."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = int(listening.getsockname()[1])
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    told = {"SCORECARD_STORE": str(store), "SCORECARD_CONFIG": str(ROOT / "config")}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(
        [*command, "--server.port", str(port)], cwd=ROOT, env=os.environ | told, **quiet
    ) as server:
        try:
            while True:
                with socket.socket() as knocking:
                    if not knocking.connect_ex(("127.0.0.1", port)):
                        break
                time.sleep(0.2)
            yield port, server.pid
        finally:
            server.terminate()


async def _crowd(port: int, process: int) -> list[str]:
    people = [
        await websockets.connect(
            f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=["streamlit"],
            origin=f"http://127.0.0.1:{port}", max_size=None,
        )
        for _ in range(PEOPLE)
    ]  # fmt: skip
    await _open(people[0], "unit", UNITS[0])
    before = _memory(process)
    for person in people[1:]:
        await _open(person, "unit", UNITS[0])
    each = (_memory(process) - before) / (PEOPLE - 1)
    taken, worked = [], _processor(process)
    for turn in range(ROUNDS):
        at_once = [
            _open(person, PATHS[(place + turn) % len(PATHS)], UNITS[(place + turn) % len(UNITS)])
            for place, person in enumerate(people)
        ]
        taken += await asyncio.gather(*at_once)
    middle, slowest = statistics.median(taken), max(taken)
    processor = 1000 * (_processor(process) - worked) / len(taken)
    return [
        f"{PEOPLE} at once: median {middle:.2f} s, slowest {slowest:.2f} s (target {LONGEST:.0f})",
        f"processor time of each of their pages: {processor:.0f} ms",
        f"memory of one more session: {each:.1f} MB (target {MOST_MEMORY:.0f})",
    ]


async def _open(person: websockets.ClientConnection, path: str, unit: str) -> float:
    """The seconds until a page is wholly there for one person."""
    asked = BackMsg()
    asked.rerun_script.query_string = urlencode({"unit": unit})
    asked.rerun_script.page_name = path
    start = time.perf_counter()
    await person.send(asked.SerializeToString())
    while True:
        told = ForwardMsg()
        told.ParseFromString(await person.recv())
        if told.WhichOneof("type") == "script_finished":
            return time.perf_counter() - start


def _processor(process: int) -> float:
    """The processor time of a process in seconds, as Linux has it."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(process: int) -> float:
    """The memory of a process in MB, as Linux has it."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024
