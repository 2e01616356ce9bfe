import { type Check, fail, pass } from './check.ts'

/** One missing CLI is normal; without any, clinvk can do nothing. */
export const checkAnyBackend: Check = {
  title: 'backends',
  run: async ({ config, registry }) => {
    const there = (await registry.available()).filter(({ name, available }) => available && config.backends[name]?.enabled !== false).map(({ name }) => name)
    if (there.length === 0) return [fail('backends.any', 'no CLI of any enabled backend was found', 'Install one: npm install -g @anthropic-ai/claude-code (or see clinvk backends).')]
    const preferred = config.default_backend
    if (there.includes(preferred)) return [pass('backends.any', `${there.length} of ${registry.list().length} backends can be used; the default is ${preferred}`)]
    return [{ id: 'backends.any', status: 'warn', message: `the default backend "${preferred}" cannot be used`, suggestion: `Set default_backend to ${there.join(' or ')}, or give -b.` }]
  },
}
