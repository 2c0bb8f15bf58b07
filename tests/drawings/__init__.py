"""Figure → its drawing, a module a topic: `calls(pick)` with the functions that `pick(name)` gives."""
