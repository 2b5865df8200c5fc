"""How money comes: without both secrets card payment is not offered, without an account no VietQR code is shown."""

import environ

env = environ.Env()
__all__ = [
    "BANK_ACCOUNT",
    "BANK_ACCOUNT_NAME",
    "BANK_BIN",
    "STRIPE_API_BASE",
    "STRIPE_SECRET_KEY",
    "STRIPE_WEBHOOK_SECRET",
]

STRIPE_API_BASE = env.str("STRIPE_API_BASE", default="https://api.stripe.com")
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", default="")
STRIPE_WEBHOOK_SECRET = env.str("STRIPE_WEBHOOK_SECRET", default="")
BANK_BIN = env.str("BANK_BIN", default="")
BANK_ACCOUNT = env.str("BANK_ACCOUNT", default="")
BANK_ACCOUNT_NAME = env.str("BANK_ACCOUNT_NAME", default="")
