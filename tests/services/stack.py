"""All of Layerscope as users start it: `manage.py serve` in a process of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNNING = "Layerscope is running at "
NOT_INHERITED = ("DATABASE_URL", "REDIS_URL", "POSTGRES_URL", "PORT", "DATA_DIR", "LOG_LEVEL", "LAYERSCOPE_RUN")


@dataclass(frozen=True)
class Stack:
    """A running `manage.py serve`; name says which database and broker it uses."""

    name: str
    url: str
    data_dir: Path
    process: subprocess.Popen[bytes]
    log_start: int = 0

    @property
    def log(self) -> str:
        """What it has printed so far; an earlier run on the same folder left its output before log_start."""
        return log_path(self.data_dir).read_bytes()[self.log_start :].decode(errors="replace")


def free_port() -> int:
    """A free loopback port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def log_path(data_dir: Path) -> Path:
    """Where the output of the serve process on this data folder goes."""
    return data_dir / "serve.log"


def start_serve(data_dir: Path, port: int, environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start `manage.py serve` without waiting for it."""
    data_dir.mkdir(parents=True, exist_ok=True)
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    with log_path(data_dir).open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=inherited | {"DATA_DIR": str(data_dir), "PORT": str(port)} | (environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


@contextlib.contextmanager
def running_stack(name: str, data_dir: Path, environment: dict[str, str] | None = None) -> Iterator[Stack]:
    """A stack that is up, stopped at the end. Raises RuntimeError with its output if it does not come up."""
    port = free_port()
    log_start = log_path(data_dir).stat().st_size if log_path(data_dir).exists() else 0
    process = start_serve(data_dir, port, environment)
    stack = Stack(name, f"http://127.0.0.1:{port}", data_dir, process, log_start)
    try:
        deadline = time.monotonic() + 120
        while RUNNING not in stack.log:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"manage.py serve did not come up:\n{stack.log}")
            time.sleep(0.1)
        yield stack
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
