/** The mapping language as data: what a YAML file says, with places, before anything is checked against STU3 or a schema. */
import type { Position } from '../../kernel/diagnostics.js'
import type { FieldType } from '../../spi/index.js'
import type { DateFormat, DatePattern } from './date-format.js'
import type { PatternHole, PatternPart } from './pattern.js'

export interface SourceDocument {
  readonly at: Position
  readonly name: string
  readonly zone: string
  readonly defaults: { readonly text?: ColumnFacts; readonly date?: ColumnFacts; readonly number?: ColumnFacts }
  /** Short names of code and identifier systems. */
  readonly systems: ReadonlyMap<string, string>
  readonly codes: ReadonlyMap<string, CodeMap>
  /** A file of functions beside the document. */
  readonly functions?: { readonly at: Position; readonly path: string; readonly text: string }
  readonly tables: ReadonlyMap<string, TableDocument>
}

export interface TableDocument {
  readonly at: Position
  /** The name used in maps. */
  readonly name: string
  /** Database, schema and table, as far as they are given. */
  readonly path: readonly string[]
  /** Of the path, where it is written. */
  readonly pathAt?: Position
  /** A SELECT that stands for the table, in the language of the database. */
  readonly query?: { readonly at: Position; readonly text: string }
  readonly key: readonly ColumnName[]
  /** Columns of the logical id when `key` is not fit for one. */
  readonly id?: readonly ColumnName[]
  /** Of the rows with one key only the one with the greatest value here exists. */
  readonly latest?: ColumnName
  readonly where?: Expression
  readonly gone?: Expression
  /** meta.lastUpdated: the first that has a value. */
  readonly changed: readonly ColumnName[]
  readonly columns: ReadonlyMap<string, ColumnFacts>
}

export interface ColumnName {
  readonly at: Position
  readonly name: string
}

/** What the source document says of one column. */
export interface ColumnFacts {
  readonly at: Position
  /** The native type, where no introspection can tell it. */
  readonly type?: FieldType
  readonly format?: DateFormat
  readonly nullIf?: readonly string[]
  readonly trim?: boolean
  /** `#` stands for a character of the value, all else for itself. */
  readonly mask?: readonly string[]
  readonly zone?: string
  /** The case of the stored letters, and whether they are all of ASCII. */
  readonly stored?: { readonly letters: 'upper' | 'lower'; readonly isAscii: boolean }
  /** One date from several columns. */
  readonly of?: DatePiecesFact
  readonly precision?: PrecisionFact
  /** Linear in x; it was read without fault. */
  readonly scale?: string
  /** Decimals that are kept. */
  readonly round?: number
  /** The first pattern that fits gives the values of the columns that it names. */
  readonly parse?: readonly (readonly PatternPart[])[]
  readonly text?: 'html' | 'rtf'
}

/** In the order of time: the year comes first. */
export interface DatePiecesFact {
  readonly at: Position
  readonly columns: readonly { readonly column: ColumnName; readonly piece: DatePiece }[]
}
/** `date` and `time` are columns that are a date or a time by themselves. */
export type DatePiece = { readonly kind: 'date' } | { readonly kind: 'time' } | DatePattern

export type PrecisionFact =
  | { readonly kind: 'fixed'; readonly at: Position; readonly unit: 'year' | 'month' | 'day' | 'minute' }
  /** '2010-00-00' is a year. */
  | { readonly kind: 'zeros'; readonly at: Position }
  /** The code map gives year, month, day, minute, time (as far as the column goes) or none. */
  | {
      readonly kind: 'by'
      readonly at: Position
      readonly by: ColumnName
      readonly codes: { readonly at: Position; readonly name: string }
    }

/** Pairs in the order written. */
export interface CodeMap {
  readonly at: Position
  /** As declared in `codes`; absent when written in place. */
  readonly name?: string
  readonly pairs: readonly CodePair[]
  /** Holds for all pairs that have none of their own. Expanded from its short name. */
  readonly system?: string
  readonly whenNull?: CodeResult
  readonly otherwise: CodeResult | 'omit' | 'error'
}
export interface CodePair extends CodeResult {
  /** The legacy value, as text. */
  readonly from: string
}
export interface CodeResult {
  readonly at: Position
  readonly code: string
  readonly system?: string
  readonly display?: string
}

