"""The eval suite: questions with gold evidence, metrics over saved runs, baselines, reports."""
