"""How hard the property tests look: as always, or twenty times as deep (`make test-deep`)."""

import os

from hypothesis import HealthCheck, settings

EXAMPLES = 100  # What hypothesis tries where a test says nothing.


def register() -> None:
    """The two profiles of all the tests; `--hypothesis-profile=deep` chooses the other one.

    In CI (the variable of that name) the examples follow from each test's own text, so that a
    commit is good or bad whenever it is asked; everywhere else they are new ones every time.
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
        derandomize="CI" in os.environ,
        suppress_health_check=off,
    )
    deep = settings.get_profile("modest")
    settings.register_profile(
        "deep", parent=deep, max_examples=20 * EXAMPLES, stateful_step_count=60
    )
    settings.load_profile("modest")


def examples(modest: int, deep: int | None = None) -> int:
    """That many, or as many more as the profile is deeper; for tests that say their own number.

    A test whose deep number is another one than twenty times the modest one says that too.
    """
    times = int(settings().max_examples) / EXAMPLES
    return deep if deep is not None and times > 1 else int(modest * times)


def sharing(modest: int = EXAMPLES, deep: int | None = None) -> settings:
    """The settings of a property whose examples share a fixture, such as a chain.

    Hypothesis would have a fixture be made anew for each; here that is what none of them needs.
    """
    return settings(max_examples=examples(modest, deep), suppress_health_check=list(HealthCheck))
