"""Recipes: families of architectures as functions of typed parameters, and the catalogue's entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from explorer.domain import bounds
from explorer.domain.errors import DomainError, InvalidGraph, InvalidParameters, ShapeMismatch, shown
from explorer.domain.graph import Graph


def _checked(name: str, value: object, bound: bounds.Bound) -> object:
    return bound.check(name, value, InvalidParameters, field=f"parameters.{name}")


@dataclass(frozen=True, slots=True)
class Integer:
    """An integer parameter with its range."""

    name: str
    default: int
    minimum: int
    maximum: int
    doc: str

    def check(self, value: object) -> int:
        """The value if allowed. Raises InvalidParameters."""
        return cast(int, _checked(self.name, value, bounds.IntegerRange(self.minimum, self.maximum)))

    def schema(self) -> dict[str, object]:
        """JSON Schema of the parameter."""
        return {
            "type": "integer",
            "default": self.default,
            "minimum": self.minimum,
            "maximum": self.maximum,
            "description": self.doc,
        }


@dataclass(frozen=True, slots=True)
class Choice:
    """A parameter with a few named values."""

    name: str
    default: str
    choices: tuple[str, ...]
    doc: str

    def check(self, value: object) -> str:
        """The value if allowed. Raises InvalidParameters."""
        return cast(str, _checked(self.name, value, bounds.Choice(self.choices)))

    def schema(self) -> dict[str, object]:
        """JSON Schema of the parameter."""
        return {"type": "string", "default": self.default, "enum": list(self.choices), "description": self.doc}


@dataclass(frozen=True, slots=True)
class Integers:
    """A list parameter of fixed length, such as the blocks per stage."""

    name: str
    default: tuple[int, ...]
    minimum: int
    maximum: int
    doc: str

    def check(self, value: object) -> tuple[int, ...]:
        """The values as a tuple if allowed. Raises InvalidParameters."""
        bound = bounds.IntegerList(self.minimum, self.maximum, len(self.default))
        return tuple(cast(list[int], _checked(self.name, value, bound)))

    def schema(self) -> dict[str, object]:
        """JSON Schema of the parameter."""
        return {
            "type": "array",
            "default": list(self.default),
            "minItems": len(self.default),
            "maxItems": len(self.default),
            "items": {"type": "integer", "minimum": self.minimum, "maximum": self.maximum},
            "description": self.doc,
        }


@dataclass(frozen=True, slots=True)
class Number:
    """A floating-point parameter with its range, such as a width multiplier."""

    name: str
    default: float
    minimum: float
    maximum: float
    doc: str

    def check(self, value: object) -> float:
        """The value as a float if allowed. Raises InvalidParameters."""
        return float(cast(float, _checked(self.name, value, bounds.NumberRange(self.minimum, self.maximum))))

    def schema(self) -> dict[str, object]:
        """JSON Schema of the parameter."""
        return {
            "type": "number",
            "default": self.default,
            "minimum": self.minimum,
            "maximum": self.maximum,
            "description": self.doc,
        }


@dataclass(frozen=True, slots=True)
class Flag:
    """A parameter that is true or false."""

    name: str
    default: bool
    doc: str

    def check(self, value: object) -> bool:
        """The value if allowed. Raises InvalidParameters."""
        return cast(bool, _checked(self.name, value, bounds.Boolean()))

    def schema(self) -> dict[str, object]:
        """JSON Schema of the parameter."""
        return {"type": "boolean", "default": self.default, "description": self.doc}


Parameter = Integer | Number | Flag | Choice | Integers


@dataclass(frozen=True, slots=True)
class Recipe:
    """A named builder and the parameters it takes."""

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    builder: Callable[..., Graph]

    def build(self, parameters: Mapping[str, Any]) -> Graph:
        """The graph for these parameters, with defaults for the others. Raises InvalidParameters."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in parameters:
            if name not in known:
                raise InvalidParameters(
                    f"parameters has {shown(name)}; {self.name} takes {', '.join(known)}.", field="parameters"
                )
        values = {name: parameter.check(parameters.get(name, parameter.default)) for name, parameter in known.items()}
        try:
            return self.builder(**values)
        except (InvalidGraph, ShapeMismatch) as error:
            if not self._builds_at_its_own_size(values):
                raise
            message = f"image_size is {values['image_size']}, which does not fit: {error.message}"
            raise InvalidParameters(message, field="parameters.image_size") from None

    def _builds_at_its_own_size(self, values: Mapping[str, Any]) -> bool:
        """Whether only the image size is wrong, which the error of the failing layer would not tell."""
        own = {parameter.name: parameter.default for parameter in self.parameters if parameter.name == "image_size"}
        changed = {**values, **own}
        if changed == values:
            return False
        try:
            self.builder(**changed)
        except DomainError:
            return False
        return True

    def schema(self) -> dict[str, object]:
        """JSON Schema of the parameters, for a form or a validator."""
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {parameter.name: parameter.schema() for parameter in self.parameters},
        }


@dataclass(frozen=True, slots=True)
class Paper:
    """Where an architecture was published."""

    title: str
    arxiv_id: str | None
    year: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One architecture of the catalogue: a recipe with its parameters chosen.

    reference names the implementation from which the layers' source names are. notes name the sources of its
    figures, and which one was used where they disagree.
    """

    slug: str
    name: str
    family: str
    year: int
    summary: str
    paper: Paper
    recipe: str
    parameters: Mapping[str, object]
    reference: Mapping[str, str] | None
    notes: str = ""


IMAGE_SIZE = Integer("image_size", 224, 32, 4096, "Height and width of the input image in pixels.")
CLASSES = Integer("classes", 1000, 1, 100_000, "Number of classes.")
NAMES = Choice("names", "torchvision", ("torchvision", "timm"), "Library whose parameter names the weights use.")
