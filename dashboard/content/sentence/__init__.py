"""The sentences that lead the compare page: what differs, by how much, who pays, and what survives levelling."""
