"""What Kollega remembers, in Azure Blob Storage: for several instances on several machines."""
