/** Names in PostgreSQL's SQL, where case counts. */
import type { EntityPlace } from '../../src/spi/index.js'

export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** Database, schema and table, as far as they are given. A query stands in brackets on lines of its own: it may end in a comment. */
export const quotePlace = (place: EntityPlace): string =>
  'native' in place ? `(\n${place.native}\n)` : place.path.map(quoteIdentifier).join('.')
