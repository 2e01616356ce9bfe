export { conformance, type ConformanceOptions } from './conformance.ts'
export { hostilePrograms } from './hostile-programs.ts'
export { type Expectation, readRecordings, type RecordedLine, type Recording } from './recording.ts'
export { replay } from './replay.ts'
