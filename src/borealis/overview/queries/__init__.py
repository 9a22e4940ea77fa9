"""What the start pages and the department's page show, from all subjects below."""