export interface MapDocument {
  readonly at: Position
  /** `patient`; with its source `gp/patient`. A copy of a repeated map is `vitals.hr`. */
  readonly name: string
  /** For a map with `for: slots`: the slot that this copy is of, and the name as written. */
  readonly copy?: { readonly of: string; readonly slot: string }
  /** For a map with `for: packed text`: the list of whose parts each is a resource. */
  readonly repeat?: { readonly at: Position; readonly list: string }
  readonly source: string
  readonly prefix?: string
  readonly profile?: string
  readonly from: { readonly at: Position; readonly table: string; readonly alias: string }
  readonly joins: ReadonlyMap<string, Relation>
  readonly lists: ReadonlyMap<string, Relation>
  /** Lists of packed text. */
  readonly splits: ReadonlyMap<string, SplitList>
  readonly where?: Expression
  readonly codes: ReadonlyMap<string, CodeMap>
  /** By parameter: what replaces derivation. */
  readonly search: ReadonlyMap<string, SearchOverride>
  readonly resourceType: string
  readonly body: TreeNode
}

/** What searches of one type must say, and how much they get. */
export interface RulesDocument {
  readonly at: Position
  readonly type: string
  /** A search asks for every parameter of some group; with no group for nothing. */
  readonly requireAny: readonly RequiredGroup[]
  readonly defaultCount?: number
  readonly maxCount?: number
  /** False: a search that no index could serve is refused. */
  readonly allowScan?: boolean
}
export type RequiredGroup = readonly { readonly at: Position; readonly name: string }[]

export type SearchOverride =
  | { readonly kind: 'disabled'; readonly at: Position }
  /** `medication.code`: another parameter, or one of the type that a parameter refers to. */
  | { readonly kind: 'as'; readonly at: Position; readonly parameter: { readonly at: Position; readonly text: string } }
  | {
      readonly kind: 'column'
      readonly at: Position
      readonly column: ColumnNode | SqlNode
      /** Of a parameter that the map adds to those of STU3. */
      readonly type?: DeclaredType
      readonly match?: 'equals' | 'starts' | 'words'
      /** Made to the searched text, in order. */
      readonly value: readonly ValueChange[]
    }
export type DeclaredType = 'string' | 'token' | 'date' | 'number' | 'uri'
export type ValueChange = 'upper' | 'lower' | 'noPunctuation' | 'soundex'

/** A join (at most one row) or a list (any number of rows). */
export interface Relation {
  readonly at: Position
  readonly alias: string
  readonly table: string
  readonly match: Expression
  readonly order: readonly ColumnName[]
  /** Of the matches of a join, the one with the greatest value here. */
  readonly latest?: ColumnName
  /** Rows that are gone are read too: the name of a withdrawn drug. */
  readonly includeGone: boolean
}

/** The parts of one column's text, as a list. */
export interface SplitList {
  readonly at: Position
  readonly alias: string
  readonly column: ColumnNode
  /** What stands between two parts. */
  readonly by: string
  /** The first that fits a part takes it apart; with none a part is one field. */
  readonly patterns: readonly (readonly PatternPart[])[]
  readonly fields: ReadonlyMap<string, PatternHole['holds']>
}

// ── Elements ────────────────────────────────────────────────────────────────────────────────────────────────────────

export type Node = ValueNode | TreeNode | ListNode

export interface TreeNode {
  readonly kind: 'tree'
  readonly at: Position
  readonly if?: Expression
  /** The alias of a list. */
  readonly for?: { readonly at: Position; readonly list: string }
  /** In a Quantity: sets unit (unless given), system and code. */
  readonly ucum?: ValueNode
  readonly elements: readonly ElementNode[]
}
export interface ListNode {
  readonly kind: 'list'
  readonly at: Position
  readonly items: readonly Node[]
}
/** `name: …`, `name[slice]: …`, `_name: …` (then `name` begins with `_`). */
export interface ElementNode {
  readonly at: Position
  readonly name: string
  readonly slice?: string
  readonly node: Node
}

export type ValueNode =
  | ConstantNode
  | ColumnNode
  | TemplateNode
  | CodedNode
  | FirstNode
  | WhenNode
  | ReferenceNode
  | AbsentNode
  | FunctionNode
  | SqlNode

