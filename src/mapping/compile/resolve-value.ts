/** A value as written at an element of some type becomes a shape of that type. */
import { valueSetCodes } from '../../fhir/careconnect/value-sets.js'
import { isPrimitive } from '../../fhir/stu3/elements.js'
import type { ColumnPlace } from '../../kernel/diagnostics.js'
import { nearestName } from '../../kernel/nearest.js'
import type {
  CodedNode,
  ColumnNode,
  ConstantNode,
  FunctionNode,
  Node,
  SqlNode,
  TemplateNode,
  TemplatePart,
} from '../language/document.js'
import { knownSystems } from '../language/known-systems.js'
import { absentShape } from './absent.js'
import { columnName } from './column.js'
import { constantOf, converterOf } from './element-text.js'
import { columnAt, conditionAt, element, type MapContext, type Place, type Target } from './map-context.js'
import { type CodeTarget, codeMapOf, resolveCodes } from './resolve-codes.js'
import { resolveFunction, resolveSql } from './resolve-native.js'
import { resolveReference } from './resolve-reference.js'
import { resolveTree } from './resolve-tree.js'
import type { ObjectShape, PrimitiveShape, Shape, ShapeElement, TemplatePiece, Value } from './shape.js'

export function resolveNode(node: Node, target: Target, place: Place, context: MapContext): Shape | undefined {
  switch (node.kind) {
    case 'list':
      context.scope.report('map.value-kind', node.at, `${target.element} has at most one value; this is a list.`)
      return undefined
    case 'tree':
      return resolveTree(node, target, place, context)
    case 'first': {
      const of = node.of.map(part => onceOnly(part, resolveNode(part, target, place, context), context))
      return of.every(shape => shape !== undefined) ? { kind: 'first', of } : undefined
    }
    case 'when': {
      const condition = conditionAt(node.if, place, context)
      const value = onceOnly(node.then, resolveNode(node.then, target, place, context), context)
      return condition && value && { kind: 'when', if: condition, value }
    }
    case 'absent':
      if (!isPrimitive(target.type)) return absentShape(target.type, node.reason)
      context.scope.report(
        'map.absent-place',
        node.at,
        `absent stands at an element that has one value, by itself or last in first: { first: [p.COLUMN, { absent: unknown }] }.`,
      )
      return undefined
    case 'reference':
      return resolveReference(node, target, place, context)
    case 'constant':
    case 'column':
    case 'template':
    case 'coded':
    case 'fn':
    case 'sql':
      return isPrimitive(target.type)
        ? resolvePrimitive(node, target, place, context)
        : resolveConcept(node, target, place, context)
    default:
      return node satisfies never
  }
}

/** A choice is between single values: a list has none, one or many. */
function onceOnly(node: Node, shape: Shape | undefined, context: MapContext): Shape | undefined {
  if (shape?.kind !== 'each' && shape?.kind !== 'parts') return shape
  context.scope.report('map.for-single', node.at, 'first and if choose one value; put for around them, or write them inside it.')
  return undefined
}

type SimpleNode = ConstantNode | ColumnNode | TemplateNode | CodedNode | FunctionNode | SqlNode

// ── Primitives ──────────────────────────────────────────────────────────────────────────────────────────────────────

function resolvePrimitive(node: SimpleNode, target: Target, place: Place, context: MapContext): PrimitiveShape | undefined {
  const value = resolveSimple(node, target, place, context)
  const codes = allowedCodes(target)
  return value && { kind: 'primitive', type: target.type, ...(codes && { codes }), value }
}

/** Those of STU3, as far as the profile leaves them. */
function allowedCodes({ type, codes, valueSet }: Target): ReadonlySet<string> | undefined {
  const listed = type === 'code' && valueSet !== undefined ? valueSetCodes(valueSet) : undefined
  const ofProfile = listed && new Set(listed.map(({ code }) => code))
  return codes ? new Set(codes.filter(code => ofProfile?.has(code) ?? true)) : ofProfile
}

