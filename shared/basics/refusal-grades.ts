// What is said where an organisations' assessment cannot be changed, or a card cannot be confirmed or lifted (GRADE1–GRADE4).

export const GRADE_SENTENCES = {
  grade_quarters_only: '组织考核按季度进行，半年和全年没有单独的考核。',
  grade_bands: '等次的分数线须依次降低：优秀高于合格，合格高于基本合格。',
  grade_shares: '自身得分与所属单位得分所占之和须为10000，现为{sum}。',
  grade_not_published: '本季度的排名还没有公示，不能定级。',
  grade_no_scores: '还没有任何考核得分，不能定级。',
  grade_unsettled: '本季度还没有定级。',
  grade_outdated: '排名正在更正或已经更正，请在新的排名公示后重新定级，再确认。',
  organisation_twice: '“{organisation}”在同一份文件里出现了两次。',
  organisation_scored: '有{count}个已有得分；要替换，请选择“替换已有得分”。',
  province_place_departments: '只有市直部门有对口省厅的排名。',
  card_not_proposed: '定级时没有提出这一项，不能确认。',
  card_confirmed: '这一项已由两人确认。',
  card_unknown: '没有这一项确认，或者已经撤销。',
  card_bars_excellent: '当年有黄牌警告，不能评为优秀。',
} as const
