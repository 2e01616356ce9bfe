/** What entries need to watch runs. */
export { observeTogether, type RunObserver } from '../backend/run-observer.ts'
