/** One row of the polymorphic event table, by name. */
import type { DemoRow } from './table.js'

export interface DemoEvent {
  readonly patient: number
  readonly number: number
  readonly kind: 'R' | 'B' | 'S' | 'Q' | 'N' | 'L' | 'D' | 'P' | 'A' | 'I'
  readonly parent?: number | null
  readonly code: number | null
  readonly at: string | null
  readonly value?: number | null
  readonly unit?: string | null
  readonly text?: string | null
  readonly by?: number | null
  readonly status?: string | null
  readonly removed?: string | null
  readonly confidential?: string | null
  readonly updated?: string | null
}

export const eventRow = (event: DemoEvent): DemoRow => [
  event.patient,
  event.number,
  event.parent ?? null,
  event.kind,
  event.code,
  event.at,
  event.value ?? null,
  event.unit ?? null,
  event.text ?? null,
  event.by ?? null,
  event.status === undefined ? 'F' : event.status,
  event.removed === undefined ? 'N' : event.removed,
  event.confidential === undefined ? 'N' : event.confidential,
  event.updated ?? null,
]
