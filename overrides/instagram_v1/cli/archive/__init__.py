"""Everything of one account in a folder of JSON Lines, each item once, however often the export was cut off."""
