/** Alternatives of `first` that stand after one that always has a value are never reached. */
import type { Report } from '../language/diagnostic-codes.js'
import type { CodeMap, MapDocument, Node, SourceDocument, TemplatePart } from '../language/document.js'
import { nodesOf } from './walk-document.js'

export function checkDeadAlternatives(source: SourceDocument, map: MapDocument, report: Report): void {
  for (const { of } of nodesOf(map.body, 'first')) {
    const last = of.findIndex(node => isNeverNull(node, map, source))
    const [always, dead] = [of[last], of[last + 1]]
    if (last < 0 || !always || !dead) continue
    report(
      'map.alternative-dead',
      dead.at,
      `This is never reached: the alternative before it, at ${always.at.line}:${always.at.column}, always has a value. Put it last.`,
    )
  }
}

function isNeverNull(node: Node, map: MapDocument, source: SourceDocument): boolean {
  switch (node.kind) {
    case 'constant':
      return true
    case 'template':
      return node.parts.every(part => part.kind !== 'hole') && node.parts.some(isText)
    case 'coded': {
      const codes = codesOf(node.codes, map, source)
      return codes?.whenNull !== undefined && typeof codes.otherwise === 'object'
    }
    case 'first':
      return node.of.some(part => isNeverNull(part, map, source))
    default:
      return false
  }
}

const isText = (part: TemplatePart): boolean => part.kind === 'text'

function codesOf(
  codes: CodeMap | { readonly name: string },
  map: MapDocument,
  source: SourceDocument,
): Pick<CodeMap, 'whenNull' | 'otherwise'> | undefined {
  if ('pairs' in codes) return codes
  return map.codes.get(codes.name) ?? source.codes.get(codes.name)
}
