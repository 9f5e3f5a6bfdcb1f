"""Figures as text that can be compared and read in a difference."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.utils import PlotlyJSONEncoder


def as_text(figure: go.Figure) -> str:
    """The figure as JSON, one line for each trace, annotation, shape and property; the template left out."""
    return in_lines(tidy(plain(json.loads(json.dumps(figure.to_plotly_json(), cls=PlotlyJSONEncoder)))))


def plain(value: Any) -> Any:
    """Plotly's packed numbers as lists."""
    if isinstance(value, dict) and {"dtype", "bdata"} <= set(value):
        return np.frombuffer(base64.b64decode(value["bdata"]), dtype=value["dtype"]).tolist()
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return [plain(v) for v in value] if isinstance(value, list) else value


def tidy(value: Any) -> Any:
    """Floats to four decimals, whole ones as such: a golden file must not depend on the last bit of a processor."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else round(value, 4)
    if isinstance(value, dict):
        return {k: tidy(v) for k, v in value.items()}
    return [tidy(v) for v in value] if isinstance(value, list) else value


def in_lines(figure: dict[str, Any]) -> str:
    """A figure as JSON with one line for each trace, annotation, shape and property: differences read well."""

    def one(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)

    def many(values: list[Any]) -> str:
        return "[\n" + ",\n".join(f"  {one(v)}" for v in values) + "\n ]"

    layout = {k: v for k, v in figure["layout"].items() if k != "template"}
    parts = [f' "{k}": ' + (many(v) if isinstance(v, list) else one(v)) for k, v in sorted(layout.items())]
    return '{"data":\n ' + many(figure["data"]) + ',\n"layout": {\n' + ",\n".join(parts) + "\n}}\n"
