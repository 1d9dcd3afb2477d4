/**
 * The contract between the facade and one legacy source. It knows rows and fields, never FHIR.
 * Anything an adapter does not declare in its capabilities is never sent to it; if it is sent all the same, it throws.
 */

export interface AdapterModule<Config = unknown> {
  readonly spiVersion: 1
  /** The word in the configuration: `sqlite`, `acme-pas-rest`. */
  readonly name: string
  /** JSON Schema of `options` in the configuration; `writeOnly: true` marks a secret. */
  readonly configSchema: object
  open(config: Config, schema: SourceSchema, options: CallOptions): Promise<Adapter>
}

/** What the source document says about storage, given once. Native text comes from nowhere else. */
export interface SourceSchema {
  /** By the name that maps use. */
  readonly entities: Readonly<Record<string, EntityPlace>>
  /** Expressions that stand for fields, by the name that queries use. They belong to no entity: their own fields say which. */
  readonly fields?: Readonly<Record<string, NativeField>>
}

/** Database, schema and table as far as they are given; or a query that reads, in the source's own language. */
export type EntityPlace = { readonly path: readonly string[] } | { readonly native: string }

/** By the name of an adapter, its native text, with fields of the same alias between. */
export type NativeField = Readonly<Record<string, readonly (string | { readonly field: string })[]>>

export interface Adapter {
  capabilities(entity: string): EntityCapabilities
  /** Streams rows in batches. Leaving the loop early frees the connection. Throws AdapterError. */
  read(query: SourceQuery, options: ReadOptions): AsyncIterable<readonly Row[]>
  /** The number of rows, or `atMost` when there are that many or more. */
  count?(query: CountQuery, options: CountOptions): Promise<number>
  /** What `read` would send, with bind types and no bind values. Asks nothing of the source. */
  explain?(query: SourceQuery, options: CallOptions): Promise<readonly NativeRequest[]>
  introspect?(entities: readonly string[] | 'all', options: CallOptions): Promise<readonly EntitySchema[]>
  health(options: CallOptions): Promise<Health>
  /** May be called twice. */
  close(): Promise<void>
}

export interface CallOptions {
  /** Aborted by client disconnect or by the deadline. */
  readonly signal: AbortSignal
  /** Passed on to the source, so that it stops working too. */
  readonly timeoutMs: number
  /** For a query comment or a header; never patient data. */
  readonly traceId: string
}
export interface ReadOptions extends CallOptions {
  readonly batchSize: number
}
export interface CountOptions extends CallOptions {
  readonly atMost?: number
}

export interface SourceQuery {
  readonly from: EntityRef
  /** To-one only; the engine batches to-many reads. A join may use the aliases before it. */
  readonly joins: readonly Join[]
  readonly select: readonly Field[]
  readonly where?: Predicate
  /** Always ends in a unique key, so that pages are stable. */
  readonly orderBy: readonly Order[]
  /** A keyset position: one value for each orderBy term; null is a position. Rows strictly after it. */
  readonly after?: readonly Scalar[]
  /** Absent while a residual filter is left to the engine. */
  readonly limit?: number
}
export type CountQuery = Pick<SourceQuery, 'from' | 'joins' | 'where'>

export interface EntityRef {
  /** A name of SourceSchema.entities. */
  readonly entity: string
  readonly alias: string
}
export interface Join extends EntityRef {
  /** left = right; a null equals nothing. */
  readonly on: readonly (readonly [left: Field, right: Field])[]
  /** Constants of the join: one lookup table that holds many lists. */
  readonly where?: Predicate
  /** True: a left join. False: an inner join. In `exists` it does not matter. */
  readonly optional: boolean
}
export interface Order {
  readonly by: Field | { readonly coalesce: readonly Field[] }
  readonly direction: 'asc' | 'desc'
  readonly nulls: 'first' | 'last'
}

