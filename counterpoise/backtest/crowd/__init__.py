"""Who moves a market, and what they decide: reporters speak, arbitrageurs trade; no chain here."""
