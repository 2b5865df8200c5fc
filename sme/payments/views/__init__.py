"""Pages of what is owed and paid: the business pays, the office asks and watches, the card service tells."""
