// The frame around every antd screen: Chinese words, our colours on ink or on paper, our type; one place for all three apps.

import './fonts.css'
import './tokens.css'
import './antd-frame.css'
import { App, ConfigProvider, theme, type ThemeConfig } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import type { ReactNode } from 'react'

export type Ground = 'ink' | 'paper'

// The values of tokens.css: antd computes shades from them, so it needs the colours themselves.
const FONT =
  "'Noto Sans SC Variable', 'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"

/**
 * No motion: antd grows a dialog out of the last click, invisible at a fifth of its size for its first frames, and a list
 * out of its edge. What was pressed there is somewhere else when the button is let go, and the click is lost.
 */
const shared = { fontFamily: FONT, borderRadius: 6, motion: false }

const THEMES: Readonly<Record<Ground, ThemeConfig>> = {
  ink: {
    algorithm: theme.darkAlgorithm,
    token: {
      ...shared,
      colorPrimary: '#e6c478',
      colorInfo: '#7fb2e5',
      colorError: '#ff7a70',
      colorWarning: '#f0b25a',
      colorSuccess: '#5fc79a',
      colorBgBase: '#0a1930',
      colorBgContainer: '#10233f',
      colorBgElevated: '#162b4c',
      colorBorder: '#34496b',
      colorBorderSecondary: '#273b5b',
      colorTextBase: '#f5f2e9',
      colorTextSecondary: '#b9c4d6',
      colorTextTertiary: '#93a6bd',
      colorTextPlaceholder: '#8fa0b8',
    },
    components: {
      Button: { primaryColor: '#0a1930', colorPrimary: '#e6c478', colorPrimaryHover: '#f0c873' },
    },
  },
  paper: {
    algorithm: theme.defaultAlgorithm,
    token: {
      ...shared,
      colorPrimary: '#1f4272',
      colorInfo: '#1f4272',
      colorLink: '#1f4272',
      colorError: '#b3261e',
      colorSuccess: '#0a6a57',
      colorWarning: '#8a5a00',
      colorInfoBg: '#e6ecf5',
      colorInfoBorder: '#b4c4dc',
      colorWarningBg: '#fff6dc',
      colorWarningBorder: '#e3c27a',
      colorSuccessBg: '#e7f4ef',
      colorSuccessBorder: '#9ccfbf',
      colorTextPlaceholder: '#6b7686',
      colorPrimaryBg: '#e6ecf5',
      colorPrimaryBgHover: '#d8e2f0',
      controlItemBgActive: '#e6ecf5',
      colorBgLayout: '#fbfaf6',
      colorTextBase: '#14213a',
      colorTextSecondary: '#4f5a6e',
      colorTextTertiary: '#5f6c7d',
    },
  },
}

/** A nonce where the server's content policy hands one out: `<meta name="csp-nonce" content="…">`. */
function nonce(): string | undefined {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content
}

export function AntdFrame({ ground, children }: { readonly ground: Ground; readonly children: ReactNode }) {
  const given = nonce()
  return (
    <ConfigProvider
      locale={zhCN}
      theme={THEMES[ground]}
      button={{ autoInsertSpace: false }}
      {...(given === undefined ? {} : { csp: { nonce: given } })}
    >
      <App component={false}>{children}</App>
    </ConfigProvider>
  )
}
