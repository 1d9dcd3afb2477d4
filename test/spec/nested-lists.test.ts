/** A list in a list: rows or packed text that hang on a row of another list (MAPPING section 4). */
import { describe, expect, it } from 'vitest'
import { openFacade, requestOptions } from '../support/open-facade.js'
import { faultsOfMapping } from '../support/parse-mapping.js'
import { recordSent, type Sent } from '../support/print-query.js'
import { findsEach, keepsTheLaw, mappingOfTrial, type Trial, tryMapping } from '../support/trial.js'

const yaml = `
source: gp
systems: { a: http://a.example, b: http://b.example }
codes: { scheme: { map: { A: http://a.example, B: http://b.example } } }
tables:
  panel: { key: [ID] }
  result: { key: [ID], where: HIDDEN is null }
  mark: { key: [ID] }
  scheme: { key: [ID] }
---
map: panel
from: panel as p
lists:
  kids: { table: result, match: kids.PANEL_ID = p.ID, order: [SEQ] }
  marks: { table: mark, match: marks.RESULT_NO = kids.NO, order: [ID] }
joins:
  s: { table: scheme, match: s.ID = marks.SCHEME_ID }
Observation:
  status: final
  code: loinc|85354-9
  subject: { display: Somebody }
  component:
    for: kids
    code:
      coding:
        for: marks
        if: marks.CODE <> 'none' and kids.NAME is not null
        system: { col: s.LETTER, codes: scheme }
        code: marks.CODE
        display: '{kids.NAME} {marks.CODE}'
      text: kids.NAME
    valueString: kids.NAME
`

const tables = {
  panel: { columns: { ID: 'INTEGER not null' }, rows: [[1], [2], [3], [4]] },
  result: {
    columns: {
      ID: 'INTEGER not null',
      PANEL_ID: 'INTEGER',
      SEQ: 'INTEGER',
      NO: 'INTEGER',
      NAME: 'VARCHAR(20)',
      HIDDEN: 'VARCHAR(1)',
    },
    rows: [
      [11, 1, 2, 102, 'second', null],
      [12, 1, 1, 101, 'first', null],
      // The marks of a result may be those of another one too.
      [13, 2, 1, 101, 'shared', null],
      [14, 2, 2, 101, 'again', null],
      [15, 3, 1, null, 'unmarked', null],
      [16, 3, 2, 102, 'hidden', 'Y'],
    ],
  },
  mark: {
    columns: { ID: 'INTEGER not null', RESULT_NO: 'INTEGER', SCHEME_ID: 'INTEGER', CODE: 'VARCHAR(10)' },
    rows: [
      [1, 101, 1, 'x'],
      [2, 101, 2, 'y'],
      [3, 102, 1, 'y'],
      [4, 102, 1, 'none'],
      [5, null, 1, 'z'],
    ],
  },
  scheme: {
    columns: { ID: 'INTEGER not null', LETTER: 'VARCHAR(1)' },
    rows: [
      [1, 'A'],
      [2, 'B'],
    ],
  },
} as const

const coding = (letter: string, code: string, name: string) => ({
  system: `http://${letter}.example`,
  code,
  display: `${name} ${code}`,
})

