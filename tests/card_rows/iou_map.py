"""Which card of topic 05 answers which row of the inventory."""
ROWS = {
    "E063": 'True or false, and why? "A true negative is a box that found',
    "E064": 'True or false, and why? "F1 is a weighted average',
    "E065": 'True or false, and why? "Precision measures how well',
    "E066": 'True or false, and why? "A higher F1 means',
    "E067": 'True or false, and why? "80 % of its',
    "E068": 'True or false, and why? "A false positive is a box',
    "E069": 'True or false, and why? "An object whose best box has IoU 0.49',
    "Q142": "What is IoU, and what is it for two equal boxes",
    "Q143": "What are TP, FP, FN and TN in detection",
    "Q144": "Precision and recall: the two formulas",
    "Q145": 'True or false, and why? "80 % of its',
    "Q146": 'True or false, and why? "F1 is a weighted average',
    "Q147": "What are AP and mAP?",
    "Q148": "A detector has high precision and low recall.",
}
