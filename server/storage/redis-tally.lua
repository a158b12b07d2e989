#!lua name=wenzheng_tally_1

-- The tally index inside Redis: what of one shard must never disagree changes here, in one function, or not at all.
--
-- KEYS[1] is the shard's base, as wz:{7}. All its keys begin with it, so that the shard lies on one node of a cluster:
--   base:marks             hash: log -> sequence up to which its ballots are merged here; '#' -> how often it was reset
--   base:polls             set: the polls known here
--   base:epochs            the last epoch's number
--   base:unclaimed         set: polls of which ballots came while nobody had told of them; base:overflow where they were too many
--   base:ID                hash: j how it judges, asof, e epoch, q '1' with a second count, w its judging, latest, m:LOG 'at,upto'
--   base:ID:E:k:BUCKET     hash: voter and unit -> order time, hash, code of the ballot that counts (BAL2); k kept, u as if
--   base:ID:E:u:BUCKET     there were no quarantine (BAL9)
--   base:ID:E:k  base:ID:E:u    one bit a bucket in use
--   base:ID:E:kt  base:ID:E:ut  hash: place -> count, in all
--   base:ID:E:kn  base:ID:E:un  hash: unit * 60 + place -> count

local OPERATION = 35
local PLACES = 10
local OF_A_UNIT = 60
local DUPLICATE = 4
local QUARANTINED = 9
local UNCLAIMED_MOST = 4096
local UNLINK_TOGETHER = 256

-- While a library is loaded Redis 7.0 shows it no global: functions take byte, sub and floor when they are called.

-- By bytes: what < does of strings is for the server's locale to say.
local function is_earlier(a, b)
  local byte = string.byte
  for i = 1, 11 do
    local x, y = byte(a, i), byte(b, i)
    if x ~= y then return x < y end
  end
  return false
end

local function count_of(at)
  return { at = at, buckets = at .. ':', total = {}, units = {}, used = nil, opened = {} }
end

local function add(count, unit, place, many)
  count.total[place] = (count.total[place] or 0) + many
  if unit > 0 then
    local field = unit * OF_A_UNIT + place
    count.units[field] = (count.units[field] or 0) + many
  end
end

local function mark_used(count, bucket)
  local byte, floor = string.byte, math.floor
  if count.opened[bucket] then return end
  count.opened[bucket] = true
  count.used = count.used or redis.call('GET', count.at) or ''
  local octet = byte(count.used, floor(bucket / 8) + 1) or 0
  if floor(octet / 2 ^ (7 - bucket % 8)) % 2 == 0 then redis.call('SETBIT', count.at, bucket, 1) end
end

local function offer(count, unit, bucket, field, value)
  local byte, floor = string.byte, math.floor
  local key = count.buckets .. bucket
  local code = byte(value, 11)
  local channel = code % 16
  if redis.call('HSETNX', key, field, value) == 1 then
    mark_used(count, bucket)
    add(count, unit, channel * PLACES + floor(code / 16), 1)
    return
  end
  local there = redis.call('HGET', key, field)
  if not is_earlier(value, there) then
    add(count, unit, channel * PLACES + DUPLICATE, 1)
    return
  end
  redis.call('HSET', key, field, value)
  add(count, unit, channel * PLACES + floor(code / 16), 1)
  local lost = byte(there, 11)
  add(count, unit, lost % 16 * PLACES + floor(lost / 16), -1)
  add(count, unit, lost % 16 * PLACES + DUPLICATE, 1)
end

local function write_counts(count)
  for place, many in pairs(count.total) do
    if many ~= 0 then redis.call('HINCRBY', count.at .. 't', place, many) end
  end
  for field, many in pairs(count.units) do
    if many ~= 0 then redis.call('HINCRBY', count.at .. 'n', field, many) end
  end
end

-- One operation: 0 place in the batch, u32; 4 poll, its place among the call's; 5 kind: 0 set aside, 1 admitted, 2 admitted but
-- for a quarantine; 6 unit code, u16, 0 = none of the poll's; 8 bucket, u16; 10 field, 14 bytes; 24 order time, hash and code of
-- a ballot, or set aside the code's byte alone: its place among all.
local function take(polls, packed, is_wanted)
  local byte, sub = string.byte, string.sub
  for at = 1, #packed, OPERATION do
    local b1, b2, b3, b4, which, kind, u1, u2, k1, k2 = byte(packed, at, at + 9)
    local poll = polls[which + 1]
    if is_wanted(poll, ((b1 * 256 + b2) * 256 + b3) * 256 + b4) then
      local unit, bucket = u1 * 256 + u2, k1 * 256 + k2
      if kind == 0 then
        local place = byte(packed, at + 34)
        add(poll.kept, unit, place, 1)
        if poll.unfiltered then add(poll.unfiltered, unit, place, 1) end
      else
        local field, value = sub(packed, at + 10, at + 23), sub(packed, at + 24, at + 34)
        if poll.unfiltered then offer(poll.unfiltered, unit, bucket, field, value) end
        if kind == 1 then
          offer(poll.kept, unit, bucket, field, value)
        else
          add(poll.kept, unit, byte(value, 11) % 16 * PLACES + QUARANTINED, 1)
        end
      end
    end
  end
  for _, poll in ipairs(polls) do
    write_counts(poll.kept)
    if poll.unfiltered then write_counts(poll.unfiltered) end
  end
