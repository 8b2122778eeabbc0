import type { CurveAnswer } from 'optim-sches-language-server/protocol';
import type { Browser, Page } from 'playwright-core';
import type { FromPage, PanelState, ToPage } from '../../extension/src/preview/protocol.js';

export interface Bundle {
  readonly script: string;
  readonly style: string;
}

export interface PanelOptions {
  readonly theme?: 'vscode-light' | 'vscode-dark' | 'vscode-high-contrast';
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
  /** Of the file that the language server opens; without it `state` has the curve. */
  readonly text?: string;
  readonly state?: Partial<PanelState>;
  /** What an earlier page has kept. */
  readonly kept?: unknown;
  /** The translations. */
  readonly words?: Readonly<Record<string, string>>;
  /** False: the test answers drags. */
  readonly drag?: boolean;
}

export interface OpenPanel {
  readonly page: Page;
  readonly sent: FromPage[];
  readonly violations: string[];
  readonly server: {
    readonly text: string;
    curve(question?: object): Promise<CurveAnswer>;
    change(text: string): Promise<void>;
  };
  post(message: ToPage): Promise<void>;
  show(changes?: Partial<PanelState>): Promise<void>;
  drawn(): Promise<void>;
  close(): Promise<void>;
}

export function bundlePage(): Promise<Bundle>;
export function startBrowser(): Promise<Browser>;
export function openPanel(browser: Browser, bundle: Bundle, options?: PanelOptions): Promise<OpenPanel>;
