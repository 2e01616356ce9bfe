import assert from 'node:assert/strict'
import { assertUnseen, hidden, invocationFor, spelled, visible } from '../described.ts'
import type { Case, Group, Kit } from '../kit.ts'
import { promptMarker, type RequestChange } from '../plain-request.ts'

const systemMarker = 'clinvk-kit-system-77c0'
const flagLike = [
  '--version', '-h', '-', '--', '-p other', '--model=other', '-c key=value',
  '--dangerously-skip-permissions\n--yolo', '$(id) `id` && id',
]

/** What people and clients write travels where no other process of the machine sees it, and is never read as a flag. */
export const promptUnseen: Group = (kit) => [
  {
    title: 'prompt: travels on stdin, and in no argument, variable or file name',
    run() {
      for (const change of requests(kit)) {
        const invocation = invocationFor(kit, change)
        assertUnseen(invocation, promptMarker, 'the prompt')
        assert.ok(invocation.stdin?.includes(promptMarker), 'the prompt is not on stdin')
      }
    },
  },
  {
    title: 'prompt: all its parts reach stdin',
    run() {
      const texts = ['clinvk-kit-first', 'clinvk-kit-second']
      const { stdin } = invocationFor(kit, { input: texts.map((text) => ({ type: 'text', text })) })
      for (const text of texts) assert.ok(stdin?.includes(text), `"${text}" is not on stdin`)
    },
  },
  {
    title: 'prompt: one that looks like flags changes no argument',
    run() {
      const plain = invocationFor(kit)
      for (const text of flagLike) {
        const { args, env = {} } = invocationFor(kit, { input: [{ type: 'text', text }] })
        assert.deepEqual(args.map(spelled), plain.args.map(spelled), `the prompt ${JSON.stringify(text)} changed the arguments`)
        assert.deepEqual(env, plain.env ?? {}, `the prompt ${JSON.stringify(text)} changed the environment`)
      }
    },
  },
  ...systemPrompt(kit),
]

/** Requests that lead through other branches of `command`. */
function requests({ backend: { capabilities }, session_id }: Kit): RequestChange[] {
  return [
    {},
    { native_input: true },
    { ephemeral: true },
    { options: { model: 'clinvk-kit-model' } },
    ...(!capabilities.system_prompt ? [] : [{ options: { system_prompt: 'Be brief.' } }]),
    ...(capabilities.resume ? [{ resume: { backend_session_id: session_id, fork: false } }] : []),
  ]
}

function systemPrompt(kit: Kit): Case[] {
  const kind = kit.backend.capabilities.system_prompt
  if (!kind) return []
  return [
    {
      title: 'system prompt: travels on stdin or in a temporary file',
      run() {
        const invocation = invocationFor(kit, { options: { system_prompt: systemMarker } })
        assertUnseen(invocation, systemMarker, 'the system prompt')
        assert.ok(hidden(invocation).includes(systemMarker), 'the system prompt is nowhere in the invocation')
        if (kind === 'prompt') assert.ok(invocation.warnings?.length, 'a system prompt put before the prompt needs a warning')
      },
    },
    {
      title: 'system prompt: one that looks like a flag is not read as one',
      run() {
        const seen = visible(invocationFor(kit, { options: { system_prompt: `--${systemMarker}` } }))
        assert.ok(!seen.some(({ text }) => text.startsWith(`--${systemMarker}`)), 'the system prompt became an argument')
      },
    },
  ]
}
