"""A market and a vault on it, in one run of Brownie, which starts as long as either deploys.

brownie run deploy/together main demo-market.params.json demo.params.json --network counterpoise
"""

from __future__ import annotations

from scripts.deploy import market, vault


def main(market_path: str, vault_path: str) -> None:
    """As `deploy/market` and then `deploy/vault`, whose file names the market."""
    market.main(market_path)
    vault.main(vault_path)
