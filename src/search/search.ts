/** A search as data: FHIR words only, no table, no column. STU3 search.html. */
import type { PartialDate } from '../fhir/dates.js'
import type { CodeSet } from '../fhir/terminology/code-set.js'
import type { AnswerOptions } from './answer-options.js'

export interface Search {
  /** The resource type that is searched. */
  readonly type: string
  /** All must hold. */
  readonly clauses: readonly Clause[]
  readonly sort: readonly SortTerm[]
  /** What comes with the matches; absent when nothing is asked for. */
  readonly includes?: readonly Include[]
  /** `_count` as asked for, not yet capped. */
  readonly count?: number
  /** What is told of what is found; absent when nothing is asked for. */
  readonly answer?: AnswerOptions
}

/** One `name:modifier=a,b`: holds when any of its values does. */
export interface Clause {
  /** As written before the `=`, for messages: `birthdate:missing`, `patient.identifier`. */
  readonly expression: string
  readonly parameter: SearchParameter
  readonly modifier?: Modifier
  /** `subject:Patient=1` and `subject:Patient.identifier=…`. */
  readonly targetType?: string
  /** For `patient.identifier=…`: a clause over the target type; then `values` is empty. */
  readonly chain?: Clause
  /** For `_has:Observation:patient:code=…`; then `parameter` is `hasParameter` and `values` is empty. */
  readonly has?: ReverseChain
  readonly values: readonly SearchValue[]
}

/** Some resource of `type` refers to this one by `parameter` and passes the clause. https://hl7.org/fhir/STU3/search.html#has */
export interface ReverseChain {
  readonly type: string
  readonly parameter: SearchParameter
  readonly clause: Clause
}

export type Modifier = 'missing' | 'not' | 'exact' | 'contains' | 'text' | 'in' | 'not-in' | 'below' | 'above'

export type ParameterType = 'token' | 'string' | 'date' | 'reference' | 'number' | 'quantity' | 'uri' | 'composite'

/** A search parameter with its corrected expression (see fhir/stu3/search-parameter-errata.ts). */
export interface SearchParameter {
  readonly name: string
  readonly type: ParameterType
  /** Corrected FHIRPath. */
  readonly expression: string
  /** The expression, read: its alternatives. Of a composite: the items that hold all of its parts. */
  readonly paths: readonly ElementPath[]
  /** Resource types that a reference may point to. */
  readonly targets: readonly string[]
  /** The parts of a composite, in the order of its values; their paths begin at one and the same item. */
  readonly components?: readonly SearchParameter[]
}

/** A path below the resource: `name.family`, `telecom.where(system='phone')`. */
export type ElementPath = readonly PathStep[]
export type PathStep =
  | { readonly kind: 'element'; readonly name: string }
  /** A choice narrowed to one type: `value.as(Quantity)`. */
  | { readonly kind: 'as'; readonly type: string }
  | { readonly kind: 'where'; readonly element: string; readonly equals: string }
  /** `where($this != false)`. */
  | { readonly kind: 'not-false' }
  /** Always last; makes the path a boolean. */
  | { readonly kind: 'exists' }

export type SearchValue = MissingValue | CodesValue | PlainValue | CompositeValue
/** A value that asks for one thing. */
export type PlainValue = TokenValue | StringValue | DateValue | ReferenceValue | NumberValue | QuantityValue | UriValue

export interface MissingValue {
  readonly kind: 'missing'
  readonly missing: boolean
}
/** What `:in`, `:not-in`, `:below` and `:above` of a token come to: any of these codes. */
export interface CodesValue {
  readonly kind: 'codes'
  /** As it was asked for, escaped. */
  readonly written: string
  readonly codes: CodeSet
}
/** `code` (any system), `system|code`, `|code` (system null: no system), `system|` (code undefined: any code). */
export interface TokenValue {
  readonly kind: 'token'
  readonly system?: string | null
  readonly code?: string
}
export interface StringValue {
  readonly kind: 'string'
  /** Unescaped, as written: not folded, not trimmed. Never empty. */
  readonly text: string
}
/** Of dates, numbers and quantities. STU3 search.html#prefix */
export type Prefix = 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le' | 'sa' | 'eb' | 'ap'
export interface DateValue {
  readonly kind: 'date'
  readonly prefix: Prefix
  readonly date: PartialDate
}
/** `[id]`, `[type]/[id]` or an absolute url. An absolute url that begins with our base is read as `[type]/[id]`. */
export interface ReferenceValue {
  readonly kind: 'reference'
  readonly type?: string
  readonly id?: string
  /** An absolute url that is not ours; then no id. */
  readonly url?: string
}
export interface NumberValue {
  readonly kind: 'number'
  readonly prefix: Prefix
  /** As written, for its digits count: `2.0`, `-5`, `1e2`. */
  readonly number: string
}
/** `5.4` (in any unit), `5.4|system|code`, `5.4||code` (a code of any system, or the unit as it is shown). */
export interface QuantityValue {
  readonly kind: 'quantity'
  readonly prefix: Prefix
  readonly number: string
  /** Never without a code. */
  readonly system?: string
  readonly code?: string
}
export interface UriValue {
  readonly kind: 'uri'
  readonly uri: string
}
/** `code$value`: one value for each part. */
export interface CompositeValue {
  readonly kind: 'composite'
  readonly parts: readonly PlainValue[]
}

/** `_include=Type:parameter:Target` and `_revinclude=…`, as asked for. https://hl7.org/fhir/STU3/search.html#include */
export interface Include {
  readonly direction: IncludeDirection
  /** The type that refers, whichever of the two is included. */
  readonly type: string
  /** Absent for `*`: every parameter that is a reference. */
  readonly parameter?: SearchParameter
  readonly targetType?: string
  /** `:recurse`: also from what was included, not from matches alone. */
  readonly isRecursive: boolean
}
/** What is referred to, or what refers. */
export type IncludeDirection = '_include' | '_revinclude'

export interface SortTerm {
  readonly parameter: SearchParameter
  readonly direction: 'asc' | 'desc'
}
