import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startOnTerminal } from '../on-terminal.ts'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox } from '../sandbox.ts'

let sandbox: Sandbox
let file: string
beforeEach(() => {
  sandbox = new Sandbox()
  file = join(sandbox.home, '.clinvk', 'config.yaml')
})
afterEach(() => sandbox.remove())

const config = (...args: string[]) => sandbox.run(['config', ...args])

describe('config show', () => {
  test('prints the whole configuration, and with --origin where each value comes from', async () => {
    sandbox.write('home/.clinvk/config.yaml', 'output:\n  format: text\nserver:\n  rate_limit_redis_url: redis://a:hunter2@b\n')
    sandbox.env['CLINVK_BACKEND'] = 'codex'
    expect((await config('show', '--json')).json()).toMatchObject({ default_backend: 'codex', output: { format: 'text', color: true }, session: { retention_days: 30 }, server: { rate_limit_redis_url: 'redis://a:********@b' } })
    const { stdout, code } = await config('show', '--origin')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^default_backend: codex +# CLINVK_BACKEND$/m)
    expect(stdout).toContain(`  # ${file}:2\n`)
    expect(stdout).toMatch(/^ {2}retention_days: 30 +# default$/m)
    expect(stdout).not.toContain('hunter2')
  })

  test('a .clinvkrc of the project is named once, and does not count', async () => {
    sandbox.write('work/.clinvkrc', 'default_backend: evil\n')
    const { stdout, stderr } = await config('show', '-o', 'text')
    expect(stderr.match(/ignored/g)).toHaveLength(1)
    expect(stderr).toContain(join(sandbox.work, '.clinvkrc'))
    expect(stdout).not.toContain('evil')
  })

  test.each([
    ['a wrong type', 'output:\n  color: 7\n', ':2: output.color must be boolean, not 7'],
    ['an unknown key', 'outptu: 1\n', ':1: unknown key "outptu"'],
    ['a key that stands twice', 'a: 1\na: 1\n', ':2: not valid YAML'],
    ['tabs', 'output:\n\tcolor: true\n', ':2: not valid YAML'],
    ['10 MB', `# ${'x'.repeat(10_000_000)}\n`, ' has more than 1048576 bytes'],
    ['an alias bomb', `a: &a [${'x,'.repeat(20)}]\nb: &b [${'*a,'.repeat(20)}]\nc: &c [${'*b,'.repeat(20)}]\nd: [${'*c,'.repeat(20)}]\n`, ': not valid YAML'],
  ])('a file with %s: exit 3, and one line with the place', async (_what, text, message) => {
    sandbox.write('home/.clinvk/config.yaml', text)
    const { stdout, stderr, code } = await config('show', '-o', 'text')
    expect(stderr).toContain(`${file}${message}`)
    expect(stderr).toMatch(/^Hint: \S/m)
    expect([stdout, code]).toEqual(['', 3])
    const failed = await config('show', '--json')
    expect(failed.json()).toMatchObject({ exit_code: 3, error: { code: 'config_invalid' } })
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  test('a variable of the wrong type: exit 3, by its name', async () => {
    sandbox.env['CLINVK_OUTPUT_COLOR'] = 'perhaps'
    const { stderr, code } = await config('show', '-o', 'text')
    expect(stderr).toContain('CLINVK_OUTPUT_COLOR: output.color must be boolean, not "perhaps"')
    expect(code).toBe(3)
  })
})

describe('config get', () => {
  test('prints a value for a script, also behind a pipe', async () => {
    sandbox.write('home/.clinvk/config.yaml', 'output:\n  format: json\nbackends:\n  claude:\n    allowed_tools: Read,Edit\n')
    expect((await config('get', 'default_backend')).stdout).toBe('claude\n')
    expect((await config('get', 'backends.claude.allowed_tools')).stdout).toBe('Read\nEdit\n')
    expect((await config('get', 'backends.claude.model')).stdout).toBe('\n')
    expect((await config('get', 'backends.claude.allowed_tools', '--json')).json()).toEqual(['Read', 'Edit'])
    expect((await config('get', 'backends.claude.model', '--json')).json()).toBeNull()
  })

  test('an unknown key: exit 1, nothing on stdout, the nearest key as a hint', async () => {
    const { stdout, stderr, code } = await config('get', 'output.fromat')
    expect([stdout, code]).toEqual(['', 1])
    expect(stderr).toBe('Error: unknown key "output.fromat"\nHint: Did you mean "output.format"?\n')
    expect((await config('get', 'output.fromat', '--json')).json()).toMatchObject({ exit_code: 1, error: { code: 'invalid_request' } })
  })
})

describe('config set and unset', () => {
  test('write the file that --config, CLINVK_CONFIG or CLINVK_HOME names', async () => {
    const named = sandbox.write('named.yaml', '# mine\n')
    const byVariable = sandbox.write('variable.yaml', '')
    await config('set', 'output.color', 'off', '--config', named)
    expect(readFileSync(named, 'utf8')).toContain('# mine\n')
    expect(readFileSync(named, 'utf8')).toContain('color: false')
    sandbox.env['CLINVK_CONFIG'] = byVariable
    await config('set', 'output.color', 'off')
    expect(readFileSync(byVariable, 'utf8')).toBe('output:\n  color: false\n')
    delete sandbox.env['CLINVK_CONFIG']
    sandbox.env['CLINVK_HOME'] = join(sandbox.root, 'moved')
    await config('set', 'output.color', 'off')
    expect(existsSync(join(sandbox.root, 'moved', 'config.yaml'))).toBe(true)
    expect(existsSync(file)).toBe(false)
  })

  test('tell what was done, in words and as JSON', async () => {
    const { stdout } = await sandbox.run(['config', 'set', 'default_backend', 'codex', '-o', 'text'], { env: { CLINVK_BACKEND: 'gemini' } })
    expect(stdout).toMatch(/^Set default_backend = codex\nFile: .*config.yaml\nwarning: CLINVK_BACKEND is set/)
    expect((await config('unset', 'default_backend', '--json')).json()).toEqual({ key: 'default_backend', file, changed: true, warnings: [] })
    expect(readFileSync(file, 'utf8')).toBe('')
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('a value that begins with a dash stands behind --', async () => {
    expect((await config('set', 'backends.claude.extra_flags', '--', '--effort=high')).code).toBe(0)
    expect((await config('get', 'backends.claude.extra_flags')).stdout).toBe('--effort=high\n')
  })

  test('an empty value is one', async () => {
    expect((await config('set', 'backends.claude.model', '')).code).toBe(0)
    expect((await config('get', 'backends.claude.model', '--json')).json()).toBe('')
  })

  test('eight processes at once lose nothing', async () => {
    const done = await Promise.all(Array.from({ length: 8 }, (_item, index) => config('set', `backends.b${index}.model`, `m${index}`)))
    expect(done.map(({ code }) => code)).toEqual(Array(8).fill(0))
    for (let index = 0; index < 8; index++) expect(readFileSync(file, 'utf8')).toContain(`b${index}:\n    model: m${index}\n`)
    expect(readdirSync(join(sandbox.home, '.clinvk'))).toEqual(['config.yaml'])
  })
})

describe('config validate', () => {
  test('lists all problems and exits with 3', async () => {
    sandbox.write('home/.clinvk/config.yaml', 'outptu: 1\noutput:\n  format: xml\n')
    const { stdout, code } = await config('validate', '-o', 'text')
    expect(stdout).toContain(`${file}:1: unknown key "outptu"\n  Did you mean "output"?\n${file}:3: output.format must be one of`)
    expect(stdout).toMatch(/\n2 problems\.\n$/)
    expect(code).toBe(3)
    const failed = await config('validate', '--json')
    expect(failed.json()).toMatchObject({ valid: false, file, exit_code: 3, error: { code: 'config_invalid' }, problems: [{ file, line: 1, key: 'outptu' }, { file, line: 3, key: 'output.format' }] })
    expect(failed.code).toBe(3)
  })

  test('a valid file, by its name', async () => {
    const other = sandbox.write('other.yaml', 'output:\n  format: text\n')
    expect(await config('validate', other, '--json').then(({ code, json }) => [code, json()])).toEqual([0, { valid: true, file: other, problems: [] }])
    expect((await config('validate', `${other}x`, '-o', 'text')).code).toBe(3)
  })
})

describe('config edit', () => {
  /** `clinvk config edit` on a terminal, with an editor that is a script of the shell; `$1` is the file. */
  async function edit(...script: string[]) {
    writeExecutable(sandbox.root, 'editor', script)
    const { seen, ended } = startOnTerminal(sandbox, ['config', 'edit'], { columns: 200, env: { EDITOR: `${sandbox.root}/editor --flag`, VISUAL: '' } })
    await ended()
    return seen
  }

  test('replaces the file with what was written, when it is valid', async () => {
    sandbox.write('home/.clinvk/config.yaml', '# mine\ndefault_backend: codex\n')
    const { code } = await edit('[ "$1" = --flag ] && [ -t 0 ] && sed -i s/codex/gemini/ "$2"')
    expect([code, readFileSync(file, 'utf8')]).toEqual([0, '# mine\ndefault_backend: gemini\n'])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(sandbox.files('tmp')).toEqual([])
  })

  test('keeps what is not valid, and says where; the file stays', async () => {
    sandbox.write('home/.clinvk/config.yaml', 'default_backend: codex\n')
    const { code, screen } = await edit('echo "outptu: 1" >> "$2"')
    const kept = /kept in (\S+config\.yaml)/.exec(screen.replaceAll(/\s*\r\n/g, ' '))?.[1] ?? ''
    expect(readFileSync(kept, 'utf8')).toBe('default_backend: codex\noutptu: 1\n')
    expect(screen).toContain(':2: unknown key "outptu"')
    expect([code, readFileSync(file, 'utf8')]).toEqual([3, 'default_backend: codex\n'])
  })

  test('an editor that fails, or that changes nothing, leaves nothing behind', async () => {
    expect((await edit('exit 7')).screen).toContain('failed (exit 7)')
    expect((await edit('true')).screen).toContain('nothing was changed')
    expect(existsSync(file)).toBe(false)
    expect(sandbox.files('tmp')).toEqual([])
  })

  test('what somebody else wrote meanwhile is not overwritten', async () => {
    sandbox.write('home/.clinvk/config.yaml', 'default_backend: codex\n')
    const { screen, code } = await edit('sed -i s/codex/gemini/ "$2"', `echo 'default_backend: claude' > '${file}'`)
    expect(screen).toContain('was changed by somebody else')
    expect(screen.replaceAll(/\s+/g, ' ')).toMatch(/what you wrote is kept in \S+config.yaml/)
    expect([code, readFileSync(file, 'utf8')]).toEqual([3, 'default_backend: claude\n'])
    expect(sandbox.files('tmp')).toHaveLength(1)
  })

  test('without a terminal, or without an editor, nothing is started', async () => {
    expect((await sandbox.run(['config', 'edit', '-o', 'text'], { env: { EDITOR: 'false' } })).stderr).toContain('there is no terminal')
    expect((await config('edit', '--json')).json()).toMatchObject({ exit_code: 1, error: { code: 'invalid_request' } })
  })
})

test('config path prints the path alone, and says on stderr when nothing is there', async () => {
  const { stdout, stderr } = await config('path')
  expect(stdout).toBe(`${file}\n`)
  expect(stderr).toContain('does not exist yet')
  expect((await config('path', '--json')).json()).toEqual({ path: file, exists: false, source: 'default' })
})

test('path, unset and validate work where the configuration is not valid', async () => {
  sandbox.write('home/.clinvk/config.yaml', 'outptu: 1\n')
  expect((await config('path')).stdout).toBe(`${file}\n`)
  expect((await config('unset', 'outptu')).code).toBe(0)
  expect((await config('validate')).code).toBe(0)
})

test('--dry-run of set and unset says what would be written, and writes nothing', async () => {
  const set = await config('set', 'output.format', 'json', '--dry-run', '--json')
  expect(set.json()).toMatchObject({ key: 'output.format', value: 'json', changed: false, would_change: true })
  expect(existsSync(file)).toBe(false)
  sandbox.write('home/.clinvk/config.yaml', 'output:\n  format: text\n')
  expect((await config('unset', 'output.format', '--dry-run', '-o', 'text')).stdout).toMatch(/^Would unset output\.format\n/)
  expect(readFileSync(file, 'utf8')).toBe('output:\n  format: text\n')
  expect((await config('set', 'output.format', 'xml', '--dry-run', '--json')).json()['error'].code).toBe('invalid_request')
})
