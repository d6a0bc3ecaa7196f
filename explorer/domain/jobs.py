"""Jobs: kinds, states and legal moves, options and limits, and the times that make lost workers harmless."""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum

from explorer.domain.errors import IllegalMove, InvalidOptions
from explorer.domain.graph import Graph
from explorer.domain.quantities import size
from explorer.domain.tensor import DTYPES


class JobKind(StrEnum):
    """The kind of work a job does."""

    PROFILE = "profile"
    ONNX_EXPORT = "onnx_export"


class JobState(StrEnum):
    """The state of a job."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    TIMED_OUT = "timed_out"


ACTIVE = frozenset({JobState.QUEUED, JobState.RUNNING})
FINISHED = frozenset(JobState) - ACTIVE

LEGAL_MOVES: dict[JobState, frozenset[JobState]] = {
    # A queued job fails when its worker has died and no attempt is left.
    JobState.QUEUED: frozenset({JobState.RUNNING, JobState.CANCELLED, JobState.FAILED}),
    # Back to queued: the lease expired, or the attempt failed and another one is allowed.
    JobState.RUNNING: frozenset({JobState.QUEUED}) | FINISHED,
} | {state: frozenset() for state in FINISHED}

MAX_ATTEMPTS = 3

PROFILE_DTYPES = ("float32", "float16", "bfloat16")
"""Data types in which a network is measured; int8 would need quantized operators."""

EXPORT_DTYPES = ("float32", "float16")
OPSETS = range(13, 24)
DEFAULT_OPSET = 18

MAX_ONNX_BYTES = 2**31 - 2**24
"""Most bytes of weights in one ONNX file: protobuf's limit is 2 GB, and the nodes need room too."""


def check_fits_onnx(graph: Graph, dtype: str) -> None:
    """Raises InvalidOptions if the weights of the graph at inference do not fit into one file."""
    needed = sum(node.operator.parameter_count or 0 for node in graph.inference.nodes) * DTYPES[dtype]
    if needed > MAX_ONNX_BYTES:
        raise InvalidOptions(
            f"dtype is {dtype}, in which the weights take {size(needed)}; an ONNX file holds at most "
            f"{size(MAX_ONNX_BYTES)}.",
            field="dtype",
        )


MAX_SIGNAL_ATTEMPTS = 2
"""Most attempts if the process is killed by a signal, since the job itself may be the cause."""

LEASE_SECONDS = 30.0
HEARTBEAT_SECONDS = 5.0
SWEEP_SECONDS = 10.0
RESEND_AFTER_SECONDS = 30.0
"""Age at which the message of a queued job counts as lost and is sent again."""

_BACKOFF_FIRST_SECONDS, _BACKOFF_MOST_SECONDS = 2.0, 60.0


def assert_legal(before: JobState, after: JobState) -> None:
    """Raises IllegalMove unless a job may go from one state to the other."""
    if after not in LEGAL_MOVES[before]:
        allowed = ", ".join(sorted(LEGAL_MOVES[before])) or "no other state"
        raise IllegalMove(f"A {before} job cannot become {after}; it can become {allowed}.", field="state")


def backoff_seconds(attempt: int, random: float) -> float:
    """The delay after failed attempt 1, 2, ...; random in [0, 1) spreads retries over its second half."""
    longest = min(_BACKOFF_MOST_SECONDS, _BACKOFF_FIRST_SECONDS * 2.0 ** (attempt - 1))
    return longest * (0.5 + random / 2)


def job_key(**parts: object) -> str:
    """A sha256 that identifies equal work; parts are JSON values."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
