"""Pure rules of payments: states, the wire format and signatures of Stripe, VietQR, references."""
