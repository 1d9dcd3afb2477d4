/** docs/reference/errors.md: the error table with the status that HTTP makes of each row. */
import { describeFailure } from '../../src/http/plugins/outcome.js'
import { type ErrorCode, errorTable, FacadeError } from '../../src/kernel/errors.js'
import { page, table } from './markdown.js'

export function errorPage(): string {
  const codes = Object.keys(errorTable) as ErrorCode[]
  return page('src/kernel/errors.ts', 'Errors', [
    'Every request that fails is answered with an OperationOutcome. `issue.diagnostics` holds the code of this table, which does not',
    'change; `issue.details.text` says what was asked and what to do; `issue.location` names the parameter, as `http.birthdate:exact`.',
    "A search with several faults has one issue for each. No text holds a value of a row, a statement or a driver's message.",
    '',
    ...table(
      ['code', 'status', 'issue type', 'what it means'],
      codes.map(code => [`\`${code}\``, String(statusOf(code)), `\`${errorTable[code].issue}\``, errorTable[code].description]),
    ),
    '',
    'A 503 carries `Retry-After`. A 500 shows a reference only; the log has the reason under it, without values.',
  ])
}

const statusOf = (code: ErrorCode): number => describeFailure(new FacadeError(code, { text: '' }), '').status
