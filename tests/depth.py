"""How hard the property tests look: as always, or twenty times as deep (`make deep`)."""

from hypothesis import HealthCheck, settings

EXAMPLES = 100  # What hypothesis tries where a test says nothing.


def register() -> None:
    """The two profiles of all the tests; `--hypothesis-profile=deep` chooses the other one.

    Hypothesis 6.27, which Brownie pins, now and then calls a draw of two plain integers too large
    and fails the test before it has run.
    """
    off = [*settings().suppress_health_check, HealthCheck.too_slow, HealthCheck.data_too_large]
    settings.register_profile(
        "modest",
        parent=settings(),
        max_examples=EXAMPLES,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=off,
    )
    deep = settings.get_profile("modest")
    settings.register_profile(
        "deep", parent=deep, max_examples=20 * EXAMPLES, stateful_step_count=60
    )
    settings.load_profile("modest")


def examples(modest: int) -> int:
    """That many, or as many more as the profile is deeper; for tests that say their own number."""
    return modest * int(settings().max_examples) // EXAMPLES
