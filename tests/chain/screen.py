"""What stands on the screen after a command."""

from click.testing import Result


def words(text: str) -> list[list[str]]:
    """The words of each line that has any."""
    return [line.split() for line in text.splitlines() if line.strip()]


def require_one_line(result: Result, code: int, message: str) -> None:
    """It failed with that code, and said why in one line."""
    assert result.exit_code == code
    assert message in result.stderr
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
