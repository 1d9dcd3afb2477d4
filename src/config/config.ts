/** What careconnect.yaml says, checked and complete: the one form in which the rest of the program sees it. */
import type { Position } from '../kernel/diagnostics.js'

export interface Config {
  /** Absolute: where the file is, and what paths in it are relative to. */
  readonly folder: string
  /** As clients see us, path included, without a slash at the end. Absent: taken from each request's own Host. */
  readonly baseUrl?: string
  readonly listen: { readonly host: string; readonly port: number }
  readonly mappings: readonly ConfiguredFolder[]
  /** Value sets and code systems. */
  readonly terminology: readonly ConfiguredFolder[]
  readonly sources: ReadonlyMap<string, SourceConfig>
  /** Of 32 bytes. Absent: a random one for this run. */
  readonly paging: { readonly key?: Uint8Array }
  /** Names rows in messages. Of 32 bytes. Absent: a random one for this run. */
  readonly privacy: { readonly key?: Uint8Array }
  readonly limits: Limits
  /** Origins whose pages may read what is served; `*` is any. */
  readonly cors: { readonly origins: readonly string[] }
  readonly log: { readonly level: LogLevel }
}

export interface ConfiguredFolder {
  readonly at: Position
  /** Absolute. */
  readonly dir: string
  /** As written, for messages. */
  readonly displayDir: string
}

export interface SourceConfig {
  readonly at: Position
  readonly name: string
  readonly adapter: string
  /** The name of the demonstration that is written when the database file is not there. */
  readonly demo?: string
  /** For the adapter alone to understand; `{ env }` and `{ file }` are already replaced. */
  readonly options: Readonly<Record<string, unknown>>
}

export interface Limits {
  readonly defaultCount: number
  readonly maxCount: number
  readonly maxIncludes: number
  readonly timeoutMs: number
  readonly maxUrlLength: number
}

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug'
