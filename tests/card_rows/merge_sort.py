"""Row of the source inventory → how the question of its card begins."""
ROWS = {
    "E111": 'True or false, and why? "`int* p = new int[n];',
    "E112": 'True or false, and why? A comment says: "merge a[first..mid] and a[mid..last]"',
    "E113": 'True or false, and why? "(first + last) / 2 is a safe midpoint."',
    "E113 names": "Two more habits of old C++ notes",
    "Q209": "Merge sort: time, space, stability?",
}
