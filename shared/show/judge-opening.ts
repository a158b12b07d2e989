// Opening a window: its segment on air, its close far enough, its numbers free (SHOW10, POLL2, POLL3).

import type { Refusal } from '../basics/refusal.ts'
import { CHANNELS, CHANNEL_NAMES, SMS_CHANNELS } from '../ballot/choices.ts'
import type { PollChannel } from '../ballot/poll.ts'
import type { SessionCommand } from './command.ts'
import { ANY_NUMBER } from './context.ts'
import type { SessionContext } from './context.ts'
import type { Moment, SessionEvent } from './event.ts'
import { reasonsAgainstForm } from './judge-preparing.ts'
import { against, judged, reason } from './judgement.ts'
import type { Judgement } from './judgement.ts'
import { SHORTEST_WINDOW_MS } from './session-rules.ts'
import type { SessionRules } from './session-rules.ts'
import type { Segment, Session } from './session.ts'
import { isNotYetFrozen, segmentIn, windowIn } from './window-times.ts'

type Of<T extends SessionCommand['type']> = Extract<SessionCommand, { type: T }>
type Opening = Of<'OpenExaminersWindow'> | Of<'OpenCitizensWindow'>

export function judgeOpenExaminers(
  command: Of<'OpenExaminersWindow'>,
  session: Session,
  moment: Moment,
  context: SessionContext,
): Judgement<SessionEvent> {
  const segment = segmentIn(session, command.segmentId)
  const form = command.form ?? session.form
  const { groupWeights } = session
  return judged(
    [
      ...reasonsAgainstOpening(command, 'examiners', segment, session, moment, context),
      ...reasonsAgainstForm({ form, groupWeights }),
    ],
    () => [
      {
        type: 'ExaminersWindowOpened',
        ...openingOf(command, segment),
        form,
        groupWeights,
        presentSeats: session.seats.filter((seat) => seat.signedInAtMs !== null).map((seat) => seat.seatId),
      },
    ],
  )
}

export function judgeOpenCitizens(
  command: Of<'OpenCitizensWindow'>,
  session: Session,
  moment: Moment,
  context: SessionContext,
): Judgement<SessionEvent> {
  const segment = segmentIn(session, command.segmentId)
  const { closesAtMs, visibility, offersUnsure } = command
  const channels = CHANNELS.filter((channel) => command.channels.includes(channel))
  const bySms = offersSms(channels)
  const accessNumbers = bySms ? context.accessNumbers : []
  const lastsMs = closesAtMs === null ? null : closesAtMs - moment.nowMs
  return judged(
    [
      ...reasonsAgainstOpening(command, 'citizens', segment, session, moment, context),
      against(channels.length === 0, 'channels_empty'),
      ...channels
        .filter((channel) => !context.channelsOn.includes(channel))
        .map((channel) => reason('channel_off', { channel: CHANNEL_NAMES[channel] })),
      lastsMs === null ? null : againstShortSms(channels, lastsMs, session.rules),
      bySms ? againstBusyNumber(accessNumbers, session, context) : null,
    ],
    () => [
      {
        type: 'CitizensWindowOpened',
        ...openingOf(command, segment),
        channels,
        visibility,
        offersUnsure,
        accessNumbers,
      },
    ],
  )
}

/** POLL2: an SMS needs time to travel. `lastsMs`: how long the window is, or will have been at the cue. */
export function againstShortSms(
  channels: readonly PollChannel[],
  lastsMs: number,
  rules: Pick<SessionRules, 'smsTransitMs'>,
): Refusal | null {
  const neededMs = 3 * rules.smsTransitMs
  return against(offersSms(channels) && lastsMs < neededMs, 'sms_window_too_short', {
    seconds: Math.ceil(neededMs / 1_000),
  })
}

export function offersSms(channels: readonly PollChannel[]): boolean {
  return channels.some((channel) => SMS_CHANNELS.includes(channel))
}

/** POLL3: a poll occupies its numbers until frozen; one without a list occupies them all. */
function againstBusyNumber(
  wanted: readonly string[],
  session: Session,
  context: SessionContext,
): Refusal | null {
  const busy = [...context.busyNumbers, ...numbersHeldBy(session)]
  const clash =
    wanted.length === 0 || busy.includes(ANY_NUMBER)
      ? (busy[0] ?? null)
      : (wanted.find((number) => busy.includes(number)) ?? null)
  return against(clash !== null, 'access_number_busy', {
    number: clash === ANY_NUMBER ? '（全部）' : (clash ?? ''),
  })
}

/** The access numbers that a session's not yet frozen citizens' windows hold; ANY_NUMBER for one without a list. */
export function numbersHeldBy(session: Session): readonly string[] {
  return session.windows.flatMap((window) => {
    if (window.kind !== 'citizens' || !isNotYetFrozen(window) || !offersSms(window.channels)) return []
    return window.accessNumbers.length === 0 ? [ANY_NUMBER] : window.accessNumbers
  })
}

function reasonsAgainstOpening(
  command: Opening,
  kind: 'examiners' | 'citizens',
  segment: Segment | null,
  session: Session,
  { nowMs }: Moment,
  context: SessionContext,
): readonly (Refusal | null)[] {
  const { windowId, closesAtMs } = command
  const inPast = closesAtMs !== null && closesAtMs < nowMs
  return [
    against(session.phase !== 'live', 'session_not_live'),
    against(context.windowIds.has(windowId) || windowIn(session, windowId) !== null, 'window_exists'),
    against(segment === null, 'segment_unknown'),
    against(segment !== null && segment.state !== 'on_air', 'segment_not_on_air'),
    against(segment !== null && !hasWindows(segment), 'segment_kind_has_no_window'),
    against(segment !== null && hasWindows(segment) && segment.unitId === null, 'unit_needed'),
    against(
      session.windows.some((window) => window.kind === kind && isNotYetFrozen(window)),
      'window_still_open',
    ),
    against(inPast, 'closes_in_past'),
    against(!inPast && closesAtMs !== null && closesAtMs < nowMs + SHORTEST_WINDOW_MS, 'closes_too_soon'),
    ...reasonsAgainstReplacing(command, kind, segment, session),
  ]
}

/** A new window may name the void one it stands for (SHOW3): of the same kind, about the same unit. */
function reasonsAgainstReplacing(
  command: Opening,
  kind: 'examiners' | 'citizens',
  segment: Segment | null,
  session: Session,
): readonly (Refusal | null)[] {
  if (command.replaces === null) return []
  const replaced = windowIn(session, command.replaces)
  if (replaced === null) return [reason('window_unknown')]
  const other = replaced.kind !== kind || (segment !== null && replaced.unitId !== segment.unitId)
  return [against(replaced.stage.phase !== 'void', 'window_not_void'), against(other, 'replaces_other')]
}

function hasWindows(segment: Segment): segment is Segment & { kind: 'acceptance' | 'scoring' } {
  return segment.kind === 'acceptance' || segment.kind === 'scoring'
}

function openingOf(command: Opening, segment: Segment | null) {
  if (segment === null || !hasWindows(segment) || segment.unitId === null)
    throw new Error('a window opens in a segment with a unit')
  const { windowId, segmentId, closesAtMs, replaces } = command
  return { windowId, segmentId, segmentKind: segment.kind, unitId: segment.unitId, closesAtMs, replaces }
}
