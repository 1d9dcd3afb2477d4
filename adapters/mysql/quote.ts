/** Names in MySQL's SQL. */
import type { EntityPlace } from '../../src/spi/index.js'
import { shortName } from '../sql/short-name.js'

/** MySQL refuses an alias of more than 256 characters. */
const longestName = 255

export const quoteIdentifier = (name: string): string => `\`${shortName(name, longestName).replaceAll('`', '``')}\``

/** Database and table. A query stands in brackets on lines of its own: it may end in a comment. */
export const quotePlace = (place: EntityPlace): string =>
  'native' in place ? `(\n${place.native}\n)` : place.path.slice(-2).map(quoteIdentifier).join('.')
