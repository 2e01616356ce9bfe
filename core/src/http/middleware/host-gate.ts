import { ClinvkError } from '@clinvk/plugin-sdk'
import { isLoopback } from '../../schema/is-loopback.ts'
import type { HttpContext, HttpMiddleware } from '../context.ts'
import { HttpFailure } from '../http-failure.ts'

/** What the gate lets in. */
export interface GateRules {
  /** The address that the server listens on. */
  readonly host: string
  readonly allowedHosts: readonly string[]
  readonly originAllowed: (origin: string) => boolean
}

/**
 * Keeps pages of strangers out. A page can have its own name lead to 127.0.0.1 (DNS rebinding); the browser then still sends that
 * name as `Host`. And a page that calls across origins says which one it is.
 */
export function hostGate({ host, allowedHosts, originAllowed }: GateRules): HttpMiddleware {
  const names = new Set(allowedHosts.map((name) => name.toLowerCase()))
  const checksHost = isLoopback(host) || names.size > 0
  return (ctx, next) => {
    checkOneHost(ctx)
    const name = hostName(ctx.get('host'))
    if (checksHost && !names.has(name) && !names.has(ctx.get('host').toLowerCase()) && !isLoopback(name)) {
      throw refused(`the host ${JSON.stringify(name.slice(0, 100))} is none of this server's names`, 'Call it by its address, or add the name to server.allowed_hosts.')
    }
    const origin = ctx.get('origin').toLowerCase()
    if (origin !== '' && !originAllowed(origin) && !isSame(origin, ctx)) {
      throw refused(`pages of ${JSON.stringify(origin.slice(0, 100))} may not call this server`, 'Add the origin to server.cors_allowed_origins.')
    }
    return next()
  }
}

/** Whom a request is for is said once (RFC 9112, 3.2); a proxy might have believed the other one. */
function checkOneHost({ req: { rawHeaders, httpVersion } }: HttpContext): void {
  let hosts = 0
  // Names and values in turn. Every request comes through here: the length alone tells most names apart.
  for (let index = 0; index < rawHeaders.length; index += 2) if (rawHeaders[index]?.length === 4 && rawHeaders[index]?.toLowerCase() === 'host') hosts += 1
  if (hosts === 1 || (hosts === 0 && httpVersion === '1.0')) return
  throw new HttpFailure(400, 'invalid_request', `the request has ${hosts} headers Host`, { hint: 'Send one.' })
}

/** The name in a `Host` header, without its port. */
function hostName(header: string): string {
  return header.toLowerCase().replace(/:\d*$/, '')
}

/** A page of this server itself, such as its documentation. */
function isSame(origin: string, ctx: HttpContext): boolean {
  return origin === `http://${ctx.get('host').toLowerCase()}` || origin === `https://${ctx.get('host').toLowerCase()}`
}

function refused(message: string, hint: string): ClinvkError {
  return new ClinvkError('permission_denied', message, { hint })
}
