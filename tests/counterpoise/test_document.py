"""JSON that people write: it means one thing, or is refused in one line."""

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.document import NotJson, Unreadable, parse, read

TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(TREES)
def test_what_json_has_written_is_read_again(tree):
    assert parse(json.dumps(tree)) == tree


@given(st.lists(st.tuples(st.text(max_size=2), st.integers()), max_size=5))
def test_an_object_is_read_where_each_key_is_there_once(pairs):
    text = "{" + ", ".join(f"{json.dumps(key)}: {value}" for key, value in pairs) + "}"
    if max(Counter(key for key, _ in pairs).values(), default=0) > 1:
        with pytest.raises(NotJson, match="is there twice"):
            parse(text)
    else:
        assert parse(text) == dict(pairs)


def test_a_number_keeps_its_digits_where_they_are_asked_for():
    assert parse("[0.10, 7, 1e3]", number=str) == ["0.10", "7", "1e3"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'{\n"a": }', "odd.json:2: no JSON: Expecting value"),
        (b"", "odd.json:1: no JSON: Expecting value"),
        (b'{"fee": 1, "fee": 2}', "odd.json: the key 'fee' is there twice"),
        (b'[{"a": {"b": 1, "b": 1}}]', "odd.json: the key 'b' is there twice"),
        (b"[NaN]", "odd.json: NaN is no number"),
        (b"[-Infinity]", "odd.json: -Infinity is no number"),
        (b"[" * 100_000, "odd.json: it is nested too deep"),
        (b"9" * 5_000, "odd.json: a number has more than 4300 digits"),
        (b"\xff\xfe", "odd.json: it is no UTF-8"),
    ],
)
def test_what_is_wrong_is_one_line_with_its_file(tmp_path, text, said):
    file = tmp_path / "odd.json"
    file.write_bytes(text)
    with pytest.raises(Unreadable) as refused:
        read(file)
    assert str(refused.value) == f"{tmp_path}/{said}"


@pytest.mark.parametrize(
    ("name", "said"),
    [("none.json", "No such file or directory"), ("", "Is a directory")],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path, name, said):
    with pytest.raises(Unreadable, match=f"cannot be read: {said}$"):
        read(tmp_path / name)
