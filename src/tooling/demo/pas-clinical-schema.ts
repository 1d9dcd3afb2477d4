/** The clinical half of the `pas` schema: coding, pathology, charts, forms, medicines, alerts, and what schools send. */
import { columnsOf, type TableShape } from './table.js'

/** A batch of coding that was withdrawn takes its diagnoses along. */
export const codingBatchTable: TableShape = {
  table: 'PAS_CODING_BATCH',
  columns: columnsOf({ BATCH_NO: 'INTEGER not null', CODED_ON: 'DATE', WITHDRAWN: 'INTEGER' }),
  key: ['BATCH_NO'],
  indexes: [],
}

export const diagnosisTable: TableShape = {
  table: 'PAS_DIAG',
  columns: columnsOf({
    SPELL_NO: 'INTEGER not null',
    EPI_NO: 'INTEGER not null',
    SEQ: 'INTEGER not null',
    ICD: 'VARCHAR(8)', // 'E11.9 ', with stray blanks
    SCHEME: 'VARCHAR(2)', // 9 or 10: the edition
    DIAG_TXT: 'VARCHAR(60)',
    BATCH_NO: 'INTEGER',
  }),
  key: ['SPELL_NO', 'EPI_NO', 'SEQ'],
  indexes: [['ICD'], ['BATCH_NO']],
}

export const operationTable: TableShape = {
  table: 'PAS_PROC',
  columns: columnsOf({
    SPELL_NO: 'INTEGER not null',
    EPI_NO: 'INTEGER not null',
    SEQ: 'INTEGER not null',
    OPCS4: 'VARCHAR(6)',
    CONCEPT_ID: 'BIGINT',
    PROC_TXT: 'VARCHAR(60)',
    PROC_DATE: 'CHAR(8)', // ddMMyyyy
    SURGEON: 'VARCHAR(30)', // a consultant's code, or a login
  }),
  key: ['SPELL_NO', 'EPI_NO', 'SEQ'],
  indexes: [['OPCS4']],
}

export const packedTable: TableShape = {
  table: 'PAS_EPI_PACKED',
  columns: columnsOf({ SPELL_NO: 'INTEGER not null', EPI_NO: 'INTEGER not null', DIAG_ALL: 'VARCHAR(100)' }), // ||I10||E119
  key: ['SPELL_NO', 'EPI_NO'],
  indexes: [],
}

export const unitTable: TableShape = {
  table: 'PATH_UNIT',
  columns: columnsOf({ UNIT_CODE: 'INTEGER not null', PRINTED: 'VARCHAR(12)', UCUM: 'VARCHAR(12)' }),
  key: ['UNIT_CODE'],
  indexes: [],
}

export const testTable: TableShape = {
  table: 'PATH_TEST',
  columns: columnsOf({
    TEST_CODE: 'VARCHAR(8) not null',
    TEST_NAME: 'VARCHAR(40)',
    SECTION: 'CHAR(3)', // CHE, HAE, MIC
    LOINC: 'VARCHAR(10)',
    CONCEPT_ID: 'BIGINT',
    UNIT_CODE: 'INTEGER',
    RANGE: 'VARCHAR(12)', // 70-99
  }),
  key: ['TEST_CODE'],
  indexes: [['LOINC']],
}

export const sampleTable: TableShape = {
  table: 'PATH_SAMPLE',
  columns: columnsOf({
    LAB_NO: 'VARCHAR(12) not null', // 24/0001
    PERSON_ID: 'BIGINT', // null from general practice
    NHS_NO: 'VARCHAR(10)',
    COLLECTED: 'DATETIME', // local time
    BOOKED: 'CHAR(10)', // dd/MM/yyyy
    REQ_BY: 'VARCHAR(40)', // as the form says it
  }),
  key: ['LAB_NO'],
  indexes: [['PERSON_ID'], ['NHS_NO']],
}

export const resultTable: TableShape = {
  table: 'PATH_RESULT',
  columns: columnsOf({
    LAB_NO: 'VARCHAR(12) not null',
    LINE: 'INTEGER not null',
    TEST_CODE: 'VARCHAR(8)',
    RESULT_TXT: 'VARCHAR(200)',
    NUM_RESULT: 'DECIMAL(9,3)', // and, in old rows, text
    ABN_FLAG: 'CHAR(1)', // H, L or *
    STATUS: 'CHAR(1)', // P, F, C
    VOIDED: 'INTEGER',
  }),
  key: ['LAB_NO', 'LINE'],
  indexes: [['TEST_CODE']],
}

