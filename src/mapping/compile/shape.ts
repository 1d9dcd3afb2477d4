/**
 * A map's body after it has been resolved against STU3, the profile and the source: the one structure from which both
 * directions are compiled, rows to resources (emit-*.ts) and searches to predicates (invert-*.ts).
 */
import type { Position } from '../../kernel/diagnostics.js'
import type { Predicate } from '../../spi/index.js'
import type { ColumnBinding, Meaning } from './column.js'

export type Shape = PrimitiveShape | ObjectShape | FirstShape | WhenShape | EachShape | PartsShape

/** One value of a primitive type. */
export interface PrimitiveShape {
  readonly kind: 'primitive'
  readonly type: string
  /** The codes that a required binding allows. */
  readonly codes?: ReadonlySet<string>
  readonly value: Value
}

export interface ObjectShape {
  readonly kind: 'object'
  readonly type: string
  /** In the order of STU3. */
  readonly elements: readonly ShapeElement[]
  /** The element without which the object vanishes, if it is mapped: Coding.code, Identifier.value … */
  readonly principal?: string
  /** Children that the profile or STU3 requires: without one the object vanishes and is counted. */
  readonly required: readonly Requirement[]
  /** meta: its constant parts keep it. */
  readonly isAlwaysKept?: boolean
  /** It has no elements and says why: a data-absent-reason. */
  readonly absent?: string
}

export interface Requirement {
  /** An element, or the stem of a choice. */
  readonly name: string
  readonly slice?: string
}

export interface ShapeElement {
  readonly name: string
  /** The stem of a choice: `value` for valueQuantity. */
  readonly choice?: string
  /** Where it was written among the elements of its choice: the first that has a value wins. */
  readonly choiceRank: number
  readonly type: string
  readonly isList: boolean
  /** In the order of output; at most one unless isList. */
  readonly items: readonly ShapeItem[]
  /** Of a primitive element: why there is no value where there is none. */
  readonly absent?: string
}

export interface ShapeItem {
  readonly slice?: string
  readonly shape: Shape
}

/** The first that has a value. */
export interface FirstShape {
  readonly kind: 'first'
  readonly of: readonly Shape[]
}
export interface WhenShape {
  readonly kind: 'when'
  readonly if: Condition
  readonly value: Shape
}
/** Once for each row of a list. */
export interface EachShape {
  readonly kind: 'each'
  readonly list: ListBinding
  readonly item: Shape
}

/** Once for each part of a packed text. */
export interface PartsShape {
  readonly kind: 'parts'
  readonly split: SplitBinding
  readonly item: Shape
}

// ── Values ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export type Value =
  | { readonly kind: 'constant'; readonly text: string }
  | { readonly kind: 'column'; readonly column: ColumnBinding }
  | { readonly kind: 'coded'; readonly column: ColumnBinding; readonly codes: ResolvedCodes; readonly part: CodePart }
  | { readonly kind: 'template'; readonly parts: readonly TemplatePiece[] }
  | ReferenceValueShape
  | FunctionValue
  /** The logical id of this map's row. */
  | { readonly kind: 'id'; readonly key: readonly ColumnBinding[]; readonly prefix?: string; readonly slot?: string }

export type CodePart = 'code' | 'system' | 'display'

/** What an author's file of functions gives under one name. */
export interface MappedFunction {
  call(...args: readonly (Meaning | null)[]): unknown
  /** All lists of arguments for which the function gives the text. */
  inverse?(text: string): unknown
}
export interface FunctionValue extends MappedFunction {
  readonly kind: 'function'
  readonly name: string
  readonly args: readonly (
    | { readonly kind: 'column'; readonly column: ColumnBinding }
    | { readonly kind: 'constant'; readonly text: string }
  )[]
}

export interface ReferenceValueShape {
  readonly kind: 'reference'
  readonly target: ReferenceTarget
  /** Here, what makes the target's key: columns, constants, coded columns, templates or functions. */
  readonly key: readonly PrimitiveShape[]
  /** It is there only where its target is. */
  readonly isLive: boolean
}

