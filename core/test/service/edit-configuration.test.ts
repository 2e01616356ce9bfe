import { expect, test } from 'vitest'
import { configChecker } from '../../src/service/configuration.ts'
import { EditConfiguration } from '../../src/service/edit-configuration.ts'
import { configHome } from '../config/config-file.ts'

const check = configChecker((config) => Promise.resolve({ backends: config.backends, environment: new Map(), problems: [] }))
const opened: string[] = []
const execute = async (env: Record<string, string>) => {
  opened.length = 0
  const open = async (editor: string) => ({ code: opened.push(editor) - 1 })
  return new EditConfiguration({ env: { ...configHome().env, ...env } }, open, check).execute()
}

test('VISUAL is asked before EDITOR; an empty one counts as none', async () => {
  await execute({ VISUAL: 'code --wait', EDITOR: 'vi' })
  expect(opened).toEqual(['code --wait'])
  await execute({ VISUAL: '', EDITOR: 'vi' })
  expect(opened).toEqual(['vi'])
})

test('without an editor nothing is opened', async () => {
  await expect(execute({ EDITOR: '' })).rejects.toMatchObject({ code: 'invalid_request', message: expect.stringContaining('neither VISUAL nor EDITOR'), hint: expect.stringContaining('config set') })
  expect(opened).toEqual([])
})
