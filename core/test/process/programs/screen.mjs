// A program with a screen. Argument: what it does.
//   keys     raw keys: prints each chunk as JSON, counts them; "q" ends it with 5
//   size     prints its size, again after each change; Ctrl-C (as a signal) ends it with 3
//   flood N  writes N bytes of numbered lines and ends
//   count N  reads N bytes of raw keys and tells their sum
//   dirty    switches on every mode there is, says "dirty", and waits
//   killed   the same, then kills itself
//   pause    stops itself like a shell job; goes on when it is woken, and ends with 6
//   nap      on Ctrl-Z leaves its screen and asks the system to stop its group; has its screen again when woken; "q" ends it
//   family   leaves a grandchild in a session of its own behind that ignores TERM
//   deaf     ignores TERM and waits
import { spawn } from 'node:child_process'
const [, , what, amount] = process.argv
const say = (text) => process.stdout.write(`${text}\n`)
const stay = () => setInterval(() => {}, 1000)
const modes = '\u001b[?1049h\u001b[?25l\u001b[?2004h\u001b[?1000h\u001b[?1003h\u001b[?1006h\u001b[?1004h\u001b[>1u\u001b[>4;2m\u001b[?1h\u001b=\u001b[31m'
const raw = () => process.stdin.setRawMode(true).resume()

const programs = {
  keys: () => {
    raw().on('data', (keys) => {
      say(`keys ${JSON.stringify(keys.toString())}`)
      if (keys.includes('q')) process.exit(5)
    })
    say('ready')
  },
  size: () => {
    const tell = () => say(`size ${process.stdout.columns}x${process.stdout.rows}`)
    process.stdout.on('resize', tell)
    process.on('SIGINT', () => process.exit(3))
    stay()
    tell()
  },
  flood: () => {
    let line = 0
    for (let left = Number(amount); left > 0; left -= 100) process.stdout.write(`${String(line++).padStart(98, '.')}\n`)
  },
  count: () => {
    let bytes = 0
    let sum = 0
    raw().on('data', (keys) => {
      bytes += keys.length
      for (const key of keys) sum += key
      if (bytes >= Number(amount)) {
        say(`bytes ${bytes} sum ${sum}`)
        process.exit(0)
      }
    })
    say('ready')
  },
  dirty: () => {
    raw()
    process.stdout.write(modes)
    say('dirty')
    stay()
  },
  killed: () => {
    raw()
    process.stdout.write(`${modes}half a sequence \u001b]0;title`, () => process.kill(process.pid, 'SIGKILL'))
  },
  pause: () => {
    raw()
    process.stdout.write('\u001b[?25l')
    process.on('SIGCONT', () => {
      say('woken')
      process.exit(6)
    })
    stay()
    say('falling asleep')
    setTimeout(() => process.kill(process.pid, 'SIGSTOP'), 50)
  },
  nap: () => {
    process.on('SIGCONT', () => {
      raw()
      say('awake again')
    })
    raw().on('data', (keys) => {
      if (keys.includes('q')) process.exit(7)
      if (!keys.includes('\u001a')) return
      process.stdin.setRawMode(false)
      say('napping')
      process.kill(0, 'SIGTSTP')
    })
    say('ready')
  },
  family: () => {
    const text = "process.on('SIGTERM', () => {}); process.on('SIGHUP', () => {}); setInterval(() => {}, 1000); console.log('up')"
    spawn(process.execPath, ['-e', text], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] }).stdout.once('data', () => {
      say('left one behind')
      process.exit(0)
    })
  },
  deaf: () => {
    for (const name of ['SIGTERM', 'SIGHUP', 'SIGINT']) process.on(name, () => {})
    raw()
    stay()
    say('deaf')
  },
}
programs[what]()
