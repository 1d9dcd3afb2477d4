/** Reads the pairs of a code map from a ConceptMap in JSON. https://hl7.org/fhir/STU3/conceptmap.html */
import type { Position } from '../../kernel/diagnostics.js'
import type { Report } from './diagnostic-codes.js'
import type { CodePair } from './document.js'

interface ConceptReading {
  readonly report: Report
  readonly system: (text: string) => string
  /** The code map says itself what becomes of codes that are not listed. */
  readonly hasOtherwise: boolean
}

/** A target that is said to be another thing is no translation. */
const notMeant: ReadonlySet<unknown> = new Set(['unmatched', 'disjoint'])

export function readConceptMap(file: string, text: string, reading: ConceptReading): readonly CodePair[] {
  const refuse = (message: string, at: Position = { file, line: 1, column: 1 }): readonly CodePair[] => {
    reading.report('map.concept-map-invalid', at, message)
    return []
  }
  const map = parseJson(text)
  if (map === undefined) return refuse('This is no JSON. A ConceptMap is read in the JSON format of STU3.')
  if (textOf(map, 'resourceType') !== 'ConceptMap') return refuse('This is no ConceptMap: resourceType says otherwise.')
  const placeOf = placesIn(file, text)
  return listOf(map, 'group').flatMap(group => {
    if (propertyOf(group, 'unmapped') !== undefined && !reading.hasOtherwise)
      refuse('unmapped is not read from a ConceptMap. Write otherwise: in the code map, for instance otherwise: omit.')
    const system = textOf(group, 'target')
    return listOf(group, 'element').flatMap(element => {
      const from = textOf(element, 'code')
      const at = placeOf(from)
      if (from === undefined || from.trim() === '') return refuse('An element of this ConceptMap has no code.', at)
      const targets = listOf(element, 'target').filter(
        target => textOf(target, 'code') !== undefined && !notMeant.has(propertyOf(target, 'equivalence')),
      )
      const [target, another] = targets
      const code = textOf(target, 'code')
      if (code === undefined) return []
      if (another !== undefined)
        return refuse(
          `${from} has ${targets.length} targets. One legacy value has one code: keep one, or make the others unmatched.`,
          at,
        )
      const display = textOf(target, 'display')
      return [{ at, from, code, ...(system && { system: reading.system(system) }), ...(display && { display }) }]
    })
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text)
  } catch {
    return undefined
  }
}

const propertyOf = (node: unknown, name: string): unknown =>
  typeof node === 'object' && node !== null ? Reflect.get(node, name) : undefined

function textOf(node: unknown, name: string): string | undefined {
  const value = propertyOf(node, name)
  return typeof value === 'string' ? value : undefined
}

function listOf(node: unknown, name: string): readonly unknown[] {
  const value = propertyOf(node, name)
  return Array.isArray(value) ? value : []
}

/** Codes are asked for in the order of the file, so each is looked for after the one before. */
function placesIn(file: string, text: string): (code: string | undefined) => Position {
  let from = 0
  return code => {
    const found = code === undefined ? -1 : text.indexOf(JSON.stringify(code), from)
    if (found >= 0) from = found + 1
    const before = text.slice(0, Math.max(found, 0))
    return { file, line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') }
  }
}