function resolveSimple(node: SimpleNode, target: Target, place: Place, context: MapContext): Value | undefined {
  const { report } = context.scope
  switch (node.kind) {
    case 'constant':
      return resolveConstant(node, target, context)
    case 'fn':
      return resolveFunction(node, place, context)
    case 'sql':
      return resolveSql(node, target, place, context)
    case 'column': {
      const column = columnAt(node.alias, node.name, node.at, place, context)
      if (!column) return undefined
      if (column.isGuess || converterOf(column, target.type, allowedCodes(target))) return { kind: 'column', column }
      report(
        'map.type-clash',
        node.at,
        typeAdvice(target, columnName(column), node.name, column.meaning),
        isTextOfDate(target, column.meaning) ? placeOfColumn(node, context) : undefined,
      )
      return undefined
    }
    case 'template': {
      if (target.type !== 'string' && target.type !== 'markdown' && target.type !== 'uri' && target.type !== 'code') {
        report('map.type-clash', node.at, `${target.element} is ${target.type}; a template makes text.`)
        return undefined
      }
      const parts = resolveParts(node.parts, place, context)
      return parts && { kind: 'template', parts }
    }
    case 'coded': {
      const column = columnAt(node.column.alias, node.column.name, node.column.at, place, context)
      const codes = codeMapOf(node, context)
      if (!column || !codes) return undefined
      const allowed = allowedCodes(target) ?? (target.type === 'boolean' ? new Set(['true', 'false']) : undefined)
      const codeTarget: CodeTarget = { element: target.element, isPlain: true, ...(allowed && { codes: allowed }) }
      return { kind: 'coded', column, codes: resolveCodes(codes, codeTarget, context), part: 'code' }
    }
    default:
      return node satisfies never
  }
}

const isTextOfDate = ({ type }: Target, meaning: string): boolean =>
  meaning === 'string' && (type === 'date' || type === 'dateTime' || type === 'instant')

function placeOfColumn({ alias, name }: ColumnNode, { scope }: MapContext): ColumnPlace | undefined {
  const table = scope.tableOf(alias)
  return table && { source: scope.source.name, table: table.name, name }
}

function typeAdvice(target: Target, column: string, name: string, meaning: string): string {
  const { element, type } = target
  if (isTextOfDate(target, meaning))
    return `${column} is text; ${element} needs a ${type}. Declare in the source document: columns: { ${name}: { format: … } }, for instance yyyyMMdd.`
  if (type === 'boolean')
    return `${element} is true or false; ${column} holds ${meaning} values. Add codes: { col: ${column}, codes: … } with true and false.`
  if (type === 'code') return `${element} is a code; ${column} holds ${meaning} values. Add codes: { col: ${column}, codes: … }.`
  return `${element} is ${type}; ${column} holds ${meaning} values.`
}

function exampleOf(type: string): string {
  if (type === 'boolean') return ' Write true or false.'
  if (type === 'date') return ' Write 1980-02-29, 1980-02 or 1980.'
  return type === 'dateTime' || type === 'instant' ? ' Write 2015-02-07T13:28:17+00:00.' : ''
}

function resolveConstant(node: ConstantNode, target: Target, context: MapContext): Value | undefined {
  const { report } = context.scope
  const { alias } = context.document.from
  if (!node.explicit && context.scope.hasColumn(alias, node.text))
    report(
      'map.constant-is-column',
      node.at,
      `Every ${context.document.resourceType} gets the text ${node.text} here. For the column write ${alias}.${node.text}, for the text { const: ${node.text} }.`,
    )
  const codes = allowedCodes(target)
  const text =
    target.type === 'uri' && !node.explicit
      ? (context.scope.source.systems.get(node.text) ?? systemNamed(node.text) ?? node.text)
      : node.text
  if (codes && !codes.has(text)) {
    const near = nearestName(text, codes)
    report(
      'code.not-allowed',
      node.at,
      `${target.element} takes ${[...codes].join(', ')}; ${text} is none of them.${near === undefined ? '' : ` Did you mean ${near}?`}`,
    )
    return undefined
  }
  if (constantOf(target.type, text) === undefined) {
    report(
      'map.constant-invalid',
      node.at,
      `${target.element} takes a value of the type ${target.type}; this text is none.${exampleOf(target.type)}`,
    )
    return undefined
  }
  return { kind: 'constant', text }
}

const systemNamed = (name: string): string | undefined => knownSystems[name]

