"""From one goal set to the next: proposed, judged goal by goal, decided by the head; nothing approved is lost."""
