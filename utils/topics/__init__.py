"""The exercises of each topic: one module or package a topic, named by its slug."""
