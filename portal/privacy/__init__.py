"""Floor: what people agreed to, their own data, erasure, who looked, how long things are kept."""
