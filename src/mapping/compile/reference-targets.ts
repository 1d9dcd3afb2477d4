/** Which types the references of a map lead to: known without asking for a row. */
import type { ElementPath } from '../../search/search.js'
import type { Shape, Value } from './shape.js'

/** `path` leads to references. `allowed`: what they may point to, taken whole where a column says it row by row. */
export const referenceTargets = (shape: Shape, path: ElementPath, allowed: readonly string[]): readonly string[] => {
  const texts = valuesAt(shape, [...path, { kind: 'element', name: 'reference' }])
  const types = new Set(texts.flatMap(value => targetsOf(value, allowed)))
  return allowed.filter(type => types.has(type))
}

function targetsOf(value: Value, allowed: readonly string[]): readonly string[] {
  if (value.kind === 'reference') return [value.target.type]
  return value.kind === 'constant' ? allowed.filter(type => value.text.startsWith(`${type}/`)) : allowed
}

function valuesAt(shape: Shape, path: ElementPath): readonly Value[] {
  switch (shape.kind) {
    case 'first':
      return shape.of.flatMap(alternative => valuesAt(alternative, path))
    case 'when':
      return valuesAt(shape.value, path)
    case 'each':
    case 'parts':
      return valuesAt(shape.item, path)
    case 'primitive':
      return path.length === 0 ? [shape.value] : []
    case 'object': {
      const [step, ...rest] = path
      if (!step || step.kind === 'exists' || shape.absent !== undefined) return []
      if (step.kind === 'as') return step.type === shape.type ? valuesAt(shape, rest) : []
      if (step.kind === 'not-false' || step.kind === 'where') return valuesAt(shape, rest)
      return shape.elements
        .filter(({ name, choice }) => name === step.name || choice === step.name)
        .flatMap(({ items }) => items.flatMap(item => valuesAt(item.shape, rest)))
    }
    default:
      return shape satisfies never
  }
}