/** What a reference needs to know of the map that it points to, before that map is compiled. */
export interface ReferenceTarget {
  readonly map: string
  readonly type: string
  readonly entity: string
  readonly prefix?: string
  /** Of the copy of a repeated map that is meant; and that map's name. */
  readonly slot?: string
  readonly repeats?: string
  readonly key: readonly ColumnBinding[]
}

export type TemplatePiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hole'; readonly column: ColumnBinding }
  | { readonly kind: 'optional'; readonly parts: readonly TemplatePiece[] }

export interface ResolvedCodes {
  /** By legacy value. */
  readonly pairs: ReadonlyMap<string, ResolvedCode>
  readonly whenNull?: ResolvedCode
  readonly otherwise?: ResolvedCode
}
export interface ResolvedCode {
  readonly code: string
  readonly system?: string
  readonly display?: string
}

// ── Conditions ──────────────────────────────────────────────────────────────────────────────────────────────────────

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'compare'; readonly column: ColumnBinding; readonly is: ComparisonSign; readonly to: ConditionOperand }
  | { readonly kind: 'isNull'; readonly column: ColumnBinding }
  | { readonly kind: 'in'; readonly column: ColumnBinding; readonly values: readonly string[] }
  | { readonly kind: 'startsWith'; readonly column: ColumnBinding; readonly texts: readonly string[] }
  | { readonly kind: 'contains'; readonly column: ColumnBinding; readonly text: string }

export type ComparisonSign = '=' | '<>' | '<' | '<=' | '>' | '>='
export type ConditionOperand =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'column'; readonly column: ColumnBinding }
  | { readonly kind: 'clock'; readonly of: 'today' | 'now' }

// ── Rows ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Of several rows only the one with the greatest version exists; see latest.ts. */
export interface LatestBinding {
  readonly entity: string
  readonly alias: string
  /** Rows that are equal in these are versions of one thing. */
  readonly among: readonly ColumnBinding[]
  readonly version: ColumnBinding
  /** Decide between rows of one version. */
  readonly ties: readonly ColumnBinding[]
  /** Which rows take part; all of them when absent. */
  readonly where?: Condition
  /** Rows that take part are the latest ones of another kind, too. */
  readonly within?: LatestBinding
}

export interface ListBinding {
  readonly at: Position
  readonly alias: string
  readonly entity: string
  /** The list on whose rows this one hangs; absent where it is the map's own row. */
  readonly owner?: string
  /** outer = inner. The outer columns belong to the row that owns the list. */
  readonly on: readonly (readonly [outer: ColumnBinding, inner: ColumnBinding])[]
  /** Constants of the match, and the rules of the table. */
  readonly where: Condition | undefined
  readonly latest: readonly LatestBinding[]
  /** Joins that hang on the list's row. */
  readonly joins: readonly JoinBinding[]
  readonly order: readonly ColumnBinding[]
  /** Of its table: ends the order. */
  readonly key: readonly ColumnBinding[]
}

/** Packed text as a list: its items are parts of one column, of the map's own row or of what is being repeated over. */
export interface SplitBinding {
  readonly at: Position
  readonly alias: string
  readonly column: ColumnBinding
  /** What maps call the fields of a part. */
  readonly fields: readonly ColumnBinding[]
  /** The place of a part in the text, from 1 on. Parts that are empty or dropped have one too, so that it stays as it is. */
  readonly number: ColumnBinding
  readonly take: TakeParts
}
/** The fields of each part, in the order of `fields`, and its number. */
export type TakeParts = (
  text: Meaning | undefined,
  report: { dropped(place: string): void },
) => readonly (readonly (Meaning | undefined)[])[]

export interface JoinBinding {
  readonly at: Position
  readonly alias: string
  readonly entity: string
  /** outer = inner. */
  readonly on: readonly (readonly [outer: ColumnBinding, inner: ColumnBinding])[]
  readonly where: Condition | undefined
  readonly latest: readonly LatestBinding[]
  /** The joined rows are those that a map serves. */
  readonly live?: { readonly map: string; where(clock: { readonly now: number }): Predicate | undefined }
}
