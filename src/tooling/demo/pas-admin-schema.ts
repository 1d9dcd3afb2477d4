/** The administrative half of the `pas` schema, shaped as hospital systems of the last thirty years shaped theirs. */
import { columnsOf, type TableShape } from './table.js'

export const siteTable: TableShape = {
  table: 'PAS_SITE',
  columns: columnsOf({
    SITE_CODE: 'CHAR(8) not null', // padded with blanks
    TRUST_CODE: 'CHAR(3)',
    TRUST_NAME: 'VARCHAR(60)', // with every site of the trust
    SITE_NAME: 'VARCHAR(60)',
    ADDR_LINE1: 'VARCHAR(40)',
    ADDR_LINE2: 'VARCHAR(40)',
    ADDR_TOWN: 'VARCHAR(40)',
    POSTCODE: 'VARCHAR(8) collate nocase',
    TEL: 'VARCHAR(20)',
    OPEN_IND: 'INTEGER', // 1, 0 or -1
  }),
  key: ['SITE_CODE'],
  indexes: [['TRUST_CODE']],
}

export const wardTable: TableShape = {
  table: 'PAS_WARD',
  columns: columnsOf({
    SITE_CODE: 'CHAR(8) not null',
    WARD_CODE: 'VARCHAR(8) not null', // 3/W, A&E: anything that fits on a door
    WARD_NAME: 'VARCHAR(40)',
    BEDS: 'INTEGER',
    CLOSED_DT: 'DATE', // 2100-12-31 for open
  }),
  key: ['SITE_CODE', 'WARD_CODE'],
  indexes: [],
}

export const refCodesTable: TableShape = {
  table: 'REF_CODES',
  columns: columnsOf({
    CODE_SET: 'INTEGER not null', // 1 sex, 2 route, 3 source of admission, 4 marital status
    CODE: 'INTEGER not null', // 0 for none
    DISP: 'VARCHAR(60)',
    NHS_ALIAS: 'VARCHAR(20)',
  }),
  key: ['CODE_SET', 'CODE'],
  indexes: [],
}

export const specialtyTable: TableShape = {
  table: 'PAS_SPECIALTY',
  columns: columnsOf({ SPEC: 'CHAR(3) not null', SPEC_NAME: 'VARCHAR(60)', CONCEPT_ID: 'BIGINT' }),
  key: ['SPEC'],
  indexes: [],
}

/** Other tables refer to the GMC code and not to the primary key. */
export const consultantTable: TableShape = {
  table: 'PAS_CONSULTANT',
  columns: columnsOf({
    CONS_ID: 'INTEGER not null',
    GMC_CODE: 'VARCHAR(8) not null', // C9000201
    SURNAME: 'VARCHAR(40)', // in capital letters
    INITIALS: 'VARCHAR(8)',
    TITLE: 'VARCHAR(10)',
    SPEC: 'CHAR(3)',
    SEX_CD: 'INTEGER',
    LEFT_DT: 'DATE', // 2100-12-31 for still there
  }),
  key: ['CONS_ID'],
  indexes: [['GMC_CODE'], ['SURNAME']],
}

/** Logins of people, and of programs. */
export const userTable: TableShape = {
  table: 'PAS_USER',
  columns: columnsOf({
    USERNAME: 'VARCHAR(30) not null',
    FULL_NAME: 'VARCHAR(80)', // Okafor, Grace (Sr)
    ROLE: 'VARCHAR(12)', // NURSE, CLERK, PHARM, SYSTEM
    LOCKED: 'CHAR(1)', // T or F
  }),
  key: ['USERNAME'],
  indexes: [['FULL_NAME']],
}

export const specialtyLinkTable: TableShape = {
  table: 'PAS_SPECIALTY_LINK',
  columns: columnsOf({
    GMC_CODE: 'VARCHAR(8) not null',
    SITE_CODE: 'CHAR(8) not null',
    SPEC: 'CHAR(3) not null',
    JOB: 'VARCHAR(6)', // an SDS job role
    FROM_DT: 'DATE',
    TO_DT: 'DATE', // 2100-12-31 for open
  }),
  key: ['GMC_CODE', 'SITE_CODE', 'SPEC'],
  indexes: [['SITE_CODE']],
}

export const personTable: TableShape = {
  table: 'PAS_PATIENT',
  columns: columnsOf({
    PERSON_ID: 'BIGINT not null',
    MRN: 'CHAR(10)', // padded
    DISPLAY_NAME: 'VARCHAR(80)', // the name once more, as labels print it
    BIRTH_Y: 'INTEGER',
    BIRTH_M: 'INTEGER', // 0 for not known
    BIRTH_D: 'INTEGER',
    SEX_CD: 'INTEGER',
    MARITAL_CD: 'INTEGER',
    DEATH_DTTM: 'DATETIME', // 2100-12-31 for the living
    ADDR_LINE1: 'VARCHAR(40)',
    ADDR_LINE2: 'VARCHAR(40)',
    ADDR_LINE3: 'VARCHAR(40)',
    ADDR_LINE4: 'VARCHAR(40)',
    POSTCODE: 'VARCHAR(8) collate nocase',
    HOME_TEL: 'VARCHAR(20)',
    MOBILE_TEL: 'VARCHAR(20)',
    GP_PRACTICE: 'VARCHAR(8)',
    MERGED_INTO: 'BIGINT',
    ACTIVE_IND: 'CHAR(1)', // A active, I inactive, D deleted
    TEST_IND: 'CHAR(1)',
    VIP_IND: 'CHAR(1)',
    ROW_UUID: 'BINARY(16)',
    LAST_UPD: 'TIMESTAMP',
  }),
  key: ['PERSON_ID'],
  indexes: [['MRN'], ['BIRTH_Y', 'BIRTH_M', 'BIRTH_D'], ['POSTCODE'], ['LAST_UPD']],
}

