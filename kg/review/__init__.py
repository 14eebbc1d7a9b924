"""What a person does with a graph: look at why it says something, compare two, and correct one."""
