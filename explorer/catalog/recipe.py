"""Recipes: a family of architectures as one function of typed parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from explorer.domain.errors import DomainError, InvalidGraph, InvalidParameters, ShapeMismatch, shown
from explorer.domain.graph import Graph


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
        if type(value) is not int or not self.minimum <= value <= self.maximum:
            raise InvalidParameters(
                f"{self.name} is {shown(value)}; it must be an integer from {self.minimum} to {self.maximum}.",
                field=f"parameters.{self.name}",
            )
        return value

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
        if not isinstance(value, str) or value not in self.choices:
            raise InvalidParameters(
                f"{self.name} is {shown(value)}; it must be one of {', '.join(self.choices)}.",
                field=f"parameters.{self.name}",
            )
        return value

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
        length = len(self.default)
        if (
            not isinstance(value, list | tuple)
            or len(value) != length
            or any(type(item) is not int or not self.minimum <= item <= self.maximum for item in value)
        ):
            raise InvalidParameters(
                f"{self.name} is {shown(value)}; it must be {length} integers from {self.minimum} to {self.maximum}.",
                field=f"parameters.{self.name}",
            )
        return tuple(value)

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
    """A real parameter with its range, such as a width multiplier."""

    name: str
    default: float
    minimum: float
    maximum: float
    doc: str

    def check(self, value: object) -> float:
        """The value as a float if allowed. Raises InvalidParameters."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not self.minimum <= value <= self.maximum:
            raise InvalidParameters(
                f"{self.name} is {shown(value)}; it must be a number from {self.minimum:g} to {self.maximum:g}.",
                field=f"parameters.{self.name}",
            )
        return float(value)

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
        if type(value) is not bool:
            raise InvalidParameters(
                f"{self.name} is {shown(value)}; it must be true or false.", field=f"parameters.{self.name}"
            )
        return value

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
        """The graph for these parameters; those not given take their defaults. Raises InvalidParameters."""
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
        """Whether nothing but the image's size is wrong: the layer that fails would not tell which parameter is."""
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

    reference names the implementation whose parameter names the layers' source names are. notes say where its
    figures come from and which was taken where sources disagree.
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
CLASSES = Integer("classes", 1000, 1, 100_000, "Number of classes to tell apart.")
NAMES = Choice("names", "torchvision", ("torchvision", "timm"), "Whose names the stored weights go by.")
