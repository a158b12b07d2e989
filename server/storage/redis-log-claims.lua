#!lua name=wz_claims_1
-- Which process a ballot log belongs to. keys: the claim, a hash of who and where, gone by itself when it is not renewed.

-- args: who, where, milliseconds it holds. Answers who has it then. Whoever is in the same place has its folder's lock, so
-- the one before is dead.
local function claim(keys, args)
  local holder = redis.call('HMGET', keys[1], 'who', 'where')
  if holder[1] and holder[1] ~= args[1] and holder[2] ~= args[2] then return holder[1] end
  redis.call('HSET', keys[1], 'who', args[1], 'where', args[2])
  redis.call('PEXPIRE', keys[1], args[3])
  return args[1]
end

-- args: who. Nothing is done where another has it.
local function leave(keys, args)
  if redis.call('HGET', keys[1], 'who') == args[1] then redis.call('DEL', keys[1]) end
  return 'ok'
end

redis.register_function('wz_claims_1_claim', claim)
redis.register_function({ function_name = 'wz_claims_1_leave', callback = leave, flags = { 'allow-oom' } })
