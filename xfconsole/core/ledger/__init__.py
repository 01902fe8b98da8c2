"""What a ledger's filter and list mean."""
