"""Who a person is and what they belong to."""
