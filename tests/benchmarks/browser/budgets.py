"""Time budgets of the diagram: `make bench-browser` compares them with the figures and with Netron.

tests/browser/pages/test_budgets.py asks less: that nothing takes three times as long as when it was last recorded.
"""

from __future__ import annotations

FIRST_DIAGRAM_MS = {"resnet50": 600.0, "densenet201": 1200.0}
TIMES_FASTER_THAN_NETRON = {"resnet50": 4.0, "densenet201": 30.0}
# The generated networks have no figure of their own: NASNet-A Large's, in proportion to their layers.
LAYOUT_MS = {"resnet50": 15.0, "densenet201": 40.0, "nasnet_a_large": 40.0, "staged": 150.0, "flat": 150.0}
FRAME_MEDIAN_MS = 17.0
FRAME_P95_MS = 34.0
WORST_FRAME_MS = 100.0
SWITCH_MS = 50.0
SCRIPT_BYTES = 120_000

# Layers of the generated networks: the most that a graph may have, and a usual large one.
MANY_LAYERS = 5000
SWITCHED_LAYERS = 1500

# What the slowest round took on the machine of docs/benchmarks/2026-11-diagram.md, by the names of its figures (the
# worst frame is that of any gesture), and the shortest yardstick of any round there. To be lowered when the page gets
# faster: a page that becomes three times as slow again is noticed only then.
RECORDED_YARDSTICK_MS = 91.0
RECORDED = {
    "ours first resnet50": 173.0,
    "ours first densenet201": 272.0,
    "ours layout resnet50": 6.3,
    "ours layout densenet201": 20.6,
    "ours layout nasnet_a_large": 26.6,
    "ours frames staged median": 16.7,
    "ours frames staged p95": 16.7,
    "ours worst staged": 50.0,
    "ours layout used staged": 30.7,
    "ours switch": 25.2,
}
