/**
 * Where the published expressions of search parameters are wrong, and what ours are.
 * The corrected ones are FHIRPath of a small kind: alternatives by `|`, each of steps `name`, `ofType(Type)`, `where(name='text')`,
 * `where($this != false)` and, last, `exists()`.
 */

export interface SearchParameterErratum {
  readonly type: string
  readonly parameter: string
  /** The parameter's expression or that of a component of it, exactly as published. */
  readonly published: string
  readonly ours: string
  readonly why: string
}

type Row = readonly [type: string, parameter: string, published: string, ours: string]

const errata = (why: string, rows: readonly Row[]): readonly SearchParameterErratum[] =>
  rows.map(([type, parameter, published, ours]) => ({ type, parameter, published, ours, why }))

export const searchParameterErrata: readonly SearchParameterErratum[] = [
  ...errata('`as` takes one item and fails on several. `ofType` asks the same of each, so it is our one form for both.', [
    [
      'Condition',
      'abatement-date',
      'Condition.abatement.as(dateTime) | Condition.abatement.as(Period)',
      'Condition.abatement.ofType(dateTime) | Condition.abatement.ofType(Period)',
    ],
    ['Condition', 'abatement-string', 'Condition.abatement.as(string)', 'Condition.abatement.ofType(string)'],
    [
      'Condition',
      'onset-age',
      'Condition.onset.as(Age) | Condition.onset.as(Range)',
      'Condition.onset.ofType(Age) | Condition.onset.ofType(Range)',
    ],
    [
      'Condition',
      'onset-date',
      'Condition.onset.as(dateTime) | Condition.onset.as(Period)',
      'Condition.onset.ofType(dateTime) | Condition.onset.ofType(Period)',
    ],
    ['Condition', 'onset-info', 'Condition.onset.as(string)', 'Condition.onset.ofType(string)'],
    ['Medication', 'ingredient', 'Medication.ingredient.item.as(Reference)', 'Medication.ingredient.item.ofType(Reference)'],
    [
      'Medication',
      'ingredient-code',
      'Medication.ingredient.item.as(CodeableConcept)',
      'Medication.ingredient.item.ofType(CodeableConcept)',
    ],
    [
      'Medication',
      'package-item',
      'Medication.package.content.item.as(Reference)',
      'Medication.package.content.item.ofType(Reference)',
    ],
    [
      'Medication',
      'package-item-code',
      'Medication.package.content.item.as(CodeableConcept)',
      'Medication.package.content.item.ofType(CodeableConcept)',
    ],
    [
      'MedicationRequest',
      'code',
      'MedicationRequest.medication.as(CodeableConcept)',
      'MedicationRequest.medication.ofType(CodeableConcept)',
    ],
    [
      'MedicationRequest',
      'medication',
      'MedicationRequest.medication.as(Reference)',
      'MedicationRequest.medication.ofType(Reference)',
    ],
    [
      'MedicationStatement',
      'code',
      'MedicationStatement.medication.as(CodeableConcept)',
      'MedicationStatement.medication.ofType(CodeableConcept)',
    ],
    [
      'MedicationStatement',
      'medication',
      'MedicationStatement.medication.as(Reference)',
      'MedicationStatement.medication.ofType(Reference)',
    ],
    ['Observation', 'code-value-concept', 'value.as(CodeableConcept)', 'value.ofType(CodeableConcept)'],
    ['Observation', 'code-value-quantity', 'value.as(Quantity)', 'value.ofType(Quantity)'],
    ['Observation', 'code-value-string', 'value.as(string)', 'value.ofType(string)'],
    ['Observation', 'combo-code-value-concept', 'value.as(CodeableConcept)', 'value.ofType(CodeableConcept)'],
    ['Observation', 'combo-code-value-quantity', 'value.as(Quantity)', 'value.ofType(Quantity)'],
    [
      'Observation',
      'combo-value-concept',
      'Observation.value.as(CodeableConcept) | Observation.component.value.as(CodeableConcept)',
      'Observation.value.ofType(CodeableConcept) | Observation.component.value.ofType(CodeableConcept)',
    ],
    [
      'Observation',
      'combo-value-quantity',
      'Observation.value.as(Quantity) | Observation.component.value.as(Quantity)',
      'Observation.value.ofType(Quantity) | Observation.component.value.ofType(Quantity)',
    ],
    ['Observation', 'component-code-value-concept', 'value.as(CodeableConcept)', 'value.ofType(CodeableConcept)'],
    ['Observation', 'component-code-value-quantity', 'value.as(Quantity)', 'value.ofType(Quantity)'],
    [
      'Observation',
      'component-value-concept',
      'Observation.component.value.as(CodeableConcept)',
      'Observation.component.value.ofType(CodeableConcept)',
    ],
    [
      'Observation',
      'component-value-quantity',
      'Observation.component.value.as(Quantity)',
      'Observation.component.value.ofType(Quantity)',
    ],
    ['Observation', 'value-concept', 'Observation.value.as(CodeableConcept)', 'Observation.value.ofType(CodeableConcept)'],
    ['Observation', 'value-quantity', 'Observation.value.as(Quantity)', 'Observation.value.ofType(Quantity)'],
  ]),
  ...errata('The type of an element is spelt in lower case: `as(String)` and `as(DateTime)` find nothing.', [
    ['Observation', 'code-value-date', 'value.as(DateTime) | value.as(Period)', 'value.ofType(dateTime) | value.ofType(Period)'],
    [
      'Observation',
      'value-date',
      'Observation.value.as(DateTime) | Observation.value.as(Period)',
      'Observation.value.ofType(dateTime) | Observation.value.ofType(Period)',
    ],
    ['Observation', 'value-string', 'Observation.value.as(String)', 'Observation.value.ofType(string)'],
    ['Patient', 'death-date', 'Patient.deceased.as(DateTime)', 'Patient.deceased.ofType(dateTime)'],
  ]),
  ...errata('Names one type twice.', [
    [
      'Condition',
      'abatement-age',
      'Condition.abatement.as(Age) | Condition.abatement.as(Range) | Condition.abatement.as(Age)',
      'Condition.abatement.ofType(Age) | Condition.abatement.ofType(Range)',
    ],
  ]),
  ...errata('Gives a list of booleans, most of them false. Meant is: abated, whichever way it is said.', [
    [
      'Condition',
      'abatement-boolean',
      'Condition.abatement.as(boolean) | Condition.abatement.is(dateTime) | Condition.abatement.is(Age) | Condition.abatement.is(Period) | Condition.abatement.is(Range) | Condition.abatement.is(string)',
      'Condition.abatement.where($this != false).exists()',
    ],
  ]),
  ...errata('Is true for `deceasedBoolean: false`. Meant is: dead, whichever way it is said.', [
    ['Patient', 'deceased', 'Patient.deceased.exists()', 'Patient.deceased.where($this != false).exists()'],
  ]),
]