/** When a sample was changed is known here alone. */
export const auditTable: TableShape = {
  table: 'AUDIT_LOG',
  columns: columnsOf({ AUDIT_NO: 'INTEGER not null', TABLE_NAME: 'VARCHAR(20)', ROW_KEY: 'VARCHAR(20)', AT: 'DATETIME' }),
  key: ['AUDIT_NO'],
  indexes: [['TABLE_NAME', 'ROW_KEY', 'AT']],
}

export const chartTable: TableShape = {
  table: 'OBS_CHART',
  columns: columnsOf({
    CHART_ID: 'INTEGER not null',
    SPELL_NO: 'INTEGER',
    TAKEN: 'DATETIME', // local time
    TAKEN_BY: 'VARCHAR(30)',
    SYS: 'INTEGER',
    DIA: 'INTEGER',
    HR: 'INTEGER', // 0 for not taken
    RR: 'INTEGER',
    TEMP_F: 'DECIMAL(5,1)', // Fahrenheit
    SPO2: 'INTEGER',
    NEWS: 'INTEGER',
  }),
  key: ['CHART_ID'],
  indexes: [['SPELL_NO', 'TAKEN']],
}

export const formTable: TableShape = {
  table: 'NURSE_FORM',
  columns: columnsOf({ FORM_ID: 'INTEGER not null', SPELL_NO: 'INTEGER', DONE_AT: 'DATETIME', DELETED: 'INTEGER' }),
  key: ['FORM_ID'],
  indexes: [['SPELL_NO']],
}

/** One answer: its kind says which of the columns holds it. */
export const answerTable: TableShape = {
  table: 'NURSE_ANSWER',
  columns: columnsOf({
    FORM_ID: 'INTEGER not null',
    Q_NO: 'INTEGER not null',
    Q_CODE: 'VARCHAR(8)',
    DATATYPE: 'CHAR(1)', // N number, C code, D date, T text
    NUM_VAL: 'DECIMAL(9,2)',
    CODE_VAL: 'VARCHAR(8)',
    DT_VAL: 'DATE',
    TXT_VAL: 'VARCHAR(100)',
  }),
  key: ['FORM_ID', 'Q_NO'],
  indexes: [['Q_CODE']],
}

export const prescriptionTable: TableShape = {
  table: 'EPMA_RX',
  columns: columnsOf({
    RX_ID: 'INTEGER not null',
    PERSON_ID: 'BIGINT',
    DMD: 'BIGINT',
    DRUG_TXT: 'VARCHAR(60)',
    DOSE: 'DECIMAL(9,3)',
    DOSE_UNIT: 'VARCHAR(10)',
    ROUTE_CD: 'INTEGER',
    FREQ: 'VARCHAR(20)',
    PRN: 'CHAR(1)', // T or F
    START: 'DATETIME',
    STOP: 'DATETIME',
    STATUS: 'INTEGER', // 1 active, 0 finished, -1 withdrawn
    PRESCRIBER: 'VARCHAR(30)',
    LINK_TYPE: 'CHAR(2)', // SP a spell, AE an attendance
    LINK_ID: 'INTEGER',
  }),
  key: ['RX_ID'],
  indexes: [['PERSON_ID', 'START'], ['DMD']],
}

/** Has no primary key: a change is one more row. */
export const alertTable: TableShape = {
  table: 'ALLERGY_ALERT',
  columns: columnsOf({
    PERSON_ID: 'BIGINT not null',
    ALERT_NO: 'INTEGER not null',
    VER: 'INTEGER not null',
    ALERT_TXT: 'VARCHAR(60)',
    CONCEPT_ID: 'BIGINT',
    KIND: 'VARCHAR(4)', // DRUG, FOOD, ENV
    SEV: 'INTEGER', // 1 to 3
    REACTION: 'VARCHAR(40)',
    ENTERED_BY: 'VARCHAR(30)',
    ENTERED: 'VARCHAR(10)', // dd/MM/yyyy
    VERIFIED: 'CHAR(1)', // U unconfirmed, C confirmed, R refuted, E in error
    END_DT: 'DATE',
  }),
  key: [],
  indexes: [['PERSON_ID']],
}

export const schoolTable: TableShape = {
  table: 'IMMS_SCHOOL',
  columns: columnsOf({
    ROW_ID: 'INTEGER not null',
    PUPIL_NHS: 'VARCHAR(10)',
    VACCINE: 'VARCHAR(8)',
    DOSE_NO: 'INTEGER',
    GIVEN: 'VARCHAR(8)', // Y, N, REFUSED
    GIVEN_DT: 'INTEGER', // seconds since 1970
    BATCH: 'VARCHAR(12)',
    SCHOOL: 'VARCHAR(40)',
  }),
  key: ['ROW_ID'],
  indexes: [['PUPIL_NHS']],
}
