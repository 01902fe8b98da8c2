"""Who holds which post when, holes, and officials barred from a matter."""
