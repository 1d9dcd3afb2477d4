/** What the first rows of a table hold, column by column. Nothing of it leaves the program but counts, formats and short codes. */
import type { Adapter, CallOptions, EntitySchema, Field, FieldSchema, Scalar } from '../../spi/index.js'

export interface ColumnProfile {
  readonly column: FieldSchema
  /** Each value as text without blanks around it, and in how many rows it is. Neither null nor blank is a value. */
  readonly values: ReadonlyMap<string, number>
  /** Rows with a value. */
  readonly filled: number
  /** Rows whose value ends in blanks. */
  readonly padded: number
}

export interface TableProfile {
  readonly rows: number
  readonly columns: readonly ColumnProfile[]
}

/** Enough for formats and lists of codes; a whole table need not be read. */
const rowsLooked = 5000

export async function profileTable(
  adapter: Adapter,
  { entity, fields, keys }: EntitySchema,
  options: CallOptions,
): Promise<TableProfile> {
  const select = fields.map(fieldOf)
  const key = keys.find(({ primary }) => primary)?.fields ?? []
  const orderBy = select.filter(({ name }) => key.includes(name)).map(by => ({ by, direction: 'asc', nulls: 'last' }) as const)
  const counters = fields.map(column => ({ column, values: new Map<string, number>(), filled: 0, padded: 0 }))
  let rows = 0
  const query = { from: { entity, alias: 't' }, joins: [], select, orderBy, limit: rowsLooked }
  for await (const batch of adapter.read(query, { ...options, batchSize: 1000 })) {
    for (const row of batch)
      counters.forEach((counter, place) => {
        count(counter, row[place] ?? null)
      })
    rows += batch.length
  }
  return { rows, columns: counters }
}

const fieldOf = ({ name, type, nativeType }: FieldSchema): Field => ({
  alias: 't',
  name,
  type: type === 'unknown' ? 'string' : type,
  nativeType,
})

function count(counter: { readonly values: Map<string, number>; filled: number; padded: number }, value: Scalar): void {
  if (value === null || value instanceof Uint8Array) return
  const stored = String(value)
  const text = stored.trim()
  if (text === '') return
  counter.values.set(text, (counter.values.get(text) ?? 0) + 1)
  counter.filled++
  if (stored !== stored.trimEnd()) counter.padded++
}

/** Of the rows with a value, the part whose value is so. */
export function share({ values, filled }: ColumnProfile, holds: (value: string) => boolean): number {
  if (filled === 0) return 0
  let rows = 0
  for (const [value, times] of values) if (holds(value)) rows += times
  return rows / filled
}
