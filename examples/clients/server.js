/** Where `clinvk serve` listens, and a key for it where it wants one. */
export const url = process.env.SERVER_URL ?? 'http://127.0.0.1:8080'
export const key = process.env.SERVER_KEY ?? 'none'

/** What is asked, and whom: the name of a backend, or a model that one of them has. */
export const [prompt = 'Say hi.', model = 'claude'] = process.argv.slice(2)
