/** Reads a code map: legacy values and the codes that they stand for, in place, from a CSV file or from a ConceptMap. */
import type { Position } from '../../kernel/diagnostics.js'
import { readConceptMap } from './code-map-concepts.js'
import { readCodesCsv } from './code-map-csv.js'
import type { Report } from './diagnostic-codes.js'
import type { CodeMap, CodePair, CodeResult } from './document.js'
import type { YamlMap, YamlNode } from './yaml-node.js'
import { entryOf } from './yaml-node.js'
import { checkKeys, mapOf, textAt, textOf } from './yaml-values.js'

export interface CodeMapReading {
  readonly report: Report
  /** From a short name of `systems` to the system. */
  readonly system: (text: string) => string
  /** The text of a file beside the one that is read, and its name for messages. */
  readonly readBeside: (relativePath: string) => { readonly file: string; readonly text: string | undefined }
}

const codeMapKeys = { known: ['map', 'csv', 'conceptMap', 'system', 'whenNull', 'otherwise'] }

export function readCodeMaps(node: YamlNode, reading: CodeMapReading): ReadonlyMap<string, CodeMap> {
  const codeMaps = new Map<string, CodeMap>()
  for (const { key, value } of mapOf(node, 'codes', reading.report)?.entries ?? []) {
    const codeMap = readCodeMap(value, reading, key)
    if (codeMap !== undefined) codeMaps.set(key, codeMap)
  }
  return codeMaps
}

export function readCodeMap(node: YamlNode, reading: CodeMapReading, name?: string): CodeMap | undefined {
  const { report } = reading
  const map = mapOf(node, name ?? 'codes', report)
  if (map === undefined) return undefined
  checkKeys(map, codeMapKeys, 'a code map', report)
  const system = textAt(map, 'system', report)?.text
  const whenNull = entryOf(map, 'whenNull')
  const nullResult = whenNull === undefined ? undefined : readResult(whenNull.value, 'whenNull', reading)
  return {
    at: map.at,
    ...(name === undefined ? {} : { name }),
    pairs: withoutDuplicates(readPairs(map, reading), report),
    ...(system === undefined ? {} : { system: reading.system(system) }),
    ...(nullResult === undefined ? {} : { whenNull: nullResult }),
    otherwise: readOtherwise(map, reading),
  }
}

function readPairs(map: YamlMap, reading: CodeMapReading): readonly CodePair[] {
  const { report } = reading
  const [inPlace, csv, concepts] = [entryOf(map, 'map'), entryOf(map, 'csv'), entryOf(map, 'conceptMap')]
  const [, second] = [inPlace, csv, concepts].filter(entry => entry !== undefined)
  if (second !== undefined)
    report('map.keys-conflict', second.at, 'A code map has one of map, csv and conceptMap, and nothing beside it.')
  if (inPlace !== undefined) return pairsInPlace(inPlace.value, reading)
  if (csv !== undefined) {
    const path = textOf(csv.value, 'csv', report)
    return path === undefined ? [] : pairsFromCsv(path.text, path.at, reading)
  }
  if (concepts !== undefined) {
    const path = textOf(concepts.value, 'conceptMap', report)
    const hasOtherwise = entryOf(map, 'otherwise') !== undefined
    return path === undefined ? [] : pairsFromConcepts(path.text, path.at, { ...reading, hasOtherwise })
  }
  report('map.key-missing', map.at, 'A code map needs map: { legacy value: code }, csv: a file or conceptMap: a file.')
  return []
}

function pairsInPlace(node: YamlNode, reading: CodeMapReading): readonly CodePair[] {
  return (mapOf(node, 'map', reading.report)?.entries ?? []).flatMap(({ key, at, value }) => {
    if (key.trim() === '') {
      reading.report('map.value-invalid', at, 'A blank column is null. Write whenNull: for its code.')
      return []
    }
    const result = readResult(value, key, reading)
    return result === undefined ? [] : [{ ...result, at, from: key }]
  })
}

function pairsFromCsv(path: string, at: Position, reading: CodeMapReading): readonly CodePair[] {
  const { file, text } = reading.readBeside(path)
  if (text !== undefined) return readCodesCsv(file, text, reading)
  reading.report('map.csv-unreadable', at, `${path} can not be read. It is looked for beside this file.`)
  return []
}

function pairsFromConcepts(
  path: string,
  at: Position,
  reading: CodeMapReading & { readonly hasOtherwise: boolean },
): readonly CodePair[] {
  const { file, text } = reading.readBeside(path)
  if (text !== undefined) return readConceptMap(file, text, reading)
  reading.report('map.concept-map-unreadable', at, `${path} can not be read. It is looked for beside this file.`)
  return []
}

function readResult(node: YamlNode, key: string, reading: CodeMapReading): CodeResult | undefined {
  const { report, system } = reading
  if (node.kind !== 'map') {
    const code = textOf(node, key, report)
    return code === undefined ? undefined : { at: code.at, code: code.text }
  }
  checkKeys(node, { known: ['code', 'system', 'display'] }, 'a code', report)
  const code = textAt(node, 'code', report)
  if (entryOf(node, 'code') === undefined) report('map.key-missing', node.at, `${key} needs code.`)
  if (code === undefined) return undefined
  const [ownSystem, display] = [textAt(node, 'system', report)?.text, textAt(node, 'display', report)?.text]
  return {
    at: node.at,
    code: code.text,
    ...(ownSystem === undefined ? {} : { system: system(ownSystem) }),
    ...(display === undefined ? {} : { display }),
  }
}

function readOtherwise(map: YamlMap, reading: CodeMapReading): CodeMap['otherwise'] {
  const entry = entryOf(map, 'otherwise')
  if (entry === undefined) return 'omit'
  if (entry.value.kind === 'text' && (entry.value.text === 'omit' || entry.value.text === 'error')) return entry.value.text
  return readResult(entry.value, 'otherwise', reading) ?? 'omit'
}

function withoutDuplicates(pairs: readonly CodePair[], report: Report): readonly CodePair[] {
  const seen = new Set<string>()
  return pairs.filter(({ from, at }) => {
    if (seen.has(from)) report('map.code-duplicate', at, `${from} has a code already. One legacy value has one code.`)
    return !seen.has(from) && seen.add(from)
  })
}
