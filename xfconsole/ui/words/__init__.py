"""What is shown in words: facts, times, posts, deadlines."""
