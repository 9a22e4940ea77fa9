"""Makes rotation plans: an exact dynamic program per trainee, prices on arena-months, and a proven bound."""
