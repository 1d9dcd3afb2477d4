/** Everything that the contract knows: what an adapter declares which does all of it. */
import type { EntityCapabilities } from './contract.js'

export const fullCapabilities: EntityCapabilities = {
  filters: { '*': ['eq', 'lt', 'le', 'gt', 'ge', 'equals', 'startsWith', 'contains', 'in', 'isNull'] },
  foldings: ['exact', 'ignoreCase', 'ignoreCaseAndAccents'],
  logic: ['or', 'not', 'exists', 'join', 'compareFields', 'inTuples'],
  sorts: '*',
  seek: true,
  limit: true,
  count: true,
  maxInList: 512,
  maxParameters: 10_000,
  cancellation: 'client',
  maxConcurrentReads: 8,
}
