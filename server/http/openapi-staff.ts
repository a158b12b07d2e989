// Descriptions of the doors behind a sign-in: people, sessions, units, evidence, periods, reviews, ledger, invitations, findings.

import { ControlTokenRequest, RevokeControlTokenRequest } from '../../shared/protocol/control-api.ts'
import { CheckpointsAnswer, NotesQuery } from '../../shared/protocol/checkpoints-api.ts'
import { DeskMark, DeskQuery } from '../../shared/protocol/desk-api.ts'
import { EVIDENCE_MEDIA_TYPES, EvidenceQuery, EvidenceStored } from '../../shared/protocol/evidence-api.ts'
import { LookRequest, WeighRequest } from '../../shared/protocol/findings-api.ts'
import {
  AddPersonRequest,
  AddReviewersRequest,
  ChangePasswordRequest,
  SeatCodeRequest,
  SeatCodesRequest,
} from '../../shared/protocol/http-api.ts'
import { IndicatorsAnswer, IndicatorsQuery } from '../../shared/protocol/indicators-api.ts'
import {
  BatchQuery,
  BatchRequest,
  CallbackRequest,
  CallbacksQuery,
  DrawRequest,
  DryRunRequest,
  MarkCallbackRequest,
  PollQuery,
  UploadQuery,
} from '../../shared/protocol/invitations-api.ts'
import { GradesAnswer } from '../../shared/protocol/grades-api.ts'
import { KeptImported, KeptImportRequest, KeptTableRequest } from '../../shared/protocol/kept-table-api.ts'
import { LedgerAnswer, LedgerItemAnswer, LedgerQuery } from '../../shared/protocol/ledger-api.ts'
import {
  MissingAnswer,
  NotApplicableAnswer,
  PeriodAnswer,
  PeriodsAnswer,
} from '../../shared/protocol/period-api.ts'
import { ObjectionsDeskAnswer } from '../../shared/protocol/publications-api.ts'
import {
  DeductionsAnswer,
  RankingAnswer,
  TrendsAnswer,
  UnitCardAnswer,
} from '../../shared/protocol/ranking-api.ts'
import { RegistryAnswer, UnitHistoryAnswer } from '../../shared/protocol/registry-api.ts'
import {
  ReviewDeskAnswer,
  RoundAnswer,
  RoundReport,
  RoundsAnswer,
} from '../../shared/protocol/reviews-api.ts'
import { CommandEnvelope } from '../../shared/show/house.ts'
import { get, json, post, type DoorDescription } from './openapi-door.ts'
import { MissingQuery, RankingQuery, TrendsQuery } from './periods.ts'

const TABLE = { media: 'application/octet-stream', of: 'CSV或XLSX文件的内容' }
const PREVIEW = json('每行会怎样：新增、逐项更改、不变，和有错的行号与原因')
const FILE = { media: Object.values(EVIDENCE_MEDIA_TYPES).join(', '), of: '文件内容，最多20MB' }

const PEOPLE: readonly DoorDescription[] = [
  post('/api/people', 'people', '新建账号和首个密码。', AddPersonRequest, json('ok')),
  post('/api/people/password', 'signed_in', '修改自己的密码。', ChangePasswordRequest, json('ok')),
  post(
    '/api/people/reviewers',
    'people',
    '批量新建评议人账号，首个密码只告诉这一次。',
    AddReviewersRequest,
    json('已建账号和首个密码'),
  ),
  post('/api/seats/code', 'seatCodes', '一个席位的配对码。', SeatCodeRequest, json('配对码和二维码地址')),
  post('/api/seats/codes', 'seatCodes', '一场所有空席位的配对码。', SeatCodesRequest, json('配对码数组')),
  post(
    '/api/commands',
    'commands',
    '一条命令，与套接字上的相同；谁能做什么见权限表。',
    CommandEnvelope,
    json('已执行，或每条拒绝的代码和整句'),
  ),
  ...['control', 'evidence-door'].flatMap((of): DoorDescription[] => {
    const who = of === 'control' ? 'controlTokens' : 'sourceTokens'
    const what = of === 'control' ? '控制面板' : '业务系统'
    return [
      get(`/api/${of}/tokens`, who, `${what}的凭证，不含凭证本身。`, json('凭证列表')),
      post(`/api/${of}/tokens`, who, `新建${what}的凭证，只显示这一次。`, ControlTokenRequest, json('凭证')),
      post(`/api/${of}/tokens/revoke`, who, `停用${what}的凭证。`, RevokeControlTokenRequest, json('ok')),
    ]
  }),
]

