"""Numbers and pictures become files here: images, tables, packs. Each carries its caption and snapshot."""
