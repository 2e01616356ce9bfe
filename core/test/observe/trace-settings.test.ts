import { expect, test } from 'vitest'
import { traceSettings } from '../../src/observe/trace-settings.ts'

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }

test.each([
  [{}, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: ' ' }, false],
  [{ OTEL_SERVICE_NAME: 'x' }, false],
  [endpoint, true],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces' }, true],
  [{ ...endpoint, OTEL_SDK_DISABLED: 'TRUE' }, false],
  [{ ...endpoint, OTEL_SDK_DISABLED: 'no' }, true],
  [{ ...endpoint, OTEL_TRACES_EXPORTER: 'none' }, false],
  [{ ...endpoint, OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' }, true],
])('%o: traces are exported: %s', (env, enabled) => {
  expect(traceSettings(env)).toEqual({ enabled })
})

test.each([
  [{ ...endpoint, OTEL_TRACES_EXPORTER: 'zipkin' }, '"zipkin"'],
  [{ ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, '"grpc"'],
])('%o cannot be done, and says so', (env, problem) => {
  expect(traceSettings(env)).toEqual({ enabled: false, problem: expect.stringContaining(problem) })
})
