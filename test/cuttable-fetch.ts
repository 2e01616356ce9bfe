/** A fetch for the official client, with connections that can be cut. */
export function cuttableFetch() {
  const seen: string[] = []
  let cut = () => {}
  const fetching = async (url: string | URL, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    const controller = new AbortController()
    init.signal?.addEventListener('abort', () => controller.abort())
    const response = await fetch(url, { ...init, signal: controller.signal })
    seen.push(`${init.method} ${headers.has('last-event-id') ? 'again ' : ''}${response.status}`)
    if (String(init.body).includes('tools/call')) cut = () => controller.abort()
    return response
  }
  return { fetch: fetching, seen, cut: () => cut() }
}
