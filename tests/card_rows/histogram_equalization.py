"""Row of the source inventory → how the question of its card begins."""
ROWS = {
    "E099": 'True or false, and why? "Filtering in the frequency domain saves computation."',
    "E100": 'True or false, and why? "Equalisation scales the CDF to the grey range of the image."',
    "E100 rounding": "Two libraries equalise one image, and the results differ. Why?",
    "E101": 'True or false, and why? "After equalisation the histogram is flat."',
    "E102": 'True or false, and why? "With half-width s the window has side s',
    "E103": 'True or false, and why? "Noise is high frequency."',
    "Q169": "What are the steps of histogram equalisation?",
    "Q170": "Equalisation or matching",
    "Q171": "Global or local enhancement",
    "Q172": "Which pixels does local-statistics enhancement change",
    "Q173": "What do low and high frequencies of an image show?",
    "Q174": "Enhancement or restoration",
    "Q175": "Why transform an image",
}