export interface Field {
  readonly alias: string
  readonly name: string
  readonly type: FieldType
  /** `varchar(10)`: lets a dialect bind without a cast that hides an index. */
  readonly nativeType?: string
  /** Trailing blanks do not count, in comparison and in what is read. */
  readonly trim?: boolean
  readonly collation?: Collation
}
export interface Collation {
  readonly folds: Folding
  readonly padsBlanks: boolean
}
export type FieldType = 'string' | 'integer' | 'decimal' | 'boolean' | 'date' | 'dateTime' | 'instant' | 'time' | 'binary'

/**
 * Dates are ISO strings ('2020-03-29', '2020-03-29T01:30:00.5', instants end in Z); decimals are digit strings; integers are
 * numbers up to 2^53-1 and digit strings beyond: no driver time zone, no lost precision.
 */
export type Scalar = string | number | boolean | Uint8Array | null
export interface Literal {
  readonly type: FieldType
  readonly value: Exclude<Scalar, null>
}
/** In the order of SourceQuery.select. */
export type Row = readonly Scalar[]

export type Comparison = 'eq' | 'lt' | 'le' | 'gt' | 'ge'
export type TextMatch = 'equals' | 'startsWith' | 'contains'
export type Folding = 'exact' | 'ignoreCase' | 'ignoreCaseAndAccents'

/**
 * Two-valued: a null fails every test but isNull, so `not` of it holds. `and` of nothing is true, `or` of nothing false.
 * Strings compare by code point (after `trim`): a folding column gets an exact test beside the indexable one.
 */
export type Predicate =
  | { readonly op: 'and' | 'or'; readonly of: readonly Predicate[] }
  | { readonly op: 'not'; readonly of: Predicate }
  | { readonly op: 'compare'; readonly field: Field; readonly is: Comparison; readonly to: Literal | Field }
  | { readonly op: 'in'; readonly field: Field; readonly values: readonly Literal[] }
  | { readonly op: 'inTuples'; readonly fields: readonly Field[]; readonly values: readonly (readonly Literal[])[] }
  | {
      readonly op: 'text'
      readonly field: Field
      readonly match: TextMatch
      readonly folding: Folding
      readonly value: string
    }
  | { readonly op: 'isNull'; readonly field: Field }
  | { readonly op: 'exists'; readonly join: Join; readonly joins?: readonly Join[]; readonly where?: Predicate }

export interface EntityCapabilities {
  /** By field; '*' for the rest. */
  readonly filters: Readonly<Record<string, readonly (Comparison | TextMatch | 'in' | 'isNull')[]>>
  readonly foldings: readonly Folding[]
  /** 'and' is always there. */
  readonly logic: readonly ('or' | 'not' | 'exists' | 'join' | 'compareFields' | 'inTuples')[]
  readonly sorts: readonly string[] | '*'
  /** False: `after` is not understood; the engine reads up to the position. */
  readonly seek: boolean
  readonly limit: boolean
  readonly count: boolean
  readonly maxInList: number
  readonly maxParameters: number
  readonly cancellation: 'server' | 'client' | 'none'
  readonly maxConcurrentReads: number
}

export interface EntitySchema {
  readonly entity: string
  readonly kind: 'table' | 'view' | 'endpoint'
  /** An estimate. */
  readonly rows?: number
  readonly fields: readonly FieldSchema[]
  readonly keys: readonly Key[]
  readonly references: readonly Reference[]
  readonly indexes: readonly { readonly fields: readonly string[]; readonly unique: boolean }[]
}
export interface FieldSchema {
  readonly name: string
  readonly type: FieldType | 'unknown'
  readonly nativeType: string
  readonly nullable: boolean
  readonly collation?: Collation
  readonly comment?: string
}
export interface Key {
  readonly fields: readonly string[]
  readonly primary: boolean
}
export interface Reference {
  readonly fields: readonly string[]
  readonly entity: string
  readonly targetFields: readonly string[]
}
export interface NativeRequest {
  readonly language: 'sql' | 'http' | 'other'
  readonly text: string
  readonly parameterTypes: readonly string[]
}
export interface Health {
  readonly status: 'up' | 'degraded' | 'down'
  readonly readOnly: 'enforced' | 'requested' | 'unknown'
  readonly product?: string
  readonly detail?: string
}
