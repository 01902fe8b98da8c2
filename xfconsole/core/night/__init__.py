"""The night as a whole: situation, relief, handover, the desk's clock."""
