"""What people read of an answer: words, figures, the page of questions."""
