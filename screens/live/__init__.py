"""Live incidents: who has to come, and what is noted of them."""
