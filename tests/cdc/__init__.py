"""The certified persons told to the Caisse des Dépôts."""
