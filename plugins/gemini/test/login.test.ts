import { describe, expect, test } from 'vitest'
import { chooseLogin } from '../src/login.ts'

const choose = (selectedType: string | undefined, variables: Record<string, string> = {}) =>
  chooseLogin(selectedType === undefined ? {} : { security: { auth: { selectedType } } }, (name) => variables[name])

describe('what the user selected decides', () => {
  test('a login of the user, also beside a key in the environment', () => {
    expect(choose('oauth-personal', { GEMINI_API_KEY: 'x' })).toEqual({ kind: 'user', type: 'oauth-personal' })
    expect(choose('compute-default-credentials')).toEqual({ kind: 'user', type: 'compute-default-credentials' })
  })

  test('a key', () => {
    expect(choose('vertex-ai', { GEMINI_API_KEY: 'x' })).toEqual({ kind: 'key', type: 'vertex-ai' })
    expect(choose('gemini-api-key')).toEqual({ kind: 'key', type: 'gemini-api-key' })
  })

  test('"gateway" becomes the key that headless runs accept', () => {
    expect(choose('gateway', { GEMINI_API_KEY: 'x' })).toEqual({ kind: 'key', type: 'gemini-api-key' })
  })
})

describe('without a selection the environment decides, in the order of the CLI', () => {
  test('Google login, Vertex AI, key', () => {
    const all = { GOOGLE_GENAI_USE_GCA: 'true', GOOGLE_GENAI_USE_VERTEXAI: 'true', GEMINI_API_KEY: 'x' }
    expect(choose(undefined, all)).toEqual({ kind: 'user', type: 'oauth-personal' })
    expect(choose(undefined, { ...all, GOOGLE_GENAI_USE_GCA: 'false' })).toEqual({ kind: 'key', type: 'vertex-ai' })
    expect(choose(undefined, { GEMINI_API_KEY: 'x' })).toEqual({ kind: 'key', type: 'gemini-api-key' })
  })

  test('a base URL means a key, not the gateway that the CLI would choose and refuse', () => {
    expect(choose(undefined, { GOOGLE_GEMINI_BASE_URL: 'http://127.0.0.1' })).toEqual({ kind: 'key', type: 'gemini-api-key' })
  })

  test('nothing at all is left to the CLI', () => {
    expect(choose(undefined)).toEqual({ kind: 'key' })
    expect(choose(undefined, { CLOUD_SHELL: 'true' })).toEqual({ kind: 'user' })
  })
})