const EVIDENCE: readonly DoorDescription[] = [
  get('/api/registry', 'registry', '全部单位、已撤销或并入的单位、主管单位与区；带ETag。', RegistryAnswer),
  get('/api/registry/units/:unitId', 'registry', '一个单位的沿革。', UnitHistoryAnswer),
  post('/api/csv/units', 'csvUnits', '预览单位表。', TABLE, PREVIEW),
  post('/api/csv/seats', 'csvSeats', '预览考官席表。', TABLE, PREVIEW),
  post('/api/csv/organisations', 'csvOrganisations', '预览主管单位与区的表。', TABLE, PREVIEW),
  post('/api/csv/ledger', 'csvLedger', '预览整改事项表。', TABLE, PREVIEW),
  post('/api/csv/codes', 'csvCodes', '一份单位代码表里是哪些单位。', TABLE, PREVIEW),
  post('/api/csv/reviewers', 'people', '预览评议人表。', TABLE, PREVIEW),
  post(
    '/api/evidence',
    'evidenceAdd',
    '留存一份佐证文件，按内容识别类型，以内容的哈希命名。',
    FILE,
    EvidenceStored,
    { query: EvidenceQuery },
  ),
  get('/api/evidence/:hash', 'evidenceRead', '取回一份佐证文件，总是下载。', FILE),
  post(
    '/api/indicators/preview',
    'indicatorImport',
    '一份已留存的文件会带来什么变化。',
    KeptTableRequest,
    PREVIEW,
  ),
  post(
    '/api/indicators/import',
    'indicatorImport',
    '按已留存的文件接收大数据件数，全部或全不。',
    KeptImportRequest,
    KeptImported,
  ),
  post('/api/counts/preview', 'countsImport', '一份市民票数表会带来什么变化。', KeptTableRequest, PREVIEW),
  post(
    '/api/counts/import',
    'countsImport',
    '按已留存的文件接收市民票数，全部或全不。',
    KeptImportRequest,
    KeptImported,
  ),
  post(
    '/api/organisation-scores/preview',
    'scoresImport',
    '一份组织考核得分表会带来什么变化。',
    KeptTableRequest,
    PREVIEW,
  ),
  post(
    '/api/organisation-scores/import',
    'scoresImport',
    '按已留存的文件接收组织考核得分，全部或全不。',
    KeptImportRequest,
    KeptImported,
  ),
  get(
    '/api/indicators/:periodId',
    'periods',
    '大数据佐证：件数、比率、得分和扣分的整句。',
    IndicatorsAnswer,
    { query: IndicatorsQuery },
  ),
  get('/api/polls/:id/members', 'pollCounts', '一个评议期的单位编号。', json('单位编号')),
  get(
    '/api/logs/:logId/windows/:windowId',
    'logs',
    '一份计票日志里已知有一个窗口或评议期的多少条消息。',
    json('消息数，没有这份日志也没有副本时为空'),
  ),
  get('/api/polls/:id/counts', 'pollCounts', '一个评议期各单位的票数。', json('票数')),
]

