/** docs/reference/diagnostics.md: every fault that is found in mappings and in the configuration, before anything is served. */
import { configFaults } from '../../src/config/config-faults.js'
import { diagnosticTable } from '../../src/mapping/language/diagnostic-codes.js'
import { page, table } from './markdown.js'

export function diagnosticPage(): string {
  return page('src/mapping/language/diagnostic-codes.ts and src/config/config-faults.ts', 'Diagnostics', [
    'Faults of mappings and of the configuration are found at start-up, all at once, each on a line of its own:',
    '',
    '```',
    'file:line:column severity code: what is wrong, and what to write instead',
    '```',
    '',
    'With an error among them nothing is served. A warning is shown and the facade starts.',
    '',
    '## Mappings',
    '',
    ...table(
      ['code', 'severity', 'what it means'],
      Object.entries(diagnosticTable).map(([code, { severity, description }]) => [`\`${code}\``, severity, description]),
    ),
    '',
    '## Configuration',
    '',
    ...table(
      ['code', 'what it means'],
      Object.entries(configFaults).map(([code, meaning]) => [`\`${code}\``, meaning]),
    ),
  ])
}
