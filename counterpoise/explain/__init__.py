"""Why a vault trades or waits, part by part, of a state and its engine alone."""
