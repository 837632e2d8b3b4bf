"""What a certifier owes to the Caisse des Dépôts: certified persons as an XML flow, and the receipts that come back."""
