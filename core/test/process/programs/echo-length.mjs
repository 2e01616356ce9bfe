// How many characters came in on stdin.
let length = 0
process.stdin.setEncoding('utf8').on('data', (text) => (length += text.length)).on('end', () => console.log(length))
