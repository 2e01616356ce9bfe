/** For people: `23:01:02 info request 200 POST /health 1.2 ms`. Texts of others are quoted, so they begin no line of their own. */
export function readableLine(json: string): string {
  const { time, level, msg, ...facts } = JSON.parse(json) as Readonly<Record<string, unknown>>
  const clock = new Date(String(time)).toLocaleTimeString('en-GB', { hour12: false })
  const told = Object.entries(facts).map(([name, value]) => `${name}=${typeof value === 'string' && /^[\w./:@%+-]+$/.test(value) ? value : JSON.stringify(value)}`)
  return `${[clock, String(level), String(msg).replaceAll('\n', '\n    '), ...told].join(' ')}\n`
}
