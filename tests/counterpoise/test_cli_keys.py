"""Keys: where they come from, and that nobody ever sees one."""

import json
import pickle
import traceback
from pathlib import Path

import pytest
from eth_account import Account

from counterpoise.chain.keys import KeyProblem, from_environment, from_keystore

CANARY = "c0ffee" * 10 + "beef"
ADDRESS = Account.from_key(CANARY).address
VARIABLE = "CANARY_KEY"
PASSWORD = "a canary's password"


@pytest.fixture(scope="module")
def keystore(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("keys") / "keystore.json"
    file.write_text(json.dumps(Account.encrypt(CANARY, PASSWORD, iterations=1)), encoding="utf-8")
    return file


def said(error: BaseException) -> str:
    """All that a traceback would show of it, the package's own locals too."""
    trace = error.__traceback__.tb_next if error.__traceback__ else None
    shown = traceback.TracebackException(type(error), error, trace, capture_locals=True)
    return "".join(shown.format())


def test_a_key_comes_from_the_environment(monkeypatch):
    monkeypatch.setenv(VARIABLE, f"0x{CANARY}")
    assert from_environment(VARIABLE).address == ADDRESS


def test_a_key_comes_from_a_keystore(keystore):
    assert from_keystore(keystore, lambda: PASSWORD).address == ADDRESS


def test_a_key_shows_its_address_alone(monkeypatch):
    monkeypatch.setenv(VARIABLE, CANARY)
    key = from_environment(VARIABLE)
    assert repr(key) == str(key) == f"LocalKey({ADDRESS})"
    with pytest.raises(KeyProblem):
        pickle.dumps(key)


def test_a_key_that_is_not_set_is_named(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(KeyProblem, match=f"the environment variable {VARIABLE} is not set"):
        from_environment(VARIABLE)


@pytest.mark.parametrize("key", [CANARY + "00", CANARY[:-1], CANARY + "x", "f" * 58 + "c0ffee"])
def test_a_bad_key_is_not_quoted(monkeypatch, key):
    """Too long, too short, no number, and a number beyond the curve's order."""
    monkeypatch.setenv(VARIABLE, key)
    with pytest.raises(KeyProblem) as refused:
        from_environment(VARIABLE)
    error = refused.value
    assert error.__cause__ is None and error.__context__ is None
    assert "c0ffee" not in said(error)


def test_a_wrong_password_is_told_and_not_quoted(keystore):
    with pytest.raises(KeyProblem, match="the password does not open") as refused:
        from_keystore(keystore, lambda: "a wrong canary")
    assert refused.value.__context__ is None
    assert "wrong canary" not in str(refused.value)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("{}", "has no encrypted key"),
        ('{"crypto": {}, "version": 3}', "is damaged"),
    ],
)
def test_a_file_that_is_no_keystore_is_told(tmp_path, content, line):
    file = tmp_path / "keystore.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(KeyProblem, match=line):
        from_keystore(file, lambda: PASSWORD)


def test_an_absent_keystore_is_told(tmp_path):
    with pytest.raises(KeyProblem, match="cannot read the keystore"):
        from_keystore(tmp_path / "absent.json", lambda: PASSWORD)
