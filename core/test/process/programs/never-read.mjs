// Does not read its stdin.
console.log('ready')
