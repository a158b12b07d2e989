#!lua name=wz_journal_2
-- The journal in Redis: what must never disagree changes here in one call (LOG1). One hash tag, so one slot of a cluster.
--
-- keys: 1 events (stream; an entry's id is POSITION-0) · 2 versions (stream → version; ':position' and ':chain' are the head)
--       3 commands (command id → position of its last event) · 4 open (run id of the server that new events may come to)
--       5 opening (run id and since when mirrors are waited for)

local FIELDS = { 'stream', 'version', 'at', 'command', 'actor', 'body', 'chain' }

local function head(keys)
  local found = redis.call('HMGET', keys[2], ':position', ':chain')
  return tonumber(found[1] or '0'), found[2] or string.rep('0', 64)
end

-- Seven arguments a row, in the order of FIELDS.
local function write(keys, args, from, position)
  for at = from, #args, 7 do
    position = position + 1
    local entry = {}
    for i, field in ipairs(FIELDS) do
      entry[#entry + 1] = field
      entry[#entry + 1] = args[at + i - 1]
    end
    redis.call('XADD', keys[1], string.format('%d-0', position), unpack(entry))
    redis.call('HSET', keys[2], args[at], args[at + 1], ':position', position, ':chain', args[at + 6])
    redis.call('HSET', keys[3], args[at + 3], position)
  end
  return position
end

-- Which server this is, and since which start of it: a replica that takes over holds the open of the one before.
local function run_id()
  return string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
end

-- args: run id, position and chain hash of the writer's head, command id, the position it was decided at, how many streams
-- are expected, each with its version, then the rows. Only a writer who knows the whole journal appends: rows bear its chain.
local function append(keys, args)
  local position, chain = head(keys)
  if redis.call('GET', keys[4]) ~= args[1] or run_id() ~= args[1] then return { 'closed', position } end
  local expected = tonumber(args[6])
  for i = 1, expected do
    local version = redis.call('HGET', keys[2], args[5 + 2 * i]) or '0'
    if version ~= args[6 + 2 * i] then return { 'conflict', position } end
  end
  local ran = redis.call('HGET', keys[3], args[4])
  if ran and tonumber(ran) > tonumber(args[5]) then return { 'conflict', position } end
  if position ~= tonumber(args[2]) or chain ~= args[3] then return { 'moved', position } end
  return { 'ok', write(keys, args, 7 + 2 * expected, position) }
end

-- args: position and chain hash behind which a mirror gives its rows back, then the rows.
local function restore(keys, args)
  local position, chain = head(keys)
  if position ~= tonumber(args[1]) or chain ~= args[2] then return { 'moved', position } end
  return { 'ok', write(keys, args, 3, position) }
end

-- args: run id, milliseconds to wait for the other mirrors from the first who asks. Answers what is left to wait; 0: open.
local function open(keys, args)
  if redis.call('GET', keys[4]) == args[1] then return 0 end
  local time = redis.call('TIME')
  local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
  local since = redis.call('HMGET', keys[5], 'run', 'since')
  if since[1] ~= args[1] then
    redis.call('HSET', keys[5], 'run', args[1], 'since', string.format('%d', now))
    since[2] = now
  end
  local left = tonumber(since[2]) + tonumber(args[2]) - now
  if left > 0 then return left end
  redis.call('SET', keys[4], args[1])
  redis.call('DEL', keys[5])
  return 0
end

-- A person chose another journal than this one: it is put aside under names of its own, where it can still be read.
-- args: the name it gets; position and chain hash it must still have.
local function set_aside(keys, args)
  local position, chain = head(keys)
  if position ~= tonumber(args[2]) or chain ~= args[3] then return 0 end
  for i = 1, 3 do
    if redis.call('EXISTS', keys[i]) == 1 then redis.call('RENAME', keys[i], keys[i] .. ':' .. args[1]) end
  end
  redis.call('DEL', keys[4], keys[5])
  return 1
end

redis.register_function('wz_journal_2_append', append)
redis.register_function('wz_journal_2_restore', restore)
redis.register_function('wz_journal_2_open', open)
redis.register_function('wz_journal_2_set_aside', set_aside)