tryMapping('rows in rows', { yaml, tables }, asked => {
  it('are read for each row that they hang on', async () => {
    const [first, second, third, fourth] = await asked().all('Observation')
    expect(first).toMatchObject({
      component: [
        { code: { coding: [coding('a', 'x', 'first'), coding('b', 'y', 'first')] }, valueString: 'first' },
        { code: { coding: [coding('a', 'y', 'second')] }, valueString: 'second' },
      ],
    })
    expect(second).toMatchObject({
      component: [
        { code: { coding: [coding('a', 'x', 'shared'), coding('b', 'y', 'shared')] } },
        { code: { coding: [coding('a', 'x', 'again'), coding('b', 'y', 'again')] } },
      ],
    })
    expect(third).toMatchObject({ component: [{ code: { text: 'unmarked' }, valueString: 'unmarked' }] })
    expect(JSON.stringify(third)).not.toContain('coding":[{"system":"http://a')
    expect(fourth).not.toHaveProperty('component')
  })
  it('are there in a read by id too', async () => {
    expect(await asked().read('Observation', '1')).toMatchObject({
      component: [{ code: { coding: [{ code: 'x' }, { code: 'y' }] } }, { code: { coding: [{ code: 'y' }] } }],
    })
  })
  findsEach(asked, [
    ['Observation?component-code=x', ['1', '2']],
    ['Observation?component-code=http://a.example|y', ['1']],
    ['Observation?component-code=http://b.example|y', ['1', '2']],
    ['Observation?component-code=http://b.example|x', []],
    ['Observation?component-code=none', []],
    ['Observation?component-code=z', []],
    ['Observation?component-code:not=x', ['3', '4']],
    ['Observation?component-code:missing=true', ['4']],
    ['Observation?component-code=y&_count=1', ['1', '2']],
  ])
  keepsTheLaw(asked)
})

it('a page sends one statement for each list, the inner one too', async () => {
  const sent: Sent[] = []
  const facade = await openFacade(...mappingOfTrial({ yaml, tables }), 'sqlite', { wrap: adapter => recordSent(adapter, sent) })
  try {
    await facade.engine.search('Observation', '', requestOptions())
    expect(sent.map(({ query }) => query.from.entity)).toEqual(['panel', 'result', 'mark'])
    sent.length = 0
    await facade.engine.search('Observation', 'component-code=x', requestOptions())
    expect(sent.map(({ query }) => query.from.entity)).toEqual(['panel', 'result', 'mark'])
  } finally {
    await facade.close()
  }
})

const packed: Trial = {
  yaml: `
source: gp
tables:
  panel: { key: [ID] }
  result: { key: [ID] }
---
map: panel
from: panel as p
lists:
  kids: { table: result, match: kids.PANEL_ID = p.ID }
  mark: { split: kids.MARKS, by: ';', parse: '{SYS}:{CODES}' }
  code: { split: mark.CODES, by: ',' }
Observation:
  status: final
  code: loinc|85354-9
  subject: { display: Somebody }
  component:
    for: kids
    code:
      coding: { for: mark, system: 'http://{mark.SYS}.example', code: mark.CODES }
    interpretation:
      coding: [{ system: http://whole.example, code: kids.MARKS }]
    referenceRange:
      for: mark
      text: mark.CODES
      appliesTo:
        - coding: { for: code, system: http://c.example, code: code.PART, display: '{mark.SYS} {code.PART} {kids.ID}' }
    valueString: kids.MARKS
`,
  tables: {
    panel: { columns: { ID: 'INTEGER not null' }, rows: [[1], [2], [3]] },
    result: {
      columns: { ID: 'INTEGER not null', PANEL_ID: 'INTEGER', MARKS: 'VARCHAR(40)' },
      rows: [
        [11, 1, 'a:x,y; b:z'],
        [12, 1, 'a:z'],
        [21, 2, 'b:z'],
        [22, 2, 'none'],
        [31, 3, null],
      ],
    },
  },
}

tryMapping('packed text in rows, and packed text in packed text', packed, asked => {
  it('gives the parts of each row', async () => {
    const [first, second] = await asked().all('Observation')
    expect(first).toMatchObject({
      component: [
        {
          code: {
            coding: [
              { system: 'http://a.example', code: 'x,y' },
              { system: 'http://b.example', code: 'z' },
            ],
          },
          referenceRange: [
            { appliesTo: [{ coding: [{ code: 'x', display: 'a x 11' }, { code: 'y' }] }] },
            { appliesTo: [{ coding: [{ code: 'z', display: 'b z 11' }] }] },
          ],
        },
        { code: { coding: [{ system: 'http://a.example', code: 'z' }] } },
      ],
    })
    // What no pattern fits has no code, which a component must have.
    expect(second).toMatchObject({ component: [{ code: { coding: [{ system: 'http://b.example', code: 'z' }] } }] })
  })
  findsEach(asked, [
    ['Observation?component-code=z', ['1', '2']],
    ['Observation?component-code=http://a.example|z', ['1']],
    ['Observation?component-code=http://a.example|', ['1']],
    ['Observation?component-code=a:z', []],
    ['Observation?component-code:not=z', ['3']],
    ['Observation?component-code:missing=true', ['3']],
  ])
  keepsTheLaw(asked)
})

