"""What is paid: co-payments by card, bank transfer and cash, in one ledger."""
