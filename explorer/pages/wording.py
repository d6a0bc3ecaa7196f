"""What a page says about an architecture in one line."""

from __future__ import annotations

from explorer.store.records import Summary

_PREFIXES = ("", " k", " M", " G", " T", " P")


def scaled(value: int) -> str:
    """Three significant digits with a decimal prefix: 25557032 is "25.6 M"."""
    number, prefix = float(value), 0
    while number >= 999.5 and prefix < len(_PREFIXES) - 1:
        number, prefix = number / 1000, prefix + 1
    if prefix == 0:
        return str(value)
    digits = 2 if number < 9.995 else 1 if number < 99.95 else 0
    return f"{number:.{digits}f}{_PREFIXES[prefix]}"


def mebibytes(value: int) -> str:
    """89745408 is "85.6 MiB": 1 MiB is 1,048,576 bytes."""
    return f"{value / 2**20:,.{0 if value >= 1000 * 2**20 else 1}f} MiB"


def facts(record: Summary) -> dict[str, str]:
    """The facts that a page without script can show."""
    rows = {
        "Family": record.family,
        "Year": str(record.year) if record.year else "unknown",
        "Input": " x ".join(map(str, record.input_shape)),
        "Parameters": scaled(record.params),
        "MACs": scaled(record.macs),
        "Activations": mebibytes(record.activation_bytes),
        "Peak activations": mebibytes(record.peak_activation_bytes),
        "Layers with weights on the longest path": str(record.depth),
        "Top-1 error": _percent(record.top1_error_pct),
        "Top-5 error": _percent(record.top5_error_pct),
    }
    if record.accuracy_protocol:
        rows["Error measured by"] = f"{record.accuracy_protocol}: {record.accuracy_source}"
    return rows


def _percent(value: float | None) -> str:
    return "unknown" if value is None else f"{value:g} %"


def in_short(record: Summary) -> str:
    """For a link preview: "ResNet-50: 25.6 M parameters, 4.09 G MACs"."""
    return f"{record.name}: {scaled(record.params)} parameters, {scaled(record.macs)} MACs"