end

-- The polls of a call, each with how its sender judges it; nil and what to answer where it is judged otherwise here.
local function polls_of(base, args, at, many)
  local polls = {}
  for i = 1, many do
    local id = args[at]
    local key = base .. ':' .. id
    local stored = redis.call('HMGET', key, 'j', 'e', 'q', 'latest', 'asof')
    if stored[1] ~= args[at + 1] then
      return nil, { 'judged', id, stored[1] or '', stored[5] or '0' }
    end
    local counts = key .. ':' .. stored[2] .. ':'
    polls[i] = {
      key = key,
      id = id,
      kept = count_of(counts .. 'k'),
      unfiltered = stored[3] == '1' and count_of(counts .. 'u') or nil,
      latest = tonumber(stored[4]),
    }
    local latest = tonumber(args[at + 2])
    if latest > polls[i].latest then polls[i].later = latest end
    at = at + 3
  end
  return polls, at
end

local function note_later(polls)
  for _, poll in ipairs(polls) do
    if poll.later then redis.call('HSET', poll.key, 'latest', string.format('%.0f', poll.later)) end
  end
end

local function note_unclaimed(base, id)
  if redis.call('SCARD', base .. ':unclaimed') < UNCLAIMED_MOST then
    redis.call('SADD', base .. ':unclaimed', id)
  elseif redis.call('SISMEMBER', base .. ':unclaimed', id) == 0 then
    redis.call('SET', base .. ':overflow', '1')
  end
end

-- args: log, from, count, polls, each poll's id, judging and latest receipt, unclaimed ones, their ids, the packed operations.
local function merge(keys, args)
  local base, log, from, count = keys[1], args[1], tonumber(args[2]), tonumber(args[3])
  local mark = tonumber(redis.call('HGET', base .. ':marks', log) or '0')
  if from > mark + 1 then return { 'behind', mark } end
  local upto = from + count - 1
  if upto <= mark then return { 'ok', mark } end
  local polls, at = polls_of(base, args, 5, tonumber(args[4]))
  if not polls then return at end
  local unclaimed = tonumber(args[at])
  for i = 1, unclaimed do note_unclaimed(base, args[at + i]) end
  take(polls, args[at + unclaimed + 1], function(_, place) return from + place > mark end)
  note_later(polls)
  redis.call('HSET', base .. ':marks', log, string.format('%.0f', upto))
  return { 'ok', upto }
end

local function missing_of(key, log)
  local at, upto = string.match(redis.call('HGET', key, 'm:' .. log) or '', '^(%d+),(%d+)$')
  return tonumber(at), tonumber(upto)
end

