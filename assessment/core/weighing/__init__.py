"""How weights are judged and how far figures depend on them: pairwise judgements, components, noise, ranks."""
