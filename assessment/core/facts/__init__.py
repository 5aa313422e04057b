"""Facts about an enterprise, and the lists they are chosen from: places, sections, sectors, size classes."""