-- The same arguments: those polls only that miss ballots of the log, and of each only what it misses.
local function merge_again(keys, args)
  local base, log, from, count = keys[1], args[1], tonumber(args[2]), tonumber(args[3])
  local polls, at = polls_of(base, args, 5, tonumber(args[4]))
  if not polls then return at end
  local last = from + count - 1
  local answer = { 'ok' }
  for _, poll in ipairs(polls) do
    local done, upto = missing_of(poll.key, log)
    -- Nothing is wanted of a poll that misses nothing, or whose piece comes later.
    poll.after, poll.upto = 0, 0
    if done and from <= done + 1 and last > done then poll.after, poll.upto = done, math.min(last, upto) end
  end
  take(polls, args[at + tonumber(args[at]) + 1], function(poll, place)
    return from + place > poll.after and from + place <= poll.upto
  end)
  note_later(polls)
  for _, poll in ipairs(polls) do
    local done, upto = missing_of(poll.key, log)
    if done and poll.upto > 0 then
      done = poll.upto
      if done == upto then
        redis.call('HDEL', poll.key, 'm:' .. log)
        done = nil
      else
        redis.call('HSET', poll.key, 'm:' .. log, string.format('%.0f,%.0f', done, upto))
      end
    end
    answer[#answer + 1] = poll.id
    answer[#answer + 1] = done and string.format('%.0f,%.0f', done, upto) or ''
  end
  return answer
end

local function sweep(key, epoch)
  local byte, floor = string.byte, math.floor
  for _, count in ipairs({ 'k', 'u' }) do
    local at = key .. ':' .. epoch .. ':' .. count
    local used = redis.call('GET', at) or ''
    local gone = { at, at .. 't', at .. 'n' }
    for octet = 1, #used do
      local bits = byte(used, octet)
      for bit = 0, 7 do
        if floor(bits / 2 ^ (7 - bit)) % 2 == 1 then gone[#gone + 1] = at .. ':' .. ((octet - 1) * 8 + bit) end
      end
      if #gone >= UNLINK_TOGETHER then
        redis.call('UNLINK', unpack(gone))
        gone = {}
      end
    end
    if #gone > 0 then redis.call('UNLINK', unpack(gone)) end
  end
end

-- What of a poll its sender is to know: j, asof, latest, w, and for each log of which it misses ballots log and 'at,upto'.
local function state_of(key)
  local sub = string.sub
  local state = { '', '0', '0', '' }
  local fields = redis.call('HGETALL', key)
  local places = { j = 1, asof = 2, latest = 3, w = 4 }
  for i = 1, #fields, 2 do
    local name = fields[i]
    if places[name] then
      state[places[name]] = fields[i + 1]
    elseif sub(name, 1, 2) == 'm:' then
      state[#state + 1] = sub(name, 3)
      state[#state + 1] = fields[i + 1]
    end
  end
  return state
end

local function miss_everything(base, key)
  local marks = redis.call('HGETALL', base .. ':marks')
  for i = 1, #marks, 2 do
    if marks[i] ~= '#' then redis.call('HSET', key, 'm:' .. marks[i], '0,' .. marks[i + 1]) end
  end
end

-- args: id, what j the sender found here, its own j, asof, w, q, '1' where the poll is to be counted anew.
local function open(keys, args)
  local base, id = keys[1], args[1]
  local key = base .. ':' .. id
  local j, epoch = unpack(redis.call('HMGET', key, 'j', 'e'))
  if (j or '') ~= args[2] then return state_of(key) end
  local had = false
  if not j then
    had = redis.call('SREM', base .. ':unclaimed', id) == 1 or redis.call('EXISTS', base .. ':overflow') == 1
    redis.call('SADD', base .. ':polls', id)
  elseif args[7] == '1' then
    local state = state_of(key)
    had = state[3] ~= '0' or #state > 4
    sweep(key, epoch)
    redis.call('DEL', key)
  end
  if not j or args[7] == '1' then
    redis.call('HSET', key, 'e', redis.call('INCR', base .. ':epochs'), 'latest', '0', 'q', args[6])
    if had then miss_everything(base, key) end
  end
  redis.call('HSET', key, 'j', args[3], 'asof', args[4], 'w', args[5])
  return state_of(key)
end

-- args: ids. Answers the marks as log and sequence, and for each poll its state, its totals and those without quarantine.
local function read(keys, args)
  local base = keys[1]
  local answer = { redis.call('HGETALL', base .. ':marks') }
  for _, id in ipairs(args) do
    local key = base .. ':' .. id
    local counts = key .. ':' .. (redis.call('HGET', key, 'e') or '0') .. ':'
    answer[#answer + 1] =
      { state_of(key), redis.call('HGETALL', counts .. 'kt'), redis.call('HGETALL', counts .. 'ut') }
  end
  return answer
end

-- args: id. The same of one poll, but its counters by unit.
local function read_units(keys, args)
  local key = keys[1] .. ':' .. args[1]
  local counts = key .. ':' .. (redis.call('HGET', key, 'e') or '0') .. ':'
  return {
    redis.call('HGETALL', keys[1] .. ':marks'),
    { state_of(key), redis.call('HGETALL', counts .. 'kn'), redis.call('HGETALL', counts .. 'un') },
  }
end

local function forget_one(base, id)
  local key = base .. ':' .. id
  local epoch = redis.call('HGET', key, 'e')
  if not epoch then return false end
  local state = state_of(key)
  sweep(key, epoch)
  redis.call('DEL', key)
  redis.call('SREM', base .. ':polls', id)
  return state[3] ~= '0' or #state > 4
end

local function forget(keys, args)
  if forget_one(keys[1], args[1]) then note_unclaimed(keys[1], args[1]) end
  return 'ok'
end

local function reset(keys)
  local base = keys[1]
  for _, id in ipairs(redis.call('SMEMBERS', base .. ':polls')) do forget_one(base, id) end
  local resets = redis.call('HINCRBY', base .. ':marks', '#', 1)
  redis.call('DEL', base .. ':marks', base .. ':polls', base .. ':unclaimed', base .. ':overflow')
  redis.call('HSET', base .. ':marks', '#', resets)
  return 'ok'
end

redis.register_function('wz_tally_1_merge', merge)
redis.register_function('wz_tally_1_merge_again', merge_again)
redis.register_function('wz_tally_1_open', open)
redis.register_function({ function_name = 'wz_tally_1_read', callback = read, flags = { 'no-writes' } })
redis.register_function({ function_name = 'wz_tally_1_read_units', callback = read_units, flags = { 'no-writes' } })
redis.register_function({ function_name = 'wz_tally_1_forget', callback = forget, flags = { 'allow-oom' } })
redis.register_function({ function_name = 'wz_tally_1_reset', callback = reset, flags = { 'allow-oom' } })
