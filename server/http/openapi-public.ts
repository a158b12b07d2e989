// Descriptions of the doors for everybody, for carriers and WeChat, for control surfaces and for other systems.

import { ControlRequest } from '../../shared/protocol/control-api.ts'
import {
  PairRequest,
  ReceiptRequest,
  SetupRequest,
  SignInRequest,
  WebBallotRequest,
} from '../../shared/protocol/http-api.ts'
import { EvidenceDoorRequest } from '../../shared/protocol/indicators-api.ts'
import { KeptImported } from '../../shared/protocol/kept-table-api.ts'
import { PromisesAnswer } from '../../shared/protocol/ledger-api.ts'
import {
  ObjectionFiled,
  ObjectionRequest,
  ObjectionsAnswer,
  PublicationAnswer,
  PublicationsAnswer,
} from '../../shared/protocol/publications-api.ts'
import { RankingAnswer, UnitCardAnswer } from '../../shared/protocol/ranking-api.ts'
import { get, json, page, post, type DoorDescription } from './openapi-door.ts'
import { PublishedRankingQuery } from './publications.ts'

const CHANNELS: readonly DoorDescription[] = [
  post(
    '/channels/twilio/sms',
    'gateway',
    'Twilio送来的短信，按X-Twilio-Signature验签；应答是TwiML。',
    { media: 'application/x-www-form-urlencoded', of: 'Twilio的短信回调' },
    { media: 'text/xml', of: 'TwiML，可能带一条回复' },
  ),
  get('/channels/wechat', 'gateway', '微信公众平台验证服务器地址。', {
    media: 'text/plain',
    of: '原样返回的echostr',
  }),
  post(
    '/channels/wechat',
    'gateway',
    '微信公众号收到的消息，安全模式（加密）。',
    { media: 'text/xml', of: '加密的消息' },
    { media: 'text/xml', of: '加密的被动回复，或success' },
  ),
  get('/channels/aliyun/:token', 'gateway', '阿里云上行短信的探测。', json('code为0')),
  post(
    '/channels/aliyun/:token',
    'gateway',
    '阿里云批量推送的上行短信；地址里的凭证就是身份。',
    json('上行短信的数组'),
    json('code为0：全部已落盘'),
  ),
  post(
    '/channels/tencent/:token',
    'gateway',
    '腾讯云推送的上行短信；地址里的凭证就是身份。',
    json('一条或一批上行短信'),
    json('result为0：已落盘'),
  ),
  post(
    '/channels/gateway',
    'gateway',
    '自有短信网关，按X-Ts、X-Nonce、X-Sig验签。',
    json('一条或一批短信'),
    json('每条的受理结果'),
  ),
  post(
    '/api/ballots',
    'anyone',
    '网页上的一张选票；同一ballotId重发只计一次。',
    WebBallotRequest,
    json('受理结果、整句和回执码'),
  ),
  get('/api/device', 'anyone', '给这个浏览器一个设备凭证。', json('deviceToken')),
]

const CITIZENS: readonly DoorDescription[] = [
  get('/api/now', 'anyone', '正在进行的评议，可缓存一秒，带ETag。', json('版本、服务器时间和现况')),
  get('/api/rules', 'anyone', '评分规则和默认值。', json('评分方案和规则')),
  get('/api/tonight', 'anyone', '今晚的节目和已揭晓的结果。', json('今晚')),
  get('/api/ranking/:category', 'anyone', '一类单位的暂列排名，公开范围按评分方案。', json('排名快照')),
  get('/api/polls', 'anyone', '公开的评议期。', json('评议期列表')),
  get('/api/polls/:id/units', 'anyone', '一个评议期的单位，带拼音，供查找。', json('单位数组')),
  post(
    '/api/receipt',
    'anyone',
    '用回执码查一条消息是否受理、是否计入，不告诉选了什么。',
    ReceiptRequest,
    json('受理和计入情况'),
  ),
  get('/api/promises', 'anyone', '电视问政上的承诺和兑现情况。', PromisesAnswer),
  get('/api/publications', 'anyone', '公示中和已定案的排名。', PublicationsAnswer),
  get('/api/publications/:id', 'anyone', '一次发布：哈希、签发、规则、更正关系。', PublicationAnswer),
  get('/api/publications/:id/ranking', 'anyone', '一次发布的排名，每页50个单位。', RankingAnswer, {
    query: PublishedRankingQuery,
  }),
  get('/api/publications/:id/units/:unitId', 'anyone', '一个单位为什么排在这里。', UnitCardAnswer),
  get('/api/publications/:id/objections', 'anyone', '异议：已答复的和未答复的件数。', ObjectionsAnswer),
  get('/api/publications/:id/bundle.zip', 'anyone', '可独立复算的数据包。', {
    media: 'application/zip',
    of: '输入、方案、结果、哈希、签名',
  }),
  get('/api/publications/:id/results.csv', 'anyone', '结果表。', { media: 'text/csv', of: '每个单位一行' }),
  get('/api/publications/:id/results.xlsx', 'anyone', '结果表。', {
    media: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    of: '每个单位一行',
  }),
  get('/api/publications/:id/bulletin.pdf', 'anyone', '通报。', {
    media: 'application/pdf',
    of: '可打印的通报',
  }),
  post(
    '/api/objections',
    'anyone',
    '公示期内提出异议；内容和联系方式只有评议办看得到。',
    ObjectionRequest,
    ObjectionFiled,
  ),
  get('/api/wechat', 'anyone', '微信里的浏览器能否代表本人。', json('offered和到期时间')),
  get('/wechat/login', 'anyone', '转到微信授权。', page('302，转到微信')),
  get('/wechat/back', 'anyone', '微信授权后回来。', page('302，回到原页面')),
]

const MACHINES: readonly DoorDescription[] = [
  get('/healthz', 'anyone', '进程活着。', json('ok')),
  get('/readyz', 'anyone', '能否服务，不能时列出原因（503）。', json('原因')),
  get('/metrics', 'anyone', 'Prometheus指标，不含任何票面。', { media: 'text/plain', of: 'Prometheus文本' }),
  get('/api/openapi.json', 'anyone', '这份文档。', json('OpenAPI 3.1')),
  get('/api/setup', 'anyone', '首次设置链接是否还有效。', json('open')),
  post(
    '/api/setup',
    'anyone',
    '首次设置：用一次性链接建第一个账号。',
    SetupRequest,
    json('本人，带登录cookie'),
  ),
  post('/api/sign-in', 'anyone', '登录。', SignInRequest, json('本人，带登录cookie')),
  post('/api/sign-out', 'anyone', '退出。', json('空对象'), json('204，没有内容')),
  get('/api/me', 'signed_in', '现在登录的是谁。', json('本人')),
  post('/api/seats/pair', 'anyone', '考官平板用配对码换设备凭证。', PairRequest, json('席位、代次和凭证')),
  get(
    '/api/control/values',
    'surface',
    '控制面板按钮上显示的值，不含票面。',
    json('场次、画面、倒计时、件数'),
  ),
  post('/api/control/:action', 'surface', '控制面板的一次按键。', ControlRequest, json('ok和是否重复')),
  post(
    '/api/evidence-door/indicators',
    'source',
    '业务系统送来的大数据件数，只收件数不收百分比；同一importId只接收一次，一项有错整批不收。',
    EvidenceDoorRequest,
    KeptImported,
  ),
]

export const PUBLIC_DOORS = [...CHANNELS, ...CITIZENS, ...MACHINES] as const
