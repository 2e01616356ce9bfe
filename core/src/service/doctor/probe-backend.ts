import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WireEvent } from '@clinvk/plugin-sdk'
import type { PromptRequest } from '../prompt-request.ts'
import { type Check, type DoctorContext, fail, type Finding, pass, told } from './check.ts'

const timeoutSeconds = 60

/** One tiny prompt, ephemeral and read-only, in an empty folder: the only check that asks a model. */
export function probeBackend(name: string): Check {
  return { title: `${name} (probe)`, run: (context) => probe(name, context) }
}

async function probe(name: string, { config, registry, runPrompt, signal }: DoctorContext): Promise<Finding[]> {
  const id = `backends.${name}.probe`
  const [entry] = config.backends[name]?.enabled === false ? [] : await registry.available(name)
  if (entry?.found === undefined) return [] // told by the check of the backend
  const cwd = mkdtempSync(join(tmpdir(), 'clinvk-probe-'))
  const started = performance.now()
  const request: PromptRequest = {
    prompt: 'Answer with the one word: ready',
    backend: name,
    fallback: [], // an answer of another backend would say nothing of this one
    cwd,
    ephemeral: true,
    sandbox_mode: 'read-only',
    max_retries: 0,
    timeout_secs: timeoutSeconds,
    via: 'cli',
  }
  try {
    const wrong = await failureOf(runPrompt.execute(request, signal))
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    if (wrong === undefined) return [pass(id, `${name} answered in ${seconds} s`)]
    return [fail(id, `${name} did not answer a prompt (${seconds} s): ${wrong.message}`, wrong.hint)]
  } catch (error) {
    const { message, hint } = told(error)
    return [fail(id, `${name} could not be asked: ${message}`, hint)]
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

async function failureOf(events: AsyncIterable<WireEvent>): Promise<{ readonly message: string; readonly hint: string } | undefined> {
  let wrong: { message: string; hint: string } | undefined
  for await (const event of events) if (event.type === 'error') wrong = told(event.content)
  return wrong
}
