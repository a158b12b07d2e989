// A unit's QR code on the sheet: the same layout as its files, drawn with the page's own fonts.

import { CARD_FONT, CARD_INK, cardLayoutOf, type CodeCard } from './code-card.ts'

export function CodePicture({ card }: { readonly card: CodeCard }) {
  const { width, height, texts, qr } = cardLayoutOf(card)
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`${card.name}（代码${card.code}）的评议二维码`}
      fontFamily={CARD_FONT}
      fill={CARD_INK}
      textAnchor="middle"
    >
      <rect width={width} height={height} fill="#ffffff" />
      {texts.map(({ y, px, weight, words }) => (
        <text key={y} x={width / 2} y={y} fontSize={px} fontWeight={weight}>
          {words}
        </text>
      ))}
      <svg x={qr.x} y={qr.y} width={qr.px} height={qr.px} viewBox={`0 0 ${qr.modules} ${qr.modules}`}>
        <path d={qr.path} fill="#000000" shapeRendering="crispEdges" />
      </svg>
    </svg>
  )
}
