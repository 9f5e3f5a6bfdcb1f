"""What pages share: access, cached reads, filters, downloads."""
