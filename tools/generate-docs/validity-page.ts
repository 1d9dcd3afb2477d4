/** docs/reference/validity.md: the rules that every resource is held against before it is served. */
import { allRules } from '../../src/fhir/validate/rules.js'
import { page, table } from './markdown.js'

export const validityPage = (): string =>
  page('src/fhir/validate/rules.ts', 'Validity', [
    'Every resource is held against these rules before it is served. A row that breaks one is left out: of a search with an outcome entry on the',
    'page where it would stand, of a read with 404 `read.not-valid`. `GET /admin/data-quality`, the log and `careconnect quality` count it under',
    'the rule, with the element. The rules with a number are invariants of STU3.',
    '',
    ...table(
      ['rule', 'the element …'],
      allRules().map(([rule, text]) => [`\`${rule}\``, text]),
    ),
    '',
    'Beside them a row is left out as `repeated-id`, when another row has its id, and as `unmapped`, when it failed to be mapped. A value alone is',
    'left out as `unreadable`, when its facts or the type of its element do not allow it, and as `unlisted`, when its code map does not list it.',
  ])
