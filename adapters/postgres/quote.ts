/** Names in PostgreSQL's SQL, where case counts. */
import type { EntityPlace } from '../../src/spi/index.js'
import { shortName } from '../sql/short-name.js'

/** Of a longer name PostgreSQL takes the first 63 bytes, and so two for one. */
const longestName = 63

export const quoteIdentifier = (name: string): string => `"${shortName(name, longestName).replaceAll('"', '""')}"`

/** Database, schema and table, as far as they are given. A query stands in brackets on lines of its own: it may end in a comment. */
export const quotePlace = (place: EntityPlace): string =>
  'native' in place ? `(\n${place.native}\n)` : place.path.map(quoteIdentifier).join('.')
