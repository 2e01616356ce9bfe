import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Vitest would leave one core for itself. Most of these tests wait for processes, and meanwhile others can go on: one file more than cores. */
const maxWorkers = availableParallelism() + 1

/** What starts processes and waits for them: the longest tests of core, which begin before the many short ones. */
const processes = ['core/test/process/**/*.test.ts', 'core/test/session/{processes,scale}.test.ts']

const project = (name: string, include: string[], limits: { testTimeout: number; maxWorkers: number; globalSetup?: string[]; sequence?: { groupOrder: number } }) => ({
  // Vitest polls for one second by itself, which is not long where the machine has other things to do.
  test: { name, include, environment: 'node' as const, hookTimeout: 180_000, expect: { poll: { timeout: 15_000 } }, ...limits },
})

export default defineConfig({
  test: {
    projects: [
      project('unit', ['plugin-sdk/test/**/*.test.ts', 'plugins/*/test/**/*.test.ts', 'core/test/**/*.test.ts', ...processes.map((path) => `!${path}`), 'examples/*/test/**/*.test.{ts,js}', 'test/*.test.ts'], { testTimeout: 20_000, maxWorkers }),
      project('process', processes, { testTimeout: 60_000, maxWorkers }),
      project('e2e', ['test/e2e/**/*.e2e.ts'], { testTimeout: 120_000, maxWorkers }),
      // The real CLIs share two cores: one file at a time keeps their start-up times meaningful.
      project('smoke', ['test/real/smoke.real.ts'], { testTimeout: 120_000, maxWorkers: 1, globalSetup: ['test/real/install-clis.ts'] }),
      project('real', ['test/real/**/*.real.ts', '!test/real/smoke.real.ts'], { testTimeout: 180_000, maxWorkers: 2, globalSetup: ['test/real/install-clis.ts', 'test/real/install-python.ts'], sequence: { groupOrder: 1 } }),
    ],
  },
})
