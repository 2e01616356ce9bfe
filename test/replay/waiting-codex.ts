import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeExecutable } from './replay-cli.ts'

/** Puts a CLI of Codex's kind into `folder`: it notes beside it that it began, and answers when it may. */
export function waitingCodex(folder: string): { readonly begun: () => boolean; readonly starts: () => number; readonly goOn: () => void } {
  const [begun, go] = [join(folder, 'begun'), join(folder, 'go')]
  writeExecutable(folder, 'codex', [
    'cat >/dev/null',
    'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n\'',
    `echo x >>${begun}`,
    `while [ ! -e ${go} ]; do sleep 0.05; done`,
    'printf \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"the answer"}}\\n\'',
    'printf \'{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}\\n\'',
  ])
  return { begun: () => existsSync(begun), starts: () => readFileSync(begun, 'utf8').length / 2, goOn: () => writeFileSync(go, '') }
}
