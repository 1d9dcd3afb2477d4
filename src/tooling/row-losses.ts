/** What is left out while a row becomes a resource, and by which rule: with places and reasons, for the author alone. */
import { textOfRule } from '../fhir/validate/rules.js'
import { rowReader } from '../mapping/check/data/watcher.js'
import { columnName } from '../mapping/compile/column.js'
import type { RowReport } from '../mapping/compile/emit-row-function.js'
import type { PrimitiveShape } from '../mapping/compile/shape.js'
import type { Field, Row } from '../spi/index.js'

export interface Loss {
  /** One of ours, or a rule of src/fhir/validate. */
  readonly rule: string
  /** An element, or a column that its storage facts can not read. */
  readonly place: string
}

/** MAPPING section 5, rules 3 and 4, in an author's words. */
const lossReasons: Readonly<Record<string, string>> = {
  required: 'has no value, and the profile requires one',
  unreadable: 'holds a value that can not be read, or that its element does not allow',
  unlisted: 'holds a value that its code map does not list',
  unmapped: 'could not be mapped',
  'repeated-id': 'is the id of another row too',
}

export const lossReason = (rule: string): string => lossReasons[rule] ?? textOfRule(rule)

export class LossReport implements RowReport {
  readonly now: number
  hasExactDecimals = false
  #losses: Loss[] = []

  constructor(now: number) {
    this.now = now
  }

  dropped(place: string, rule: 'unreadable' | 'unlisted' = 'unreadable'): void {
    // Codes that are not listed are told of by their column: see codeWatchOf.
    if (rule === 'unreadable') this.#losses.push({ rule, place })
  }

  /** What holds a place that was told already is lost for no other reason. */
  incomplete(place: string): void {
    const plain = place.replace(/:.*/, '')
    if (this.#losses.some(loss => loss.rule === 'required' && loss.place.startsWith(`${plain}.`))) return
    this.#losses.push({ rule: 'required', place })
  }

  /** What `map` gives, and what was lost on the way, each place once. */
  watch(map: () => object | undefined): { readonly resource: object | undefined; readonly losses: readonly Loss[] } {
    this.#losses = []
    let resource: object | undefined
    try {
      resource = map()
    } catch {
      this.#losses.push({ rule: 'unmapped', place: 'the row' })
    }
    const losses = onceEach(this.#losses)
    return { resource, losses }
  }
}

/** Looks at rows of one layout for values that no code map lists: a row function leaves them out in silence. */
function codeWatch(values: readonly PrimitiveShape[], fields: readonly Field[]): (row: Row) => readonly Loss[] {
  const watched = values.flatMap(({ value }) => {
    if (value.kind !== 'coded' || value.part !== 'code' || value.codes.otherwise !== undefined) return []
    const { column, codes } = value
    const read = rowReader(fields, column)
    return read ? [{ name: columnName(column), codes, read }] : []
  })
  return row =>
    watched.flatMap(({ name, codes, read }): readonly Loss[] => {
      const meaning = read(row)
      return meaning === undefined || codes.pairs.has(String(meaning)) ? [] : [{ rule: 'unlisted', place: name }]
    })
}

/** For a row with the rows of its lists. */
export function codeWatchOf(
  values: readonly PrimitiveShape[],
  root: readonly Field[],
  lists: readonly { readonly layout: { readonly fields: readonly Field[] } }[],
): (row: Row, children: readonly (readonly Row[])[]) => readonly Loss[] {
  const own = codeWatch(values, root)
  const ofLists = lists.map(({ layout }) => codeWatch(values, layout.fields))
  return (row, children) =>
    onceEach([...own(row), ...children.flatMap((rows, index) => rows.flatMap(ofLists[index] ?? (() => [])))])
}

function onceEach(losses: readonly Loss[]): readonly Loss[] {
  const seen = new Set<string>()
  return losses.filter(({ rule, place }) => !seen.has(`${rule} ${place}`) && seen.add(`${rule} ${place}`))
}
