"""Certificates of service (§ 25 e): prepared from what is registered, signed by two persons, then frozen."""
