"""Who is who among the accounts of a back-test's node, and when its chain begins."""

EVE = 1_800  # {s} before the first price: time enough to deploy.
MAKER, FIRST_DEPOSITOR, KEEPER = 9, 4, 3  # 0 deploys, 1 to 3 are the vault's roles.
