"""Leaders' reception days: the plan, a day's order of coming, and the ledger."""
