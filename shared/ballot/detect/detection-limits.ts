// Fixed numbers of the detectors: how many looks and windows a show's probability is shared by.

/** A show has this many citizens' windows at most in the correction for many looks; more only make it stricter than asked. */
export const WINDOWS_OF_A_FAMILY = 24
/** Looks while a window is open share half of its probability, those after its close, while ballots drain, the other half. */
export const LOOKS_WHILE_OPEN = 60
export const LOOKS_AFTER_CLOSE = 12
/** A mainland number segment (first 7 digits) holds exactly this many numbers. */
export const NUMBERS_OF_A_SEGMENT = 10_000
/** A segment's own level, for asking how many are suspicious at once. */
export const SUSPICION_LEVELS = [0.05, 0.01, 0.001, 0.0001] as const
