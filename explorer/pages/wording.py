"""Sentences and facts about an architecture, for pages without script and for link previews."""

from __future__ import annotations

from explorer.domain.quantities import count, size
from explorer.store.records import Summary


def facts(record: Summary) -> dict[str, str]:
    """Names and values for the table of a page without JavaScript."""
    rows = {
        "Family": record.family,
        "Year": str(record.year) if record.year else "unknown",
        "Input": " x ".join(map(str, record.input_shape)),
        "Parameters": count(record.params),
        "MACs": count(record.macs),
        "Activations": size(record.activation_bytes),
        "Peak activations": size(record.peak_activation_bytes),
        "Layers with weights on the longest path": str(record.depth),
        "Top-1 error": _percent(record.top1_error_pct),
        "Top-5 error": _percent(record.top5_error_pct),
    }
    if record.accuracy_protocol:
        rows["Protocol and source of the errors"] = f"{record.accuracy_protocol}: {record.accuracy_source}"
    return rows


def _percent(value: float | None) -> str:
    return "unknown" if value is None else f"{value:g} %"


def in_short(record: Summary) -> str:
    """For a link preview: "ResNet-50: 25.6 M parameters, 4.09 GMACs"."""
    return f"{record.name}: {count(record.params)} parameters, {count(record.macs, 'MACs')}"