export const nameTable: TableShape = {
  table: 'PAS_NAME',
  columns: columnsOf({
    PERSON_ID: 'BIGINT not null',
    NAME_TYPE: 'VARCHAR(8) not null', // CURRENT, MAIDEN, ALIAS
    SEQ: 'INTEGER not null',
    FAMILY: 'VARCHAR(60)', // in capital letters
    GIVEN1: 'VARCHAR(40)',
    GIVEN2: 'VARCHAR(40)',
    PREFIX: 'VARCHAR(10)',
    BEG_DT: 'DATE',
    END_DT: 'DATE', // 2100-12-31 for open
  }),
  key: ['PERSON_ID', 'NAME_TYPE', 'SEQ'],
  indexes: [['FAMILY']],
}

export const aliasTable: TableShape = {
  table: 'PAS_ALIAS',
  columns: columnsOf({
    PERSON_ID: 'BIGINT not null',
    ALIAS_TYPE: 'CHAR(3) not null', // NHS, OLD, XRY
    SEQ: 'INTEGER not null',
    ALIAS_TXT: 'VARCHAR(20)',
    STATUS: 'CHAR(2)',
  }),
  key: ['PERSON_ID', 'ALIAS_TYPE', 'SEQ'],
  indexes: [['ALIAS_TYPE', 'ALIAS_TXT']],
}

export const spellTable: TableShape = {
  table: 'PAS_SPELL',
  columns: columnsOf({
    SPELL_NO: 'INTEGER not null',
    PERSON_ID: 'BIGINT',
    SITE_CODE: 'CHAR(8)',
    ADM_DATE: 'CHAR(10)', // yyyy-MM-dd
    ADM_TIME: 'CHAR(4)', // HHmm
    DIS_DATE: 'CHAR(10)', // 0000-00-00 for not yet
    DIS_TIME: 'CHAR(4)',
    ADM_METHOD: 'CHAR(2)',
    ADM_SOURCE: 'INTEGER',
    DIS_METHOD: 'CHAR(1)',
    DISCH_DEST: 'CHAR(2)',
    STATUS: 'CHAR(1)', // A admitted, D discharged, C cancelled
    SUMMARY_HTML: 'VARCHAR(400)',
  }),
  key: ['SPELL_NO'],
  indexes: [['PERSON_ID', 'ADM_DATE'], ['ADM_DATE']],
}

/** Columns are named by words that SQL keeps for itself. */
export const episodeTable: TableShape = {
  table: 'PAS_EPISODE',
  columns: columnsOf({
    SPELL_NO: 'INTEGER not null',
    EPI_NO: 'INTEGER not null',
    CONS_CODE: 'VARCHAR(8)',
    SPEC: 'CHAR(3)',
    START: 'DATETIME',
    END: 'DATETIME',
    GROUP: 'VARCHAR(5)',
  }),
  key: ['SPELL_NO', 'EPI_NO'],
  indexes: [['CONS_CODE']],
}

export const wardStayTable: TableShape = {
  table: 'PAS_WARD_STAY',
  columns: columnsOf({
    SPELL_NO: 'INTEGER not null',
    STAY_NO: 'INTEGER not null',
    SITE_CODE: 'CHAR(8)',
    WARD_CODE: 'VARCHAR(8)',
    BED: 'VARCHAR(6)',
    FROM_DTTM: 'DATETIME',
    TO_DTTM: 'DATETIME',
  }),
  key: ['SPELL_NO', 'STAY_NO'],
  indexes: [['SITE_CODE', 'WARD_CODE']],
}

export const clinicTable: TableShape = {
  table: 'PAS_OPD',
  columns: columnsOf({
    ATTEND_NO: 'INTEGER not null',
    ATTEND_ID: 'BINARY(16)', // a GUID as SQL Server stores it
    PERSON_ID: 'BIGINT',
    CLINIC: 'VARCHAR(20)',
    CONS_CODE: 'VARCHAR(8)',
    APPT_DTTM: 'DATETIME', // local time
    END_DTTM: 'DATETIME',
    OUTCOME: 'CHAR(1)', // 1, 2, 3
    DNA_YN: 'CHAR(1)', // Y did not attend, blank for to come
    BP_TXT: 'VARCHAR(12)', // 120/80
  }),
  key: ['ATTEND_NO'],
  indexes: [['PERSON_ID', 'APPT_DTTM'], ['APPT_DTTM']],
}

const numbered = (name: string, count: number, type: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${name}_${String(at + 1).padStart(2, '0')}`, type]))

/** An attendance in the emergency department with all that was found and done, side by side. */
export const emergencyTable: TableShape = {
  table: 'PAS_AE',
  columns: columnsOf({
    ATT_NO: 'INTEGER not null',
    PERSON_ID: 'BIGINT',
    SITE_CODE: 'CHAR(8)',
    ARR_DTTM: 'DATETIME',
    DEP_DTTM: 'DATETIME',
    'Seen By': 'VARCHAR(30)',
    DISPOSAL: 'CHAR(2)',
    ...numbered('DIAG', 12, 'VARCHAR(20)'),
    ...numbered('INV', 12, 'CHAR(2)'),
    ...numbered('TREAT', 12, 'CHAR(2)'),
    NOTE_RTF: 'VARCHAR(400)',
  }),
  key: ['ATT_NO'],
  indexes: [['PERSON_ID', 'ARR_DTTM']],
}
