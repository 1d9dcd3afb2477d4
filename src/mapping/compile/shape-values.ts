/** What a shape may give, whatever the row: the texts of an element, the codings of a code map, the elements that are always there. */
import type { ObjectShape, ResolvedCode, Shape } from './shape.js'

/** Every text that may stand at the steps below an object; undefined when a row decides. Empty when nothing does. */
export function textsAt(shape: Shape, steps: readonly string[]): ReadonlySet<string> | undefined {
  const texts = new Set<string>()
  return addTexts(shape, steps, texts) ? texts : undefined
}

function addTexts(shape: Shape, steps: readonly string[], texts: Set<string>): boolean {
  switch (shape.kind) {
    case 'first':
      return shape.of.every(each => addTexts(each, steps, texts))
    case 'when':
      return addTexts(shape.value, steps, texts)
    case 'each':
    case 'parts':
      return addTexts(shape.item, steps, texts)
    case 'object': {
      const [step, ...rest] = steps
      const items = shape.elements.find(({ name }) => name === step)?.items ?? []
      return items.every(item => addTexts(item.shape, rest, texts))
    }
    case 'primitive': {
      const { value } = shape
      if (value.kind === 'constant') texts.add(value.text)
      else if (value.kind === 'coded')
        for (const code of resultsOf(value.codes)) {
          const text = code[value.part]
          if (text !== undefined) texts.add(text)
        }
      return value.kind === 'constant' || value.kind === 'coded'
    }
    default:
      return shape satisfies never
  }
}

const resultsOf = ({
  pairs,
  whenNull,
  otherwise,
}: {
  readonly pairs: ReadonlyMap<string, ResolvedCode>
  readonly whenNull?: ResolvedCode
  readonly otherwise?: ResolvedCode
}) => [...pairs.values(), whenNull, otherwise].flatMap(code => code ?? [])

/** Every coding that a shape of one may give; undefined when a row decides. */
export function codingsOf(shape: ObjectShape): readonly ResolvedCode[] | undefined {
  const valueAt = (name: string) => {
    const [item, second] = shape.elements.find(element => element.name === name)?.items ?? []
    return item && !second && item.shape.kind === 'primitive' ? item.shape.value : undefined
  }
  const code = valueAt('code')
  const [system, display] = [valueAt('system'), valueAt('display')]
  if (code?.kind === 'constant')
    return [
      {
        code: code.text,
        ...(system?.kind === 'constant' && { system: system.text }),
        ...(display?.kind === 'constant' && { display: display.text }),
      },
    ]
  if (code?.kind !== 'coded') return undefined
  const { codes } = code
  const isOf = (value: typeof system) => value?.kind === 'coded' && value.codes === codes
  return resultsOf(codes).map(({ code: text, ...found }) => ({
    code: text,
    ...(system?.kind === 'constant'
      ? { system: system.text }
      : isOf(system) && found.system !== undefined
        ? { system: found.system }
        : {}),
    ...(display?.kind === 'constant'
      ? { display: display.text }
      : isOf(display) && found.display !== undefined
        ? { display: found.display }
        : {}),
  }))
}

/** Given that the object is. */
export function isAlwaysThere(shape: ObjectShape, name: string): boolean {
  if (shape.principal === name || shape.required.some(required => required.name === name && required.slice === undefined))
    return true
  const own = shape.elements.find(element => element.name === name)
  return own !== undefined && (own.absent !== undefined || own.items.some(item => isSure(item.shape)))
}

/** It gives a value for every row. */
function isSure(shape: Shape): boolean {
  if (shape.kind === 'first') return shape.of.some(isSure)
  if (shape.kind !== 'primitive') return false
  const { value } = shape
  if (value.kind === 'coded')
    return value.codes.otherwise !== undefined && (value.codes.whenNull !== undefined || !value.column.nullable)
  return value.kind === 'constant'
}

/** Something may stand at the steps below an object. */
export function mayHave(shape: Shape, steps: readonly string[]): boolean {
  const [step, ...rest] = steps
  if (step === undefined) return true
  switch (shape.kind) {
    case 'primitive':
      return false
    case 'first':
      return shape.of.some(each => mayHave(each, steps))
    case 'when':
      return mayHave(shape.value, steps)
    case 'each':
    case 'parts':
      return mayHave(shape.item, steps)
    case 'object':
      return shape.elements.some(({ name, items }) => name === step && items.some(item => mayHave(item.shape, rest)))
    default:
      return shape satisfies never
  }
}
