/** Decides what text at an element is: a column, a template or a constant (MAPPING section 5, DESIGN ruling 11). */
import type { Position } from '../../kernel/diagnostics.js'
import { columnIn } from './column-form.js'
import type { ColumnNode, ConstantNode, TemplateNode } from './document.js'
import type { MapScope } from './map-scope.js'
import { putSlotsInTemplate } from './slot-text.js'
import { holesOf, isTemplate, parseTemplate } from './template.js'
import type { YamlText } from './yaml-node.js'
import { place } from './yaml-values.js'

const columnStart = /^([A-Za-z][A-Za-z0-9_]*)\.\S/
/** What nobody but the author of an alias writes: `x.FORENAME`, not `Dr.Smith`. */
const aliasLike = /^[a-z][a-z0-9_]{0,7}$/

/** The text is not blank. Undefined for a template that has no value in the slot that is being written out. */
export function readScalar(node: YamlText, scope: MapScope): ConstantNode | ColumnNode | TemplateNode | undefined {
  const { text, at } = node
  if (isTemplate(text)) return readTemplate(node, scope)
  const column = columnIn(text)
  if (column) {
    const { alias, name } = column
    if (scope.aliases.has(alias)) return { kind: 'column', at, alias, name }
    if (aliasLike.test(alias)) {
      scope.aliases.refuse(alias, at, constantAdvice(text))
      return { kind: 'column', at, alias, name }
    }
  } else {
    const alias = columnStart.exec(text)?.[1]
    if (alias !== undefined && scope.aliases.has(alias))
      scope.report(
        'map.value-unclear',
        at,
        `This begins like a column of ${alias}. Write an odd name in double quotes: ${alias}."ODD NAME". ${constantAdvice(text)}`,
      )
  }
  const unclosed = /\{([A-Za-z][A-Za-z0-9_]*)\.[\p{L}\p{N}_]*$/u.exec(text)
  if (unclosed !== null && scope.aliases.has(unclosed[1] ?? ''))
    scope.report('map.template-invalid', place(node)(unclosed.index), `This { is not closed. ${constantAdvice(text)}`)
  return { kind: 'constant', at, text, explicit: false }
}

const constantAdvice = (text: string): string => `For a constant write { const: '${text.replaceAll("'", "''")}' }`

function readTemplate(node: YamlText, scope: MapScope): ConstantNode | TemplateNode | undefined {
  const parts = parseTemplate(node.text, place(node))
  if ('message' in parts) {
    scope.report('map.template-invalid', place(node)(parts.offset), parts.message)
    return { kind: 'constant', at: node.at, text: node.text, explicit: false }
  }
  const checkAlias = (alias: string, at: Position): void => {
    if (!scope.aliases.has(alias)) scope.aliases.refuse(alias, at, constantAdvice(node.text))
  }
  for (const { alias, at } of holesOf(parts)) checkAlias(alias, at)
  const filled = putSlotsInTemplate(parts, { report: scope.report, slots: scope.slots, checkAlias })
  if (filled === undefined || holesOf(filled).length > 0) return filled && { kind: 'template', at: node.at, parts: filled }
  return {
    kind: 'constant',
    at: node.at,
    text: filled.map(part => (part.kind === 'text' ? part.text : '')).join(''),
    explicit: true,
  }
}

/** A value that must be a column. */
export function readColumn(node: YamlText, key: string, scope: MapScope): ColumnNode | undefined {
  const column = columnIn(node.text)
  if (!column) {
    scope.report('map.value-invalid', node.at, `${key} takes a column (alias.NAME); this is ${node.text}.`)
    return undefined
  }
  if (!scope.aliases.has(column.alias)) scope.aliases.refuse(column.alias, node.at)
  return { kind: 'column', at: node.at, ...column }
}
