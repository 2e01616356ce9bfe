import { installCli } from '../real/pinned-clis.ts'
import { openStage, realBackends } from '../real/real-backend.ts'
import { until } from '../sandbox.ts'
import { startServe } from '../serving.ts'

/** Eight streams at the same time with each real CLI, against a model on this machine. */
export async function realClis(check: (holds: boolean, what: string) => void): Promise<void> {
  for (const backend of realBackends) {
    await installCli(backend.cli)
    const stage = await openStage(backend)
    const server = await startServe(stage.sandbox, [], { env: { CLINVK_SERVER_MAX_RUNS: '8' } })
    stage.model.script({ text: Array.from({ length: 20 }, (_none, index) => `word${index} `), delay_ms: 50 })
    const before = stage.sandbox.processes().length
    const texts = await Promise.all(Array.from({ length: 8 }, async () => {
      const answer = await server.prompt({ backend: backend.name, model: backend.model, prompt: 'count', ephemeral: true }, { headers: { Accept: 'text/event-stream' } })
      return answer.text()
    }))
    const whole = texts.filter((text) => text.includes('event: done') && text.includes('word19'))
    check(whole.length === 8, `8 streams of ${backend.name} at the same time are whole${whole.length === 8 ? '' : `: ${texts.find((text) => !whole.includes(text))?.slice(-300)}`}`)
    await until(() => stage.sandbox.processes().length <= before, `the end of the runs of ${backend.name}`)
    server.child.kill('SIGTERM')
    check((await server.ended).code === 0, `and the server ends`)
    await stage.close()
  }
}
