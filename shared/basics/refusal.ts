// Every refusal the system gives: a code a program reads and a Chinese sentence a clerk understands (SHOW6).

export type RefusalDetail = Readonly<Record<string, string | number>>

export interface Refusal {
  readonly code: RefusalCode
  readonly detail: RefusalDetail
}

/** {name} in a sentence is filled from the refusal's detail. */
const SENTENCES = {
  // commands and access
  malformed: '请求的内容不合格式：{field}。',
  too_large: '请求太大，已拒收。',
  too_many_requests: '操作太频繁，请在{seconds}秒后再试。',
  not_signed_in: '请先登录。',
  not_allowed: '当前身份没有这项权限。',
  wrong_password: '用户名或密码不正确。',
  locked_out: '登录失败次数过多，请在{minutes}分钟后再试。',
  setup_done: '首次设置已完成，此链接不再有效。',
  setup_link_invalid: '设置链接无效或已过期。',
  person_exists: '用户名“{name}”已存在。',
  person_unknown: '没有这个账号。',
  password_weak: '密码至少需要10个字符。',
  pairing_code_invalid: '配对码无效、已使用或已过期，请向导演台索取新的配对码。',
  device_released: '本席位已换到另一台平板，这台平板不再有效。',
  seat_taken: '席位{seat}已有平板在用，需导演先释放。',
  conflict: '其他人刚刚改动了同一内容，请看清现状后重试。',
  needs_second_person: '此操作需要第二人在另一处登录后确认。',
  same_person: '发起人不能自己确认，请由另一人确认。',
  request_unknown: '没有这项待确认的申请。',
  request_expired: '待确认的申请已过期，请重新发起。',
  request_pending: '同样的申请已在等待第二人确认。',
  reason_missing: '请填写理由。',
  server_stopping: '服务器正在停机，请稍候重新连接。',
  not_ready: '服务器尚未就绪，请稍候。',
  unknown_page: '没有这个页面。',
  internal_error: '服务器内部错误，操作没有完成，已记录在案。',
  // sessions
  session_exists: '这个场次编号已存在。',
  session_unknown: '没有这个场次。',
  session_not_draft: '场次不在草稿状态。',
  session_not_ready: '场次不在就绪状态。',
  session_not_live: '场次没有在直播。',
  session_ended: '场次已经结束。',
  another_session_live: '另一场“{title}”正在直播。',
  rundown_empty: '流程单还没有环节。',
  rundown_incomplete: '环节“{segment}”还没有选定单位。',
  panel_too_small: '考官席位不足：至少需要5席，现有{seats}席。',
  segment_unknown: '没有这个环节。',
  segment_aired: '环节“{segment}”已播出，不能再改。',
  segment_on_air: '这个环节正在播出。',
  segment_duplicate: '环节编号“{segment}”重复。',
  segment_not_on_air: '该环节没有在播出。',
  segment_kind_has_no_window: '本环节不是打分或验收环节，不能开窗口。',
  unit_unknown: '没有编号为“{unit}”的单位。',
  unit_needed: '这类环节需要选定一个单位。',
  panel_fixed: '开播后考官团不能再改。',
  seat_unknown: '没有席位“{seat}”。',
  seat_duplicate: '席位编号“{seat}”重复。',
  group_weights_sum: '席位组权重之和须为10000，现为{sum}。',
  group_seats: '席位组“{group}”计入权重，至少需要3席，现有{seats}席。',
  form_invalid: '评分方式不成立：全部最差须得0分、全部最好须得100分。',
  // windows
  window_exists: '这个窗口编号已存在。',
  window_unknown: '没有这个窗口。',
  window_not_open: '窗口没有开放。',
  window_still_open: '还有同类窗口没有冻结。',
  window_void: '窗口已作废。',
  window_revealed: '窗口已揭晓。',
  window_not_verified: '窗口还没有核验通过。',
  window_not_void: '原窗口没有作废，不能由新窗口替代。',
  window_not_closed: '窗口还没有全部揭晓或作废。',
  closes_too_soon: '截止时间至少要在10秒以后。',
  closes_in_past: '截止时间不能在过去。',
  extend_too_late: '距截止不足5秒，不能再延长。',
  extend_not_later: '延长后的截止时间须晚于原来的截止时间。',
  already_cued: '截止口令已下达。',
  not_on_cue: '定时窗口不需要截止口令，到时自动截止。',
  not_cued: '截止口令还没有下达，窗口一直开放，不需要延长。',
  close_not_due: '还没有到截止时间。',
  window_frozen: '窗口已冻结。',
  replaces_other: '新窗口与它替代的窗口须是同一单位的同类窗口。',
  reveal_too_early: '还要等{seconds}秒才能揭晓。',
  undo_too_late: '开窗已超过10秒，不能撤回，只能由两人作废。',
  undo_received: '窗口已收到打分或选票，不能撤回，只能由两人作废。',
  sms_window_too_short: '短信通道要求窗口不短于{seconds}秒，请延长时间或去掉短信通道。',
  access_number_busy: '接入号{number}正被另一个窗口占用，尚未冻结。',
  channels_empty: '市民窗口至少要有一个通道。',
  channel_off: '通道“{channel}”没有启用。',
  drain_not_over: '还在等待在途选票。',
  seal_missing: '还有计票日志没有封存。',
  log_unknown: '没有登记过这份计票日志。',
  log_sealed: '这份计票日志已经封存。',
  log_excluded: '这份计票日志已由两人排除。',
  tally_differs: '复核不一致：实时计票{live}，重算{recount}；窗口保持冻结。',
  // scores
  recused: '本席位对该单位回避，不能打分。',
  score_locked: '已锁定，不能再改。',
  score_missing: '还没有打分，不能锁定。',
  score_late: '打分在截止之后送达，已记录为迟到，不计入。',
  mark_invalid: '分值不合要求。',
  not_locked: '还没有锁定。',
  unlock_too_late: '锁定已超过5秒，需请导演释放。',
  release_not_requested: '该席位没有请求解锁。',
  generation_old: '这台平板已被替换，打分已记录但不计入。',
  recusal_closed: '窗口已开始截止，不能再登记回避。',
  seat_not_signed_in: '该席位还没有登录。',
  aside_full: '本席位迟到的或已换下平板送来的打分过多，不再记录。',
  // air
  output_unknown: '没有名为“{output}”的输出。',
  scene_unavailable: '这个画面现在没有可显示的内容。',
  outputs_full: '输出最多{count}个，不能再增加。',
  // ballots and doors
  signature_invalid: '签名不正确。',
  door_closed: '本通道未启用。',
  accepting_off: '暂时无法受理（存储故障），请稍后重试；未受理的选票不会计入。',
  queue_full: '当前排队{count}张，暂不受理，请稍后重试。',
  device_token_invalid: '设备凭证无效，请刷新页面。',
  poll_unknown: '现在没有评议。',
  choice_invalid: '选项无效。',
  method_not_allowed: '这个地址不支持 {method} 请求。',
  origin_not_allowed: '请求不是从本站页面发出的，已拒绝。',
  too_slow: '请求发送得太慢，已中断。',
  answer_delayed: '处理超时，结果尚不确定，请稍后重试；同一条只计一次。',
  // set-up
  csv_unreadable: '文件无法读取：{why}。',
  csv_too_large: '文件过大：最多{rows}行、{megabytes}MB。',
  csv_columns: '缺少列：{columns}。',
  csv_has_errors: '文件有{count}处错误，未导入任何一行。',
  csv_nothing: '文件里没有任何数据行。',
  unit_code_duplicate: '单位代码{code}重复。',
  unit_id_duplicate: '单位编号“{unit}”重复。',
  unit_in_use: '单位“{unit}”已用于场次，不能删除。',
  scheme_weights: '各方式权重之和须为10000，现为{sum}。',
  scheme_frozen: '评分方案已冻结，修改须另立新版本。',
  scheme_missing: '还没有评分方案。',
  // storage
  storage_failed: '存储故障，操作未能确认写入。请稍候，看清现状后重试。',
  voter_key_secret_wrong: '市民标识密钥无法解开：VOTER_KEY_SECRET 与保存时不同。',
  database_corrupt: '数据库文件损坏或不属于本系统：{file}。文件未作任何改动。',
  data_dir_locked: '数据目录正被另一个进程使用。',
} as const

export type RefusalCode = keyof typeof SENTENCES

export const REFUSAL_CODES = Object.keys(SENTENCES) as readonly RefusalCode[]

/** The Chinese sentence of a refusal, its detail filled in. */
export function sentenceOf(refusal: Refusal): string {
  return SENTENCES[refusal.code].replace(/\{(\w+)\}/g, (_, name: string) =>
    String(refusal.detail[name] ?? '？'),
  )
}
