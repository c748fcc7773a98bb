"""The list of lemmas: docs/proofs.md and the proofs speak of the same ones."""

import re
from pathlib import Path

HERE = Path(__file__).parent
LIST = HERE.parents[1] / "docs" / "proofs.md"


def test_every_lemma_that_is_proved_is_listed_and_no_other():
    cited = {
        lemma
        for path in HERE.glob("test_*_lemmas.py")
        for lemma in re.findall(r'^    """(L-\d\d)', path.read_text(), re.MULTILINE)
    }
    assert cited == set(re.findall(r"^\| (L-\d\d) ", LIST.read_text(), re.MULTILINE))
    assert cited == {f"L-{number:02}" for number in range(30)}
