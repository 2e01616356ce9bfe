export { answerText, AnswerText } from './answer-text.ts'
export type { Backend, BackendEnvironment, Capabilities, FlagArity, FlagPolicy, ModelRules } from './backend.ts'
export type { Channel, ChannelKey, Conversation } from './channel.ts'
export type { Decoder, OutputStream, ProcessEnd, StopReason } from './decoder.ts'
export { type BackendDefinition, defineBackend } from './define-backend.ts'
export { ClinvkError, type ErrorCode, errorCodes, type ErrorDetails, type ErrorOptions, isClinvkError } from './errors.ts'
export type { EventContent, EventType, RunEvent, TokenUsage, WireEvent } from './event.ts'
export { missingFlags, versionIn } from './helper-answer.ts'
export type { BadVersions, FinishedRun, Found, HelperAnswer, Host, Inspection, InteractiveRun } from './host.ts'
export type { GentleStop, Invocation, TemporaryFile, TemporaryPath } from './invocation.ts'
export type { McpClient, McpInstallation, McpPlace, McpServerEntry } from './mcp-client.ts'
export {
  type ApprovalMode,
  type ClientTool,
  type HistoryMessage,
  type InputPart,
  inputText,
  type Resume,
  type Effort,
  type RunOptions,
  type RunRequest,
  type SandboxMode,
} from './request.ts'
