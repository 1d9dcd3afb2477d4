/** Names in MySQL's SQL. */
import type { EntityPlace } from '../../src/spi/index.js'

export const quoteIdentifier = (name: string): string => `\`${name.replaceAll('`', '``')}\``

/** Database and table. A query stands in brackets on lines of its own: it may end in a comment. */
export const quotePlace = (place: EntityPlace): string =>
  'native' in place ? `(\n${place.native}\n)` : place.path.slice(-2).map(quoteIdentifier).join('.')
