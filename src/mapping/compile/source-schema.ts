/** What an adapter is told of a source before anything is compiled: its tables, and its queries as native text. */
import type { SourceSchema } from '../../spi/index.js'
import type { SourceDocument } from '../language/document.js'

export const sourceSchemaOf = (source: SourceDocument): SourceSchema => ({
  entities: Object.fromEntries(
    [...source.tables].map(([name, { path, query }]) => [name, query === undefined ? { path } : { native: query.text }]),
  ),
})
