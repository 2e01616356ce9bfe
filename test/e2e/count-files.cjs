// Preloaded into clinvk: writes the path of every file that is opened or read to the file that COUNT_FILES names, one a line.
const fs = require('node:fs')
const { syncBuiltinESMExports } = require('node:module')

const opened = []
for (const [holder, names] of [[fs, ['openSync', 'open', 'readFileSync', 'readFile', 'readdirSync', 'readdir', 'createReadStream']], [fs.promises, ['open', 'readFile', 'readdir']]]) {
  for (const name of names) {
    const original = holder[name]
    holder[name] = (path, ...rest) => {
      if (typeof path !== 'number') opened.push(String(path))
      return original.call(holder, path, ...rest)
    }
  }
}
syncBuiltinESMExports()
const write = fs.writeFileSync
process.on('exit', () => write(process.env.COUNT_FILES, opened.join('\n')))