function resolveParts(parts: readonly TemplatePart[], place: Place, context: MapContext): readonly TemplatePiece[] | undefined {
  const pieces = parts.map((part): TemplatePiece | undefined => {
    if (part.kind === 'text') return part
    if (part.kind === 'hole') {
      const column = columnAt(part.column.alias, part.column.name, part.column.at, place, context)
      if (column && (column.meaning === 'dateTime' || column.meaning === 'instant' || column.meaning === 'binary')) {
        context.scope.report(
          'map.type-clash',
          part.column.at,
          `${columnName(column)} holds ${column.meaning} values, which have no place in a text.`,
        )
        return undefined
      }
      return column && { kind: 'hole', column }
    }
    const inner = resolveParts(part.parts, place, context)
    return inner && { kind: 'optional', parts: inner }
  })
  return pieces.every(piece => piece !== undefined) ? pieces : undefined
}

// ── Coding and CodeableConcept ──────────────────────────────────────────────────────────────────────────────────────

function resolveConcept(node: SimpleNode, target: Target, place: Place, context: MapContext): Shape | undefined {
  if (target.type === 'CodeableConcept') {
    const coding = resolveCoding(node, target, place, context)
    return (
      coding && { kind: 'object', type: 'CodeableConcept', required: [], elements: [element('coding', 'Coding', true, coding)] }
    )
  }
  if (target.type === 'Coding') return resolveCoding(node, target, place, context)
  context.scope.report('map.value-kind', node.at, `${target.element} is a ${target.type}: write its elements, not one value.`)
  return undefined
}

function resolveCoding(node: SimpleNode, target: Target, place: Place, context: MapContext): ObjectShape | undefined {
  const { report } = context.scope
  if (node.kind === 'constant') return constantCoding(node, target, context)
  if (node.kind !== 'coded') {
    report(
      'map.value-kind',
      node.at,
      `${target.element} is a ${target.type}. Write { col: …, codes: … }, system|code|display, or its elements.`,
    )
    return undefined
  }
  const column = columnAt(node.column.alias, node.column.name, node.column.at, place, context)
  const codeMap = codeMapOf(node, context)
  if (!column || !codeMap) return undefined
  const { valueSet, system } = target
  const codeTarget: CodeTarget = {
    element: target.element,
    isPlain: false,
    ...(valueSet !== undefined && { valueSet }),
    ...(system !== undefined && { system }),
  }
  const codes = resolveCodes(codeMap, codeTarget, context)
  const part = (name: 'system' | 'code' | 'display', type: string) =>
    element(name, type, false, { kind: 'primitive', type, value: { kind: 'coded', column, codes, part: name } })
  return {
    kind: 'object',
    type: 'Coding',
    principal: 'code',
    required: [],
    elements: [part('system', 'uri'), part('code', 'code'), part('display', 'string')],
  }
}

/** `system|code|display`, as in a search. */
function constantCoding(node: ConstantNode, target: Target, context: MapContext): ObjectShape | undefined {
  const [written = '', code, display] = node.text.split('|')
  const { report, source } = context.scope
  if (code === undefined) {
    report('map.constant-invalid', node.at, `${target.element} is a ${target.type}: write system|code or system|code|display.`)
    return undefined
  }
  const system = source.systems.get(written) ?? systemNamed(written) ?? written
  if (system !== '' && !system.includes(':')) {
    const near = nearestName(written, [...source.systems.keys(), ...Object.keys(knownSystems)])
    report(
      'code.system-unknown',
      node.at,
      `${written} is no system that is known here. Declare it in the source document (systems:), or write its url.${near === undefined ? '' : ` Did you mean ${near}?`}`,
    )
    return undefined
  }
  const listed = target.valueSet === undefined ? undefined : valueSetCodes(target.valueSet)
  if (listed && !listed.some(candidate => candidate.code === code && candidate.system === system)) {
    report('code.not-allowed', node.at, `${target.element} takes codes of ${target.valueSet} only; ${written}|${code} is none.`)
    return undefined
  }
  const constant = (name: string, type: string, text: string | undefined): readonly ShapeElement[] =>
    text === undefined || text === ''
      ? []
      : [element(name, type, false, { kind: 'primitive', type, value: { kind: 'constant', text } })]
  const shown = display ?? listed?.find(candidate => candidate.code === code)?.display
  return {
    kind: 'object',
    type: 'Coding',
    principal: 'code',
    required: [],
    elements: [...constant('system', 'uri', system), ...constant('code', 'code', code), ...constant('display', 'string', shown)],
  }
}
