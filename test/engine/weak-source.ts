/** Adapters for tests: one that declares less than it can do and refuses what it did not declare, one that counts what it is sent. */
import { type Adapter, assertSupported, type CountQuery, type EntityCapabilities, type SourceQuery } from '../../src/spi/index.js'

export function narrowed(adapter: Adapter, less: Partial<EntityCapabilities>): Adapter {
  const capabilities = (entity: string) => ({ ...adapter.capabilities(entity), ...less })
  return {
    ...adapter,
    capabilities,
    read(query, options) {
      assertSupported(query, capabilities)
      return adapter.read(query, options)
    },
    async count(query, options) {
      assertSupported(query, capabilities)
      return (await adapter.count?.(query, options)) ?? 0
    },
  }
}

export interface SentQueries {
  readonly reads: SourceQuery[]
  readonly counts: CountQuery[]
}

export function recording(adapter: Adapter, sent: SentQueries): Adapter {
  return {
    ...adapter,
    read(query, options) {
      sent.reads.push(query)
      return adapter.read(query, options)
    },
    async count(query, options) {
      sent.counts.push(query)
      return (await adapter.count?.(query, options)) ?? 0
    },
  }
}
