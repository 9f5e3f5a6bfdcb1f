"""The outside samples, where they are on the machine: the aims written beside them."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from tracker.intake.documents import scan


def _scorer(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("documents_score", folder / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_samples_are_read_as_a_careful_person_would(samples: Path) -> None:
    folder = samples / "documents"
    expected = json.loads((folder / "EXPECTED.json").read_text("utf-8"))
    scorer = _scorer(folder)
    total = scorer.total(
        {
            name: {k: v for k, v in score.items() if k != "taken"}
            for name, score in scorer.score(expected, {n: scan(folder / n).as_json() for n in expected}).items()
        }
    )
    assert total["codes_found"] == total["codes"] and total["reported_right"] == total["reported"]
    assert total["decoys_taken"] == 0
    assert total["status"]["wrong"] == 0 and total["false_status"] == 0
    for field in ("status", "prior_auth", "effective_from", "rate_usd"):
        assert total[field]["right"] >= 0.9 * sum(total[field].values()), field
    assert total["silent"] == total["silent_of"] and total["told"] == total["told_of"]
