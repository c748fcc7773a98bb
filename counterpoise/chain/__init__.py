"""The only room that knows web3: nodes, contracts, events, reverts, keys and transactions."""