const PERIODS: readonly DoorDescription[] = [
  get('/api/periods', 'periods', '全部评议周期。', PeriodsAnswer),
  get('/api/periods/:id', 'periods', '一个评议周期的进展。', PeriodAnswer),
  get('/api/periods/:id/missing', 'periods', '还缺佐证的单位。', MissingAnswer, { query: MissingQuery }),
  get(
    '/api/periods/:id/not-applicable',
    'periods',
    '已确认不适用的单位和理由，撤回的也在内，新的在前。',
    NotApplicableAnswer,
    { query: MissingQuery },
  ),
  get('/api/periods/:id/ranking', 'periods', '一个周期的排名，每页50个单位。', RankingAnswer, {
    query: RankingQuery,
  }),
  get('/api/periods/:id/units/:unitId', 'periods', '一个单位为什么排在这里。', UnitCardAnswer),
  get(
    '/api/periods/:id/units/:unitId/deductions',
    'periods',
    '收集期间，一个单位可以由两人免除的扣分，和免除以后的名次。',
    DeductionsAnswer,
  ),
  post('/api/periods/:id/tally', 'tally', '再做一次三方核对。', json('空对象'), json('已开始')),
  get('/api/trends', 'periods', '各周期的走势。', TrendsAnswer, { query: TrendsQuery }),
  get('/api/objections', 'periods', '收到的异议，带内容和联系方式。', ObjectionsDeskAnswer),
  get('/api/grades/:id', 'periods', '一个季度的组织考核：等次、总分、双挂钩、卡。', GradesAnswer),
  post('/api/grades/:id/settle', 'settleGrades', '按已公示的排名评定等次。', json('空对象'), json('结果')),
  get(
    '/api/checkpoints',
    'checkpoints',
    '流水和计票日志最近的检查点，和外部保管方是否收到。',
    CheckpointsAnswer,
  ),
  get(
    '/api/checkpoints/notes',
    'checkpoints',
    '全部检查点，一个接一个。',
    { media: 'text/plain', of: '已签名的检查点' },
    { query: NotesQuery },
  ),
  get('/api/reviews', 'reviewRounds', '业务部门评议的各轮。', RoundsAnswer),
  get('/api/reviews/:id', 'reviewRounds', '一轮的进展。', RoundAnswer),
  get('/api/reviews/:id/report', 'reviewRounds', '一轮结束后的分布和影响。', RoundReport),
  get('/api/review-desk', 'reviewDesk', '评议人自己的评议台。', ReviewDeskAnswer),
  get('/api/ledger', 'ledger', '整改台账。', LedgerAnswer, { query: LedgerQuery }),
  get('/api/ledger/:id', 'ledger', '一项整改的全过程。', LedgerItemAnswer),
]

const CITIZENS: readonly DoorDescription[] = [
  get('/api/invitations', 'invitations', '一个评议期的邀请批次。', json('批次'), { query: PollQuery }),
  post(
    '/api/invitations/upload',
    'invitations',
    '上传办件名单。',
    { media: 'text/csv', of: '名单，最多32MB' },
    json('批次编号'),
    { query: UploadQuery },
  ),
  get('/api/invitations/upload', 'invitations', '名单读到哪里。', json('进展和有错的行'), {
    query: BatchQuery,
  }),
  get(
    '/api/invitations/draw-sheet',
    'drawSheet',
    '抽取底单，供重演。',
    { media: 'text/csv', of: '只含加密标识' },
    { query: BatchQuery },
  ),
  post('/api/invitations/fix', 'invitations', '确定名单。', BatchRequest, json('结果')),
  post('/api/invitations/discard', 'invitations', '放弃名单。', BatchRequest, json('null')),
  post('/api/invitations/draw', 'invitations', '抽取受邀人。', DrawRequest, json('结果')),
  post('/api/invitations/dry-run', 'invitations', '试算邀请短信。', DryRunRequest, json('短信样例和条数')),
  get('/api/callbacks', 'callbacks', '回访名单。', json('回访记录'), { query: CallbacksQuery }),
  post('/api/callbacks/look', 'callbacks', '查看一条回访。', CallbackRequest, json('号码和原话')),
  post('/api/callbacks/mark', 'callbacks', '记下回访结果。', MarkCallbackRequest, json('结果')),
  post('/api/desk', 'desk', '留言台。', DeskQuery, json('留言分组')),
  post('/api/desk/mark', 'desk', '处理一条留言。', DeskMark, json('结果')),
  get('/api/findings', 'findings', '异常识别的发现。', json('发现')),
  post('/api/findings/look', 'findings', '细看一处。', LookRequest, json('图和样本')),
  post('/api/findings/weigh', 'findings', '隔离会改变什么。', WeighRequest, json('两种计票')),
]

export const STAFF_DOORS = [...PEOPLE, ...EVIDENCE, ...PERIODS, ...CITIZENS] as const
