"""Rows of the source inventory that are cards of topic 04: how the card's question begins."""
ROWS = {
    "E070": 'True or false, and why? "Box regression is solved',
    "E071": 'True or false, and why? "SSD calls its anchors',
    "E072": 'True or false, and why? "Anchors must fit',
    "Q053": "L1, L2, smooth L1:",
    "Q135": "Why is bounding-box regression needed",
    "Q136": "Which four targets does R-CNN regress",
    "Q137": "Why divide by Pw, and why take logs?",
    "Q138": "What is the regressor's input?",
    "Q139": "When is a *linear* regressor justified",
    "Q140": "What is an anchor?",
    "Q141": 'True or false, and why? "SSD calls its anchors',
}
