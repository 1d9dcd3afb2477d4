/** Checks over all maps together, one rule a function. */
import type { Report } from '../language/diagnostic-codes.js'
import type { SourceDocument } from '../language/document.js'
import { checkDeadAlternatives } from './dead-alternatives.js'
import { checkDecidedTests } from './decided-tests.js'
import { checkDeclaredParameters } from './declared-parameters.js'
import { checkOverlappingMaps } from './overlapping-maps.js'
import type { LoadedDocuments, ResolvedMap } from './resolved-map.js'
import { checkScanningFacts, checkScanningWhere } from './scanning-where.js'

export function checkModel(
  maps: readonly ResolvedMap[],
  loaded: readonly LoadedDocuments[],
  usedCodes: ReadonlyMap<SourceDocument, ReadonlySet<string>>,
  report: Report,
): void {
  checkPrefixes(withoutCopies(maps), report)
  checkNhsNumberIds(maps, report)
  checkDeclaredParameters(
    withoutCopies(maps).map(({ bound }) => bound.document),
    report,
  )
  for (const { bound } of maps) checkScanningFacts(bound.where, report)
  for (const { source, maps: documents, unread = [] } of loaded) {
    // A map that could not be read to its end may use what seems unused.
    const isWhole = unread.length === 0 && documents.every(document => maps.some(({ bound }) => bound.document === document))
    if (isWhole) checkCodesUsed(source, documents, usedCodes.get(source) ?? new Set(), report)
    checkDecidedTests(source, documents, report)
    checkScanningWhere(source, documents, report)
    checkOverlappingMaps(documents, report)
    for (const document of documents) checkDeadAlternatives(source, document, report)
  }
}

/** Of a map that is repeated over slots the first copy: the slot keeps the ids of the others apart. */
const withoutCopies = (maps: readonly ResolvedMap[]): readonly ResolvedMap[] =>
  maps.filter(({ bound: { document } }, index) => {
    const isCopy = (other: ResolvedMap) =>
      other.bound.document.source === document.source && other.bound.document.copy?.of === document.copy?.of
    return document.copy === undefined || maps.findIndex(isCopy) === index
  })

/** Id spaces are disjoint: of the maps of a type at most one has no prefix, and no two have the same. */
function checkPrefixes(maps: readonly ResolvedMap[], report: Report): void {
  const seen = new Map<string, ResolvedMap>()
  for (const map of maps) {
    const { document } = map.bound
    const space = `${document.resourceType}/${document.prefix ?? ''}`
    const earlier = seen.get(space)
    if (earlier) {
      const advice = document.prefix === undefined ? 'Give one of them a prefix' : 'Give each a prefix of its own'
      report(
        'map.prefix-clash',
        document.at,
        `${earlier.bound.document.name} and ${document.name} could both make the same ${document.resourceType} id. ${advice}.`,
      )
    }
    seen.set(space, map)
    const likeUuid = maps.find(({ bound }) => bound.document.resourceType === document.resourceType && beginsUuid(bound))
    const isUuid = map.bound.key[0]?.derived?.fact.startsWith('uuid') === true
    if (document.prefix === undefined && isUuid && likeUuid)
      report(
        'map.prefix-missing',
        document.at,
        `The ids of ${document.name} are uuids, and the prefix of ${likeUuid.bound.document.name} could begin one. Give ${document.name} a prefix.`,
      )
    for (const other of maps) {
      const { prefix, resourceType, name } = other.bound.document
      if (other === map || resourceType !== document.resourceType || prefix === undefined || document.prefix === undefined)
        continue
      if (prefix.startsWith(`${document.prefix}-`))
        report(
          'map.prefix-clash',
          document.at,
          `The prefix ${document.prefix} begins the prefix ${prefix} of ${name}: an id could belong to both.`,
        )
    }
  }
}

/** An id without a prefix has no '-', but a uuid has. */
const beginsUuid = ({ document: { prefix } }: ResolvedMap['bound']): boolean => /^[0-9a-f]{8}(-|$)/.test(prefix ?? '')

/** DESIGN, ruling 13: a logical id stands in urls and logs of others, so it is never an NHS number. */
function checkNhsNumberIds(maps: readonly ResolvedMap[], report: Report): void {
  for (const { bound, shape } of maps) {
    const keys = new Set(bound.key.map(({ field }) => `${field.alias}.${field.name}`))
    const identifiers = shape.elements.find(({ name }) => name === 'identifier')?.items ?? []
    for (const { slice, shape: identifier } of identifiers) {
      if (slice !== 'nhsNumber' || identifier.kind !== 'object') continue
      const value = identifier.elements.find(({ name }) => name === 'value')?.items[0]?.shape
      if (value?.kind !== 'primitive' || value.value.kind !== 'column') continue
      const { field } = value.value.column
      if (keys.has(`${field.alias}.${field.name}`))
        report(
          'map.id-nhs-number',
          bound.document.at,
          `The logical id of ${bound.document.name} would be an NHS number. Give its table another key, or an id:.`,
        )
    }
  }
}

function checkCodesUsed(
  source: SourceDocument,
  documents: LoadedDocuments['maps'],
  used: ReadonlySet<string>,
  report: Report,
): void {
  for (const codes of [source.codes, ...documents.map(document => document.codes)])
    for (const [name, map] of codes)
      if (!used.has(name) && !shortensDates(source, name)) report('map.codes-unused', map.at, `The code map ${name} is not used.`)
}

/** A code map of precisions is named by a column of the source document. */
const shortensDates = (source: SourceDocument, name: string): boolean =>
  [...source.tables.values()].some(({ columns }) =>
    [...columns.values()].some(({ precision }) => precision?.kind === 'by' && precision.codes.name === name),
  )
