import type { SessionStore } from '../session/store.ts'

/** The one session store of this process. It is loaded when it is first needed: an ephemeral run never needs it. */
export type SessionProvider = () => Promise<SessionStore>
