// Talks for ever.
setInterval(() => console.log('still here'), 10)
