/** What an adapter is told of a source before anything is compiled: its tables, and what is written in its own language. */
import type { NativeField, SourceSchema } from '../../spi/index.js'
import type { MapDocument, Node, SourceDocument, SqlNode } from '../language/document.js'

export function sourceSchemaOf(source: SourceDocument, maps: readonly MapDocument[]): SourceSchema {
  const searched = maps.flatMap(({ search }) =>
    [...search.values()].flatMap(override =>
      override.kind === 'column' && override.column.kind === 'sql' ? [override.column] : [],
    ),
  )
  const fields = [...maps.flatMap(({ body }) => sqlIn(body)), ...searched].map(node => [node.name, nativeField(node)] as const)
  return {
    entities: Object.fromEntries(
      [...source.tables].map(([name, { path, query }]) => [name, query === undefined ? { path } : { native: query.text }]),
    ),
    fields: Object.fromEntries(fields),
  }
}

const nativeField = ({ expressions }: SqlNode): NativeField =>
  Object.fromEntries(
    [...expressions].map(([language, parts]) => [
      language,
      parts.map(part => (typeof part === 'string' ? part : { field: part.name })),
    ]),
  )

function sqlIn(node: Node): readonly SqlNode[] {
  switch (node.kind) {
    case 'sql':
      return [node]
    case 'reference':
      return [...node.key.flatMap(sqlIn), ...node.elements.flatMap(element => sqlIn(element.node))]
    case 'tree':
      return node.elements.flatMap(element => sqlIn(element.node))
    case 'list':
      return node.items.flatMap(sqlIn)
    case 'first':
      return node.of.flatMap(sqlIn)
    case 'when':
      return sqlIn(node.then)
    default:
      return []
  }
}
