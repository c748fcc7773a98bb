"""How often each rule of a machine was hit and what it was refused with, printed at the end."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Tally:
    """Counts what the rules came to: `done`, or the name of a refusal."""

    rules: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    walks: int = 0

    def begin(self) -> None:
        self.rules.clear()
        self.walks = 0

    def count(self, rule: str, outcome: str) -> None:
        self.rules[rule][outcome] += 1

    def hits(self, rule: str) -> int:
        return sum(self.rules[rule].values())

    def refused(self, rule: str) -> float:
        """The part of a rule's hits in which the vault refused."""
        return 1 - self.rules[rule]["done"] / self.hits(rule)

    def keep(self, path: Path) -> None:
        """Writes the walks, and each rule's outcomes."""
        rules = {rule: dict(counts) for rule, counts in self.rules.items()}
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"walks": self.walks, "rules": rules}, indent=2) + "\n")

    def lines(self) -> Iterator[str]:
        """A line a rule, and which refusals there were, the most frequent first."""
        yield f"{'rule':28} {'hits':>8} {'refused':>8}"
        for rule in sorted(self.rules):
            counts = self.rules[rule].most_common()
            names = ", ".join(f"{name} {count}" for name, count in counts if name != "done")
            yield f"{rule:28} {self.hits(rule):8,} {self.refused(rule):8.0%}  {names}"


tally = Tally()
