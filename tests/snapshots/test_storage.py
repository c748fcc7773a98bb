"""Every contract keeps its storage where it was last agreed."""

import json

from tools.snapshot import FOLDER, layouts


def test_storage_lies_where_it_was_agreed():
    """A change of layout is a change of this file, beside the reason (`make snapshot`)."""
    assert layouts() == json.loads((FOLDER / "storage.json").read_text())