/** Text as written. At a Coding or CodeableConcept it is `system|code|display`. */
export interface ConstantNode {
  readonly kind: 'constant'
  readonly at: Position
  readonly text: string
  /** Written as `{ const: … }`: never taken for anything else. */
  readonly explicit: boolean
}
export interface ColumnNode {
  readonly kind: 'column'
  readonly at: Position
  readonly alias: string
  readonly name: string
}
/** `'{r.DOSE}[ {r.FREQ}]'`: a part in `[ ]` is dropped when one of its holes is empty. */
export interface TemplateNode {
  readonly kind: 'template'
  readonly at: Position
  readonly parts: readonly TemplatePart[]
}
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hole'; readonly column: ColumnNode }
  | { readonly kind: 'optional'; readonly parts: readonly TemplatePart[] }
export interface CodedNode {
  readonly kind: 'coded'
  readonly at: Position
  readonly column: ColumnNode
  /** A name declared in the map or in the source document, or a code map in place. */
  readonly codes: { readonly at: Position; readonly name: string } | CodeMap
}
/** The source has no value, and the resource says why: a code of STU3's data-absent-reason. */
export interface AbsentNode {
  readonly kind: 'absent'
  readonly at: Position
  readonly reason: string
}
export interface FirstNode {
  readonly kind: 'first'
  readonly at: Position
  readonly of: readonly Node[]
}
export interface WhenNode {
  readonly kind: 'when'
  readonly at: Position
  readonly if: Expression
  readonly then: Node
}
/** A value that the author's own function makes of others. */
export interface FunctionNode {
  readonly kind: 'fn'
  readonly at: Position
  readonly name: { readonly at: Position; readonly text: string }
  readonly args: readonly Node[]
}
/** A value that the database works out, by the name of its adapter. */
export interface SqlNode {
  readonly kind: 'sql'
  readonly at: Position
  /** The same for the same expressions: the name of a field that no table has. */
  readonly name: string
  readonly expressions: ReadonlyMap<string, readonly SqlPart[]>
}
export type SqlPart = string | ColumnNode
export interface ReferenceNode {
  readonly kind: 'reference'
  readonly at: Position
  /** A resource type or the name of a map. */
  readonly target: {
    readonly at: Position
    readonly name: string
    /** Of a repeated map: which of its copies. */
    readonly slot?: string
  }
  /** The target's key columns, in order. */
  readonly key: readonly ValueNode[]
  /** Only when the target's row exists and is served. */
  readonly live: boolean
  /** `display`, `identifier` and the like. */
  readonly elements: readonly ElementNode[]
}

// ── Expressions ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** `where`, `if`, `match`, `gone`. Two-valued: a test on a null is false, isNull apart; `not` is plain negation. */
export type Expression =
  | { readonly kind: 'and' | 'or'; readonly at: Position; readonly of: readonly Expression[] }
  | { readonly kind: 'not'; readonly at: Position; readonly of: Expression }
  | {
      readonly kind: 'compare'
      readonly at: Position
      readonly left: Operand
      readonly is: '=' | '<>' | '<' | '<=' | '>' | '>='
      readonly right: Operand
    }
  | { readonly kind: 'isNull'; readonly at: Position; readonly column: ColumnOperand; readonly negated: boolean }
  | {
      readonly kind: 'in'
      readonly at: Position
      readonly column: ColumnOperand
      readonly values: readonly LiteralOperand[]
      readonly negated: boolean
    }
  | { readonly kind: 'startsWith'; readonly at: Position; readonly column: ColumnOperand; readonly texts: readonly string[] }
  | { readonly kind: 'contains'; readonly at: Position; readonly column: ColumnOperand; readonly text: string }

export type Operand = ColumnOperand | LiteralOperand | ClockOperand
export interface ColumnOperand {
  readonly kind: 'column'
  readonly at: Position
  /** Absent in a source document: the table itself. */
  readonly alias?: string
  readonly name: string
}
export interface LiteralOperand {
  readonly kind: 'text' | 'number'
  readonly at: Position
  readonly text: string
}
export interface ClockOperand {
  readonly kind: 'today' | 'now'
  readonly at: Position
}