describe('faults of lists in lists', () => {
  const faults = (component: string, relations = ''): readonly string[] =>
    faultsOfMapping(
      `${yaml.slice(0, yaml.indexOf('  component:')).replace('joins:\n', `${relations}joins:\n`)}  component: ${component}\n`,
    )
      .filter(fault => fault.includes(' error '))
      .map(fault => fault.replace(/^test.yaml:\d+:\d+ error /, ''))

  it.each<[name: string, component: string, relations: string, fault: string]>([
    [
      'the inner list without the outer one',
      '{ for: marks, code: { text: marks.CODE }, valueString: x }',
      '',
      'map.list-outside-for: marks hangs on a row of kids. Repeat over kids first, and over marks in an element inside it.',
    ],
    [
      'a list that hangs on another row',
      '{ for: kids, code: { coding: { for: more, code: more.CODE } }, valueString: x }',
      '  more: { table: mark, match: more.RESULT_NO = p.ID }\n',
      'map.for-unrelated: more does not hang on what is repeated over here (kids), so all of it would stand in every kids. Let its match use kids, or write this element outside.',
    ],
    [
      'a split that hangs on another row',
      '{ for: kids, code: { coding: { for: parts, code: parts.PART } }, valueString: x }',
      "  parts: { split: p.NOTE, by: ';' }\n",
      'map.for-unrelated: parts does not hang on what is repeated over here (kids), so all of it would stand in every kids. Let its split use kids, or write this element outside.',
    ],
    [
      'a column of the inner list outside it',
      '{ for: kids, code: { text: marks.CODE }, valueString: x }',
      '',
      'map.list-outside-for: marks can have many rows here. Repeat the element over it (for: marks), or move it to joins if there is at most one.',
    ],
    [
      'a match with rows of two queries',
      '{ for: kids, code: { text: kids.NAME }, valueString: x }',
      '  more: { table: mark, match: more.RESULT_NO = kids.NO and more.ID = p.ID }\n',
      'map.match-invalid: The match of more uses kids and p, which are read one after the other. Name columns of one of them only.',
    ],
    [
      'a match with a part of a text',
      '{ for: kids, code: { text: kids.NAME }, valueString: x }',
      "  parts: { split: p.NOTE, by: ';' }\n  more: { table: mark, match: more.CODE = parts.PART }\n",
      'map.match-invalid: The match of more uses parts, which is packed text: no row can be matched with a part of it. Make a view that has a row for each part.',
    ],
    [
      'lists that need each other',
      '{ for: kids, code: { text: kids.NAME }, valueString: x }',
      '  more: { table: mark, match: more.ID = most.ID }\n  most: { table: mark, match: most.ID = more.ID }\n',
      'map.join-cycle: The match of more uses most, which can not be read before it.',
    ],
    [
      'texts that are parts of each other',
      '{ for: kids, code: { text: kids.NAME }, valueString: x }',
      "  one: { split: two.PART, by: ';' }\n  two: { split: one.PART, by: ',' }\n",
      'map.join-cycle: one splits two.PART, which can not be read before it.',
    ],
    [
      'a choice of a list of parts',
      '[{ first: [{ for: parts, code: { text: parts.PART }, valueString: x }, { for: kids, code: { text: kids.NAME }, valueString: x }] }]',
      "  parts: { split: p.NOTE, by: ';' }\n",
      'map.for-single: first and if choose one value; put for around them, or write them inside it.',
    ],
  ])('%s', (_, component, relations, fault) => {
    expect(faults(component, relations)).toContain(fault)
  })
})
