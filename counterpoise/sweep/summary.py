"""What a sweep says in the end: on the screen, and in a folder beside its rows."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console

from counterpoise.sweep import pictures, table
from counterpoise.sweep.forward import Verdict
from counterpoise.sweep.plan import Plan
from counterpoise.sweep.rows import Row
from counterpoise.sweep.surface import frame, share, varied
from counterpoise.sweep.trial import AHEAD, SHOWN

WIDTH = 80  # columns


def summarise(
    plan: Plan, rows: Sequence[Row], verdicts: Sequence[Verdict], out: Path, console: Console
) -> None:
    """Tables, `summary.txt`, pictures, and `folds.csv` of a walk, in the folder `out` less its end.

    `rows`: all of the surface; of a walk those that judge, so that all figures are out of sample.
    """
    folder, cells = out.with_suffix(""), frame(rows, plan.keys)
    keys = [axis.key for axis in plan.axes]
    said = _said(plan, keys, cells, rows, verdicts)
    files = pictures.draw(cells, varied(cells, keys), plan.objective, folder)
    text = io.StringIO()
    for screen in (console, Console(file=text, width=WIDTH)):
        for part in said:
            screen.print(part, highlight=False)
    (folder / "summary.txt").write_text(text.getvalue())
    if verdicts:
        _folds(verdicts, keys).to_csv(folder / "folds.csv", index=False)
    console.print(f"Written: {out}, {folder}/summary.txt and {len(files)} pictures", soft_wrap=True)


def _said(
    plan: Plan,
    keys: Sequence[str],
    cells: pd.DataFrame,
    rows: Sequence[Row],
    verdicts: Sequence[Verdict],
) -> list[Any]:
    names = list(dict.fromkeys((plan.objective, *SHOWN)))
    said: list[Any] = [table.spread(cells, names)]
    if different := varied(cells, keys):
        said.append(table.by_key(cells, different, plan.objective))
    if verdicts:
        said += [table.forward(verdicts, keys, plan.objective), table.lesson(verdicts)]
    if len(cells) < len(rows):
        said.append(table.errors(rows))
    part = share(cells, AHEAD)
    said.append(f"{part:.0%} of {len(cells)} trials end ahead of buy-and-hold.")
    return said


def _folds(verdicts: Sequence[Verdict], keys: Sequence[str]) -> pd.DataFrame:
    rows: pd.DataFrame = pd.DataFrame([_fold(it, keys) for it in verdicts])
    return rows


def _fold(verdict: Verdict, keys: Sequence[str]) -> dict[str, Any]:
    train, test = verdict.fold.train, verdict.fold.test
    ends = {"train_from": train.start, "train_to": train.end, "test_from": test.start}
    times = {name: f"{it:%Y-%m-%dT%H:%MZ}" for name, it in (ends | {"test_to": test.end}).items()}
    chosen = {key: verdict.chosen[key] for key in keys}
    figures = {name: getattr(verdict, name) for name in ("inside", "outside", "middle", "place")}
    return times | chosen | figures
