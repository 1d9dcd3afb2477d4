/** The second part of the `gp` schema: consultations, problems in versions, attributes of events, and what was typed in from paper. */
import { columnsOf, type TableShape } from './table.js'

export const consultTable: TableShape = {
  table: 'gp_consult',
  columns: columnsOf({
    ConsultGuid: 'CHAR(36) not null', // in capital letters
    PatId: 'INTEGER not null',
    CDate: 'CHAR(8)', // yyyyMMdd
    CTime: 'CHAR(4)', // HHmm; blank for not known
    EndTime: 'CHAR(4)',
    ById: 'INTEGER',
    SiteCode: 'CHAR(8)',
    KindCode: 'CHAR(1)', // S surgery, T telephone, V visit, L letter
    Complete: 'CHAR(1)', // blank while it goes on
    Reasons: 'VARCHAR(200)', // XE20.=Cough;XE21.=Headache
    UpdatedAt: 'DATETIME',
  }),
  key: ['ConsultGuid'],
  indexes: [['PatId', 'CDate'], ['CDate'], ['UpdatedAt']],
}

/** Every change is a further row; the problem is the one with the greatest VersionNo. */
export const problemTable: TableShape = {
  table: 'gp_problem',
  columns: columnsOf({
    PatId: 'INTEGER not null',
    ProblemNo: 'INTEGER not null',
    VersionNo: 'INTEGER not null',
    CodeId: 'INTEGER',
    StatusText: 'VARCHAR(20)',
    OnsetDate: 'VARCHAR(10)', // yyyy-MM-dd, whatever is known of it
    OnsetPrec: 'VARCHAR(3)', // U, Y, YM or YMD
    EndDate: 'VARCHAR(10)',
    EndPrec: 'VARCHAR(3)',
    EpisodeCode: 'CHAR(1)', // F first, N new, R review, E end
    EnteredOn: 'CHAR(10)', // dd/MM/yyyy
    EnteredById: 'INTEGER',
    ConsultGuid: 'CHAR(36)',
    NoteHtml: 'VARCHAR(400)',
    RemovedYN: 'CHAR(1)',
    UpdatedAt: 'DATETIME',
  }),
  key: ['PatId', 'ProblemNo', 'VersionNo'],
  indexes: [['CodeId', 'OnsetDate'], ['ConsultGuid'], ['UpdatedAt']],
}

/** What else is known of an event, as text whatever it is: SITE ANKLE, EXPIRY 31/12/2022, DOSE 2. */
export const eventAttrTable: TableShape = {
  table: 'gp_event_attr',
  columns: columnsOf({
    PatId: 'INTEGER not null',
    EventNo: 'INTEGER not null',
    Keyword: 'VARCHAR(10) not null',
    Val: 'VARCHAR(60)',
  }),
  key: ['PatId', 'EventNo', 'Keyword'],
  indexes: [['Keyword', 'Val']],
}

export const summaryTable: TableShape = {
  table: 'gp_summary',
  columns: columnsOf({
    SummaryId: 'INTEGER not null',
    PatId: 'INTEGER not null',
    CodeId: 'INTEGER',
    DoneText: 'VARCHAR(10)', // yyyy-MM-dd; 1987-00-00 is a year, 0000-00-00 not known
    Remark: 'VARCHAR(100)',
    TypedById: 'INTEGER',
    RemovedYN: 'CHAR(1)',
  }),
  key: ['SummaryId'],
  indexes: [['PatId', 'DoneText'], ['CodeId']],
}
