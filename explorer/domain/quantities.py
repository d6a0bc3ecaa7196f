"""Numbers for people as the pages write them: three significant digits and a unit, shares to a tenth of a per cent."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

_PREFIXES = ("", " k", " M", " G", " T", " P")
# A tie rounds up, as in the pages: 6.125 is 6.13.
_THREE_DIGITS = Context(prec=3, rounding=ROUND_HALF_UP)
_TENTH = Decimal("0.1")
_BYTES = (" B", " KB", " MB", " GB", " TB")


def count(value: float | None, unit: str = "") -> str:
    """25557032 is "25.6 M"; with the unit MACs, 4089184256 is "4.09 GMACs"; None is "unknown"."""
    if value is None:
        return "unknown"
    text = _scaled(value, 1000, _PREFIXES)
    return text + unit if " " in text else f"{text} {unit}".rstrip()


def size(value: float | None) -> str:
    """Bytes with KB = 1024 bytes, as the lecture counts: 802816 is "784 KB"; None is "unknown"."""
    return "unknown" if value is None else _scaled(value, 1024, _BYTES)


def limit(value: int) -> str:
    """A limit in bytes without decimals of zero: 8388608 is "8 MB"."""
    number, unit = size(value).split(" ")
    return f"{float(number):g} {unit}"


def share(part: float, whole: float) -> str:
    """A share in per cent, never rounded to nothing or to all: "96.0 %", "less than 0.1 %", "more than 99.9 %"."""
    fraction = part / whole if whole else 0
    if 0 < fraction < 0.001:
        return "less than 0.1 %"
    if 0.999 < fraction < 1:
        return "more than 99.9 %"
    return f"{Decimal(100 * fraction).quantize(_TENTH, ROUND_HALF_UP)} %"


def plural(number: int, word: str) -> str:
    """ "1 layer", "3 layers"."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _scaled(value: float, base: int, units: tuple[str, ...]) -> str:
    power = 0
    # 999.5 would be written 1000 with three digits, so it moves to the next unit.
    while abs(value) >= min(base, 999.5) and power < len(units) - 1:
        value, power = value / base, power + 1
    if power == 0 and float(value).is_integer():
        return f"{int(value)}{units[0]}"
    digits = _THREE_DIGITS.create_decimal(value)
    return f"{digits:.{max(0, 2 - digits.adjusted())}f}{units[power]}"
