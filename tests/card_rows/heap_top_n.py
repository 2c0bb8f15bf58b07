"""Which card of topic 06 answers which row of the inventory."""
ROWS = {
    "E114": 'True or false, and why? "If the newcomer is larger, replace the top of the stack."',
    "E115": 'True or false, and why? "The list of a min-heap is sorted."',
    "E116": 'True or false, and why? "`topN(numbers, n)` works for any n',
    "Q210": "How do you get the N largest of a stream",
    "Q211": "Why a *min*-heap for the N *largest*?",
}
