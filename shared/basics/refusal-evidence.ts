// Refusals of evidence files, and of changes to units and organisations.

export const EVIDENCE_SENTENCES = {
  evidence_kind:
    '文件“{name}”不能作为佐证：只收PDF、PNG、JPEG、XLSX（不带宏）和CSV，按内容识别，不看扩展名。',
  evidence_disguised: '文件“{name}”的扩展名与内容不符（内容是{kind}），请用正确的文件重新上传。',
  evidence_too_large: '佐证文件过大：每个最多{megabytes}MB。',
  evidence_full: '佐证文件夹已满或磁盘空间不足，未保存；请联系管理员腾出空间后重试。',
  evidence_unknown: '没有这份佐证文件。',
  source_token_invalid: '数据来源的凭证无效或已停用，请向评议办索取新的凭证。',
  count_impossible: '第{row}项的分子{numerator}大于分母{denominator}，不可能；整批未接收。',
  evidence_damaged: '这份佐证文件在磁盘上已损坏，与登记的哈希不符；请从备份恢复。',
} as const

export const REGISTRY_SENTENCES = {
  unit_ended: '单位“{unit}”已撤销或并入其他单位，编号不能再用；确属误操作，请先恢复这个单位。',
  unit_not_ended: '单位“{unit}”没有撤销或并入其他单位，不需要恢复。',
  unit_code_taken: '代码{code}已属于“{unit}”，请先把它改成别的代码。',
  merger_into_itself: '单位“{unit}”不能并入自己。',
  organisation_unknown: '没有编号为“{organisation}”的主管部门、区或街镇。',
  organisation_id_duplicate: '主管部门（区、街镇）编号“{organisation}”重复。',
  organisation_name_duplicate: '主管部门（区、街镇）名称“{name}”重复。',
  organisation_in_use: '“{organisation}”还有{count}个单位属于它或由它主管，不能删除；请先改这些单位。',
  organisations_full: '主管部门、区和街镇最多{count}个。',
} as const
