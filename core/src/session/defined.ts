export { defined } from '../schema/defined.ts'
