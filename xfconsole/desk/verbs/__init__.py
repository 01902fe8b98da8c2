"""What an officer does, each verb one transaction."""
