/** Takes from a YAML object what the language expects there, and reports what it finds instead. */
import type { Position } from '../../kernel/diagnostics.js'
import { nearestName } from '../../kernel/nearest.js'
import type { Report } from './diagnostic-codes.js'
import type { ColumnName } from './document.js'
import { blankAfterColon, gluedKey } from './yaml-file.js'
import type { YamlList, YamlMap, YamlNode, YamlText } from './yaml-node.js'
import { entryOf, placeIn } from './yaml-node.js'

/** The keys of one kind of object. */
export interface KnownKeys {
  readonly known: readonly string[]
}

/** `thing` ends the message: `whre is no key of a table`. Gives the keys that others were meant to be: they are not missing. */
export function checkKeys(map: YamlMap, { known }: KnownKeys, thing: string, report: Report): ReadonlySet<string> {
  const meant = new Set<string>()
  for (const { key, at } of map.entries) {
    if (!known.includes(key)) {
      const nearest = nearestKey(map, key, known)
      if (nearest !== undefined) meant.add(nearest)
      const advice = nearest === undefined ? `It takes ${known.join(', ')}.` : `Did you mean ${nearest}?`
      report('map.key-unknown', at, `${key} is no key of ${thing}. ${advice}`)
    }
  }
  return meant
}

/** The key that a misspelt one was meant to be: one that does not stand there already. */
export const nearestKey = (map: YamlMap, key: string, known: readonly string[]): string | undefined =>
  nearestName(
    key,
    known.filter(name => entryOf(map, name) === undefined),
  )

/** Text that is not blank. */
export function textOf(node: YamlNode, key: string, report: Report): YamlText | undefined {
  if (node.kind !== 'text') return wrongKind(node, `${key} takes text`, report)
  if (node.text.trim() !== '') return node
  report('map.value-missing', node.at, `${key} has no value.`)
  return undefined
}

export function mapOf(node: YamlNode, key: string, report: Report): YamlMap | undefined {
  if (node.kind === 'map') return node
  const glued = node.kind === 'text' ? gluedKey(node.text) : undefined
  if (isBlank(node)) report('map.value-missing', node.at, `${key} has no value.`)
  else if (glued !== undefined) report('yaml.colon', node.at, blankAfterColon(glued))
  else wrongKind(node, `${key} takes an object`, report)
  return undefined
}

const isBlank = (node: YamlNode): boolean => node.kind === 'text' && node.text.trim() === ''

/** The items of a list, which is not empty; one text alone is a list of it. */
export function textsOf(node: YamlNode, key: string, report: Report): readonly YamlText[] {
  if (node.kind === 'list') return itemsOf(node, key, report).flatMap(item => textOf(item, key, report) ?? [])
  const text = textOf(node, key, report)
  return text === undefined ? [] : [text]
}

export function itemsOf(list: YamlList, key: string, report: Report): readonly YamlNode[] {
  if (list.items.length === 0) report('map.value-missing', list.at, `${key} is an empty list.`)
  return list.items
}

export function wrongKind(node: YamlNode, expected: string, report: Report): undefined {
  const found = { text: 'text', list: 'a list', map: 'an object' }
  if (node.kind !== 'faulty') report('map.value-kind', node.at, `${expected}; this is ${found[node.kind]}.`)
  return undefined
}

/** The text at a key, if the key is there. */
export function textAt(map: YamlMap, key: string, report: Report): YamlText | undefined {
  const entry = entryOf(map, key)
  return entry === undefined ? undefined : textOf(entry.value, key, report)
}

export function oneOf<Word extends string>(
  node: YamlText,
  key: string,
  words: readonly Word[],
  report: Report,
): Word | undefined {
  const found = words.find(word => word === node.text)
  const nearest = nearestName(node.text, words)
  if (found === undefined) {
    const advice = nearest === undefined ? '' : ` Did you mean ${nearest}?`
    report('map.value-invalid', node.at, `${key} takes ${words.join(', ')}; this is ${node.text}.${advice}`)
  }
  return found
}

/** One of some words at a key, if the key is there. */
export function wordAt<Word extends string>(map: YamlMap, key: string, words: readonly Word[], report: Report): Word | undefined {
  const text = textAt(map, key, report)
  return text === undefined ? undefined : oneOf(text, key, words, report)
}

/** The value of a key that must be there. */
export function requiredAt(map: YamlMap, key: string, thing: string, report: Report): YamlNode | undefined {
  const entry = entryOf(map, key)
  if (entry === undefined) report('map.key-missing', map.at, `${thing} needs ${key}.`)
  return entry?.value
}

/** `[PAT_ID, "odd name"]` or one name. */
export function columnNamesAt(map: YamlMap, key: string, report: Report): readonly ColumnName[] {
  const entry = entryOf(map, key)
  if (entry === undefined) return []
  return textsOf(entry.value, key, report).flatMap(node => {
    const name = /^"([^"]+)"$/.exec(node.text)?.[1] ?? (/^[\p{L}\p{N}_]+$/u.test(node.text) ? node.text : undefined)
    if (name !== undefined) return [{ at: node.at, name }]
    const advice = /^[A-Za-z]\w*\.\w+$/.test(node.text) ? 'Write it without alias' : `Write '"${node.text}"' if it is one`
    report('map.name-invalid', node.at, `${node.text} is no name of a column. ${advice}.`)
    return []
  })
}

/** One column, written without alias. */
export function columnNameAt(map: YamlMap, key: string, report: Report): ColumnName | undefined {
  const [name, another] = columnNamesAt(map, key, report)
  if (another !== undefined) report('map.value-kind', another.at, `${key} takes one column.`)
  return name
}

export const place =
  (node: YamlText) =>
  (offset: number): Position =>
    placeIn(node, offset)
