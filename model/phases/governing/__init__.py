"""What governs the services: councillors, news, staff, and how units and programmes learn."""
