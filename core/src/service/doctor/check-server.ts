import { runHelper } from '../../process/run-helper.ts'
import { isLoopback } from '../../schema/is-loopback.ts'
import { ApiKeys } from '../api-keys.ts'
import { type Check, fail, pass, told } from './check.ts'

const gopassMs = 5000

/** The source of the server's keys answers, and a server that others reach has keys. No key is shown, or kept. */
export const checkServer: Check = {
  title: 'server keys',
  run: async ({ config: { server }, env, signal }) => {
    const problems: string[] = []
    const own = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('CLINVK_')))
    const gopass = (path: string) => runHelper('gopass', ['show', '--password', path], own, { timeoutMs: gopassMs, signal })
    let keys: ApiKeys
    try {
      keys = new ApiKeys({ config: server, env, gopass, warn: (message) => problems.push(message) })
    } catch (error) {
      const { message, hint } = told(error)
      return [fail('server.auth', message, hint)]
    }
    await keys.warm()
    const [problem] = problems
    if (problem !== undefined) return [fail('server.auth', problem, 'Unlock gopass, or correct server.api_keys_gopass_path.')]
    if (keys.configured) return [pass('server.auth', 'the server asks for API keys')]
    if (isLoopback(server.host)) return [pass('server.auth', `the server asks for no key, and listens on ${server.host} only`)]
    return [fail('server.auth', `server.host is ${server.host}, and there are no API keys: the server does not start`, 'Set keys (CLINVK_API_KEYS), or server.host to 127.0.0.1.')]
  },
}
