/** What can still be said of documents when some of them could not be read: no fault is told that only follows from another. */
import type { Diagnostic, Position } from '../../kernel/diagnostics.js'
import type { DiagnosticCode } from './diagnostic-codes.js'
import type { MapDocument, RulesDocument, SourceDocument } from './document.js'

/** What is known of a map that is left out. With neither it may be any map at all. */
export interface UnreadMap {
  readonly at: Position
  readonly name?: string
  readonly type?: string
}

export interface ReadDocuments {
  readonly source: SourceDocument
  readonly maps: readonly MapDocument[]
  readonly unread?: readonly UnreadMap[]
  readonly rules?: readonly RulesDocument[]
  /** What reading them found. */
  readonly faults?: readonly Diagnostic[]
}

/** The same documents without the maps that read what is faulty in the source document: these are unread too. */
export function withoutDependants<Documents extends ReadDocuments>(documents: Documents): Documents {
  const { source, maps, unread = [], faults = [] } = documents
  const own = faults.filter(fault => fault.severity === 'error' && isIn(source, fault.at, documents))
  if (own.length === 0) return documents
  const tables = own.map(({ at }) => tableAt(source, at))
  const isSound = ({ from, joins, lists }: MapDocument): boolean =>
    !tables.includes(undefined) && ![from, ...joins.values(), ...lists.values()].some(({ table }) => tables.includes(table))
  const left = maps.filter(map => !isSound(map))
  return { ...documents, maps: maps.filter(isSound), unread: [...unread, ...left.map(unreadOf)] }
}

export const unreadOf = ({ at, name, copy, resourceType }: MapDocument): UnreadMap => ({
  at,
  name: copy?.of ?? name,
  type: resourceType,
})

/** What was found in documents as far as they could be read. */
export function withoutFollowing(found: readonly Diagnostic[], read: readonly ReadDocuments[]): readonly Diagnostic[] {
  const errors = read.flatMap(({ faults = [] }) => faults.filter(({ severity }) => severity === 'error'))
  const told = new Set(errors.map(({ at }) => placeOf(at)))
  return found.filter(({ code, at }) => {
    if (told.has(placeOf(at))) return false
    if (!following.has(code)) return true
    return !read.some(documents => {
      const map = documents.maps.find(each => isIn(each, at, documents))
      return map !== undefined && errors.some(error => isIn(map, error.at, documents))
    })
  })
}

/** What is said of something that is not there, and may be there when the map can be read. */
const following: ReadonlySet<string> = new Set<DiagnosticCode>([
  'profile.required-unmapped',
  'map.join-cycle',
  'map.list-unknown',
  'map.field-unknown',
  'map.codes-unused',
  'map.test-decided',
  'map.where-overlap',
])

const placeOf = ({ file, line, column }: Position): string => `${file}:${line}:${column}`

/** The table that a place in the source document belongs to; undefined in its other parts. */
function tableAt({ tables }: SourceDocument, { line, column }: Position): string | undefined {
  const before = [...tables.values()].filter(({ at }) => at.line <= line)
  const table = before.reduce<(typeof before)[number] | undefined>((a, b) => (a && a.at.line >= b.at.line ? a : b), undefined)
  return table !== undefined && column >= table.at.column ? table.name : undefined
}

/** A document reaches to where the next one of its file begins. */
function isIn(
  document: { readonly at: Position },
  { file, line }: Position,
  { source, maps, unread = [], rules = [] }: ReadDocuments,
): boolean {
  const { at } = document
  if (at.file !== file || line < at.line) return false
  return ![source, ...maps, ...unread, ...rules].some(
    other => other.at.file === file && other.at.line > at.line && other.at.line <= line,
  )
}
