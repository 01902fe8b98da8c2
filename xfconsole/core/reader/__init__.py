"""What one officer may read: search, history, matters kept from them."""
