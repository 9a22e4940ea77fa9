"""Sign-in with other providers by OpenID Connect, HelseID among them."""
