// Why a unit is shown unranked, in the office's words (EVAL3).

import type { RankingSnapshot } from '../../shared/protocol/topics.ts'

export const UNRANKED_WORDS: Readonly<Record<RankingSnapshot['unranked'][number]['why'], string>> = {
  sample: '样本不足',
  notDelivered: '应报未报',
  noMethod: '尚无评议',
}
