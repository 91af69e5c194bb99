"""What a visitor saves: tables as files, and the report and slide with their sources."""
