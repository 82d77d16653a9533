"""What a person does to a document: assign, delete, rename, insert and move, from the plan to the new text."""
