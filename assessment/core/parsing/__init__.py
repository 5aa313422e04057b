"""The readers behind `definition.parse`: from maps to values, every fault with its place."""
