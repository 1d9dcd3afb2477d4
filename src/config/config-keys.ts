/** Every key of careconnect.yaml, in one table: the reader, the JSON Schema and the reference page come from it. */

export type KeyRow = {
  /** One line for the reference page. */
  readonly describe: string
  readonly required?: true
  /** Not to be written in clear: `{ env }` or `{ file }` is advised. */
  readonly secret?: true
} & (
  | { readonly type: 'text' | 'url'; readonly default?: string }
  | { readonly type: 'texts' }
  | { readonly type: 'integer'; readonly min: number; readonly max: number; readonly default: number }
  | { readonly type: 'boolean'; readonly default: boolean }
  | { readonly type: 'choice'; readonly choices: readonly string[]; readonly default?: string }
  | { readonly type: 'options' }
)

/** `*` stands for a name of the writer's choice. */
export const configKeys = {
  baseUrl: {
    type: 'url',
    describe:
      'The address under which clients reach the API, such as `https://fhir.example.nhs.uk/STU3`. It begins every link. Without it the links follow the Host header of each request.',
  },
  'listen.host': {
    type: 'text',
    default: '127.0.0.1',
    describe: 'The address to listen on. The environment variable `HOST` stands above it.',
  },
  'listen.port': {
    type: 'integer',
    min: 0,
    max: 65_535,
    default: 3000,
    describe: 'The port to listen on; 0 takes any free one. The environment variable `PORT` stands above it.',
  },
  mappings: {
    type: 'texts',
    required: true,
    describe: 'The folders of the mappings, one a source, relative to this file.',
  },
  terminology: {
    type: 'texts',
    describe:
      'Folders of value sets and code systems: ValueSet and CodeSystem of STU3 in JSON, one a file, or many in a Bundle; what else lies there is passed over. With them tokens are searched by `:in`, `:not-in`, `:below` and `:above`. Relative to this file.',
  },
  'sources.*.adapter': {
    type: 'text',
    required: true,
    describe:
      'The adapter that reads the source: `sqlite`, `mysql` (MariaDB too), `postgres` or `memory`. The name of the source is the `source:` of its mappings.',
  },
  'sources.*.options': {
    type: 'options',
    describe: "What the adapter needs, such as the database's file or address. A relative file is relative to this file.",
  },
  'sources.*.demo': {
    type: 'choice',
    choices: ['gp', 'pas'],
    describe: 'Writes this demonstration database when the file is not there yet. For trying out, never for real data.',
  },
  'paging.key': {
    type: 'text',
    secret: true,
    describe:
      'The key that seals page links: 32 bytes in base64 or hex, or any passphrase of 32 characters or more. Without it each start makes its own, and links from before a restart answer 410. Servers behind one address need the same key.',
  },
  'privacy.key': {
    type: 'text',
    secret: true,
    describe:
      'The key of the names that messages, the log and `/admin/data-quality` give to rows that are left out, in the forms of `paging.key`. With it `careconnect quality` says which row a name means. Without it each start makes its own.',
  },
  'limits.defaultCount': {
    type: 'integer',
    min: 1,
    max: 10_000,
    default: 10,
    describe: 'The results on a page when a search does not say `_count`.',
  },
  'limits.maxCount': {
    type: 'integer',
    min: 1,
    max: 10_000,
    default: 500,
    describe: 'The most results on a page, whatever `_count` says.',
  },
  'limits.maxIncludes': {
    type: 'integer',
    min: 1,
    max: 100_000,
    default: 1000,
    describe:
      'The most resources that a page brings beside its results by `_include` and `_revinclude`. What is left out is told in an outcome entry.',
  },
  'limits.timeoutMs': {
    type: 'integer',
    min: 100,
    max: 600_000,
    default: 30_000,
    describe: 'The milliseconds that a request may take; then it is cancelled, also in the source, and answers 503.',
  },
  'limits.maxUrlLength': {
    type: 'integer',
    min: 256,
    max: 32_768,
    default: 8_192,
    describe: 'The characters that a URL may have. A page link that we made may have four times as many.',
  },
  'security.open': {
    type: 'boolean',
    default: false,
    describe:
      'Says that you know that anyone who can reach the port can read everything that is mapped. Needed for a `listen.host` beyond this machine, as long as there is no authorisation.',
  },
  'cors.origins': {
    type: 'texts',
    describe:
      'The origins of web pages that may read what is served, such as `https://app.example.nhs.uk`; `*` is any. Without it no page may, which is right where no browser asks.',
  },
  'log.level': {
    type: 'choice',
    choices: ['silent', 'error', 'warn', 'info', 'debug'],
    default: 'info',
    describe: 'How much is logged. `info` is one line a request, without URLs, ids and values.',
  },
} as const satisfies Record<string, KeyRow>

export type ConfigKey = keyof typeof configKeys

/** The table without its literal types, for code that walks it. */
export const configRows: ReadonlyMap<string, KeyRow> = new Map<string, KeyRow>(Object.entries(configKeys))
