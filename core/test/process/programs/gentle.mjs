// Ends in an orderly way when interrupted; TERM kills it.
process.on('SIGINT', () => {
  console.log('interrupted')
  process.exit(0)
})
setInterval(() => {}, 1000)
console.log('ready')
