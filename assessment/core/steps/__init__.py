"""Steps of advice: where each leads, what it gains, and the least effort to a level."""
