"""Where the lecture's figures and the graphs differ, and why: one note a row of lecture.csv, for whoever compares them.

Johnson, "CNN Architectures" (EECS 498, lecture 8). What was said comes from its captions and from slides kept in
public notes, so some slips may be the captions' own.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("lecture.csv")


@dataclass(frozen=True, slots=True)
class LectureNote:
    """One figure as the lecture has it and as it is.

    slugs are the networks it concerns, which may be results without a graph; layer is a layer's or group's path in
    them, empty where the whole network is meant. why is one sentence that needs no other.
    """

    id: str
    slugs: tuple[str, ...]
    layer: str
    quantity: str
    lecture_value: str
    corrected_value: str
    why: str
    source: str


@cache
def all_lecture_notes() -> tuple[LectureNote, ...]:
    """All notes in the order of the file."""
    with _FILE.open(newline="", encoding="utf-8") as file:
        return tuple(LectureNote(slugs=tuple(row.pop("slugs").split()), **row) for row in csv.DictReader(file))


def lecture_notes(slug: str) -> tuple[LectureNote, ...]:
    """The notes that concern one network."""
    return tuple(note for note in all_lecture_notes() if slug in note.slugs)
