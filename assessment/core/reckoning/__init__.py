"""From answers to figures: points, the engine, one outcome by name, sheets of many, and the seal over a result."""
