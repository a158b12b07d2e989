// Refusals of evidence files and of what clerks import.

export const EVIDENCE_SENTENCES = {
  evidence_kind:
    '文件“{name}”不能作为佐证：只收PDF、PNG、JPEG、XLSX（不带宏）和CSV，按内容识别，不看扩展名。',
  evidence_disguised: '文件“{name}”的扩展名与内容不符（内容是{kind}），请用正确的文件重新上传。',
  evidence_too_large: '佐证文件过大：每个最多{megabytes}MB。',
  evidence_full: '佐证文件夹已满或磁盘空间不足，未保存；请联系管理员腾出空间后重试。',
  evidence_unknown: '没有这份佐证文件。',
  evidence_damaged: '这份佐证文件在磁盘上已损坏，与登记的哈希不符；请从备份恢复。',
} as const
