"""Notes on figures of the lecture that differ from the graphs, and why: one note per row of lecture.csv.

Johnson, "CNN Architectures" (EECS 498, lecture 8). The spoken figures are from its captions, the others from slides
in public notes, so some errors may be those of the captions.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("lecture.csv")


@dataclass(frozen=True, slots=True)
class LectureNote:
    """One figure of the lecture, its corrected value, and why they differ.

    slugs are the networks it concerns, which may be results without a graph; layer is the path of a layer or group
    in them, empty for the whole network. why is one self-contained sentence.
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
    """All notes, in the order of the file."""
    with _FILE.open(newline="", encoding="utf-8") as file:
        return tuple(LectureNote(slugs=tuple(row.pop("slugs").split()), **row) for row in csv.DictReader(file))


def lecture_notes(slug: str) -> tuple[LectureNote, ...]:
    """The notes that concern one network."""
    return tuple(note for note in all_lecture_notes() if slug in note.slugs)
