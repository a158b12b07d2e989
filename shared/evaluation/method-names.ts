// Names of the five methods (评议方式): plain constants, so that the citizen's page needs no zod.

export const METHOD_NAMES = {
  citizens: '市民短信微信评议',
  bigData: '大数据评议',
  department: '业务部门评议',
  rectification: '督促整改评议',
  tv: '电视问政',
} as const
