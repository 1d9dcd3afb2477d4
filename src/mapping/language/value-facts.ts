/** Reads the facts of texts and numbers (MAPPING: `stored`, `scale`, `round`, `parse`, `text`). */
import type { Report } from './diagnostic-codes.js'
import type { ColumnFacts } from './document.js'
import { parseLinear } from './linear.js'
import { type PatternPart, parsePattern } from './pattern.js'
import type { YamlMap } from './yaml-node.js'
import { entryOf } from './yaml-node.js'
import { oneOf, place, textAt, textsOf } from './yaml-values.js'

export type ValueFacts = Pick<ColumnFacts, 'stored' | 'scale' | 'round' | 'parse' | 'text'>

export function readValueFacts(map: YamlMap, report: Report): ValueFacts {
  const [stored, scale, round] = [readStored(map, report), readScale(map, report), readRound(map, report)]
  const [parse, text] = [readPatterns(map, report), textAt(map, 'text', report)]
  const plain = text === undefined ? undefined : oneOf(text, 'text', ['html', 'rtf'] as const, report)
  return {
    ...(stored === undefined ? {} : { stored }),
    ...(scale === undefined ? {} : { scale }),
    ...(round === undefined ? {} : { round }),
    ...(parse === undefined ? {} : { parse }),
    ...(plain === undefined ? {} : { text: plain }),
  }
}

/** `upper`, `lower`, and `ascii` beside one of them where no letter has an accent. */
function readStored(map: YamlMap, report: Report): ColumnFacts['stored'] {
  const entry = entryOf(map, 'stored')
  if (entry === undefined) return undefined
  const texts = textsOf(entry.value, 'stored', report)
  const words = texts.flatMap(text => oneOf(text, 'stored', ['upper', 'lower', 'ascii'] as const, report) ?? [])
  if (words.length < texts.length || words.length === 0) return undefined
  const letters = words.find(word => word !== 'ascii')
  if (letters !== undefined && words.every(word => word === letters || word === 'ascii'))
    return { letters, isAscii: words.includes('ascii') }
  report('map.value-invalid', entry.value.at, 'stored takes upper or lower, and ascii beside it: stored: [upper, ascii].')
  return undefined
}

function readScale(map: YamlMap, report: Report): ColumnFacts['scale'] {
  const node = textAt(map, 'scale', report)
  if (node === undefined) return undefined
  const linear = parseLinear(node.text)
  if (!('message' in linear)) return node.text
  report('fact.scale-invalid', place(node)(linear.offset), `${linear.message}.`)
  return undefined
}

function readRound(map: YamlMap, report: Report): number | undefined {
  const node = textAt(map, 'round', report)
  if (node === undefined) return undefined
  if (/^\d$/.test(node.text)) return Number(node.text)
  report('map.value-invalid', node.at, `round takes the number of decimals, 0 to 9; this is ${node.text}.`)
  return undefined
}

export function readPatterns(map: YamlMap, report: Report): ColumnFacts['parse'] {
  const entry = entryOf(map, 'parse')
  if (entry === undefined) return undefined
  const patterns: (readonly PatternPart[])[] = []
  for (const node of textsOf(entry.value, 'parse', report)) {
    const parts = parsePattern(node.text)
    if ('message' in parts) report('map.pattern-invalid', place(node)(parts.offset), parts.message)
    else patterns.push(parts)
  }
  return patterns.length === 0 ? undefined : patterns
}
