"""A deeper look for whoever has the time: --hypothesis-profile=deep."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "modest",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("deep", settings.get_profile("modest"), max_examples=5_000)
settings.load_profile("modest")
