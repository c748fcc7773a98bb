"""The books that a vault's strategies read, and who reads them: without a chain."""

from __future__ import annotations

from dataclasses import dataclass, field

from counterpoise.observer.estimator.proposal_book import ProposalBook
from counterpoise.observer.estimator.solution_book import SolutionBook
from counterpoise.strategy.solved import SolvedStrategy


@dataclass(slots=True)
class Books:
    """One of solutions for all that look for the best weights, and one for each who follows."""

    solutions: SolutionBook = field(default_factory=SolutionBook)
    seekers: list[SolvedStrategy] = field(default_factory=list)
    proposals: list[ProposalBook] = field(default_factory=list)
