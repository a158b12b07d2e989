#!lua name=wz_rows_1
-- A copy of a ballot log's batches: a stream a log, whose entries' ids are LAST-0, the last sequence of the batch (LOG3).
-- keys: the stream. args: first sequence, count, chain hash, records, of each batch in order.
-- Answers the last sequence the copy holds; what does not follow it is not taken, and whoever copies goes on from there.
local function add(keys, args)
  local last = 0
  if redis.call('EXISTS', keys[1]) == 1 then
    local about = redis.call('XINFO', 'STREAM', keys[1])
    for i = 1, #about, 2 do
      if about[i] == 'last-generated-id' then last = tonumber(string.match(about[i + 1], '^(%d+)-')) end
    end
  end
  for at = 1, #args, 4 do
    local first = tonumber(args[at])
    if first ~= last + 1 then return last end
    last = last + tonumber(args[at + 1])
    redis.call(
      'XADD', keys[1], string.format('%.0f-0', last),
      'first', args[at], 'count', args[at + 1], 'chain', args[at + 2], 'records', args[at + 3]
    )
  end
  return last
end
redis.register_function('wz_rows_1_add', add)
