// The seconds a session or a poll waits: each channel's drain, SMS transit, and what else the form names, with the usual value beside.

import { CHANNEL_NAMES, CHANNELS, type PollChannel } from '../../shared/ballot/choices.ts'
import { NumberField } from './page-form.tsx'
import { TransitNote } from './transit-note.tsx'

interface Props<Name extends string> {
  readonly standard: {
    readonly drain: Readonly<Record<PollChannel, number>>
    readonly smsTransit: number
  } & Readonly<Record<Name, number>>
  /** Beside drains and transit: a field's name and its label. */
  readonly others: readonly (readonly [name: Name, label: string])[]
}

export function WaitingFields<Name extends string>({ standard, others }: Props<Name>) {
  const seconds = (name: string | string[], label: string, usual: number) => (
    <NumberField
      key={label}
      {...{ name, label, extra: `默认 ${usual} 秒`, needed: '请填写秒数。' }}
      unit="秒"
      most={600}
    />
  )
  return (
    <>
      <TransitNote />
      <div className="office-rules">
        {CHANNELS.map((channel) =>
          seconds(['drain', channel], `${CHANNEL_NAMES[channel]}在途`, standard.drain[channel]),
        )}
        {seconds('smsTransit', '短信送达(p99)', standard.smsTransit)}
        {others.map(([name, label]) => seconds(name, label, standard[name]))}
      </div>
    </>
  )
}
