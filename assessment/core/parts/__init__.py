"""What a questionnaire is made of: texts, thresholds, conditions, scales, nodes and targets, as values."""
