/** Decides what text at an element is: a column, a template or a constant (MAPPING section 5, DESIGN ruling 11). */
import type { ColumnNode, ConstantNode, TemplateNode } from './document.js'
import type { MapScope } from './map-scope.js'
import { reportUnknownAlias } from './read-expression.js'
import { holesOf, isTemplate, parseTemplate } from './template.js'
import type { YamlText } from './yaml-node.js'
import { place } from './yaml-values.js'

const columnForm = /^([A-Za-z][A-Za-z0-9_]*)\.(?:"([^"]+)"|([\p{L}\p{N}_]+))$/u
const columnStart = /^([A-Za-z][A-Za-z0-9_]*)\.\S/
/** What nobody but the author of an alias writes: `x.FORENAME`, not `Dr.Smith`. */
const aliasLike = /^[a-z][a-z0-9_]{0,7}$/

/** The text is not blank. */
export function readScalar(node: YamlText, scope: MapScope): ConstantNode | ColumnNode | TemplateNode {
  const { text, at } = node
  if (isTemplate(text)) return readTemplate(node, scope)
  const column = columnForm.exec(text)
  if (column !== null) {
    const [, alias = '', quoted, plain = ''] = column
    const name = quoted ?? plain
    if (scope.aliases.has(alias)) return { kind: 'column', at, alias, name }
    if (aliasLike.test(alias)) reportUnknownAlias(alias, at, scope, constantAdvice(text))
  } else {
    const alias = columnStart.exec(text)?.[1]
    if (alias !== undefined && scope.aliases.has(alias))
      scope.report(
        'map.value-unclear',
        at,
        `This begins like a column of ${alias}. Write an odd name in double quotes: ${alias}."ODD NAME". ${constantAdvice(text)}`,
      )
  }
  return { kind: 'constant', at, text, explicit: false }
}

const constantAdvice = (text: string): string => `For a constant write { const: '${text.replaceAll("'", "''")}' }`

function readTemplate(node: YamlText, scope: MapScope): ConstantNode | TemplateNode {
  const parts = parseTemplate(node.text, place(node))
  if ('message' in parts) {
    scope.report('map.template-invalid', place(node)(parts.offset), parts.message)
    return { kind: 'constant', at: node.at, text: node.text, explicit: false }
  }
  for (const { alias, at } of holesOf(parts))
    if (!scope.aliases.has(alias)) reportUnknownAlias(alias, at, scope, constantAdvice(node.text))
  return { kind: 'template', at: node.at, parts }
}

/** A value that must be a column. */
export function readColumn(node: YamlText, key: string, scope: MapScope): ColumnNode | undefined {
  const [, alias, quoted, plain = ''] = columnForm.exec(node.text) ?? []
  if (alias === undefined) {
    scope.report('map.value-invalid', node.at, `${key} takes a column (alias.NAME); this is ${node.text}.`)
    return undefined
  }
  if (!scope.aliases.has(alias)) reportUnknownAlias(alias, node.at, scope)
  return { kind: 'column', at: node.at, alias, name: quoted ?? plain }
}
