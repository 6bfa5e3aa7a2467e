"""Language models that phrase an answer, held to the passages that it rests on.

In: a verified draft and a model. Out: a draft whose sentences the model wrote and the passages
bear out, or the draft as it was, with a note that says why.
"""
